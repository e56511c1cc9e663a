// A table that fits needs no stop for the keyboard; one that must be scrolled keeps it.
(() => {
  "use strict";
  const boxes = document.querySelectorAll(".table-scroll");
  if (boxes.length === 0) return;
  const settle = () => {
    for (const box of boxes) {
      if (!box.querySelector("table")) throw new Error("prose: a scrolling box has no table in it.");
      const scrolls = box.scrollWidth > box.clientWidth;
      if (scrolls) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", localOffer.words.prose.scrolling_table);
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  settle();
  addEventListener("resize", settle);
})();
