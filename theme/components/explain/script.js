// Jargon opens its meaning in place: without this script each term is a link to the jargon buster.
(() => {
  "use strict";
  const offer = globalThis.localOffer;
  const terms = document.querySelectorAll("a[data-explain]");
  for (const term of terms) {
    if (!term.hash) throw new Error(`explain: the link of "${term.textContent}" names no term.`);
    term.setAttribute("role", "button");
    term.setAttribute("aria-haspopup", "dialog");
    term.setAttribute("aria-expanded", "false");
  }

  const press = async (event, term) => {
    event.preventDefault();
    try {
      const { explain } = await offer.load("explain");
      await explain(term);
    } catch {
      // No connection, or an old browser: the page with all meanings is the next best thing.
      location.assign(term.href);
    }
  };

  document.addEventListener("click", (event) => {
    const term = event.target.closest("a[data-explain]");
    if (!term || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    press(event, term);
  });

  // What says that it is a button is also pressed by the space bar.
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a[data-explain]")) return;
    press(event, event.target);
  });
})();
