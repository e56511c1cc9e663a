// Search boxes outside the search page suggest pages while somebody types; the module comes with the first focus.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form.search-box")) {
    const box = form.querySelector("input[name=q]");
    if (!box) throw new Error("suggest: a search box has no field for words.");
    box.addEventListener(
      "focus",
      () => localOffer.load("suggest").then(({ suggestFor }) => suggestFor(form, box)),
      { once: true },
    );
  }
})();
