// Bigger text and more space in the young people's area. The browser remembers the choice, nobody else.
(() => {
  "use strict";
  const buttons = document.querySelectorAll("[data-young-bigger]");
  if (buttons.length === 0) return;
  if (!document.body.classList.contains("page-young")) {
    throw new Error("young: the button for bigger text is outside the young people's area.");
  }
  const KEY = "local-offer-bigger";

  // A browser that keeps nothing still makes the text bigger, on this page.
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "yes";
    } catch {
      return false;
    }
  };
  const remember = (bigger) => {
    try {
      if (bigger) localStorage.setItem(KEY, "yes");
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is off.
    }
  };

  const show = (bigger) => {
    document.body.classList.toggle("page-young--bigger", bigger);
    for (const button of buttons) button.setAttribute("aria-pressed", String(bigger));
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const bigger = button.getAttribute("aria-pressed") !== "true";
      remember(bigger);
      show(bigger);
    });
  }
  show(remembered());
})();
