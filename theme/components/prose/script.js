// A table that fits needs no stop for the keyboard and no name for its box; one that must be scrolled keeps them.
(() => {
  "use strict";
  const NEEDED = ["role", "tabindex", "aria-label", "aria-labelledby"];
  const given = new Map();
  const settle = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [name, value] of given.get(box)) {
      if (scrolls) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  };
  // Both change with the window, the size of the text, and what else takes room.
  const watcher = new ResizeObserver((changes) => {
    for (const box of new Set(changes.map(({ target }) => target.closest(".table-scroll")))) settle(box);
  });
  for (const box of document.querySelectorAll(".table-scroll")) {
    const table = box.querySelector("table");
    if (!table) throw new Error("prose: a scrolling box has no table in it.");
    if (!box.hasAttribute("tabindex")) throw new Error("prose: a scrolling box cannot be reached by keyboard.");
    given.set(box, NEEDED.filter((name) => box.hasAttribute(name)).map((name) => [name, box.getAttribute(name)]));
    settle(box);
    watcher.observe(box);
    watcher.observe(table);
  }
})();
