// Marks the part of the site that the page is in, which a shared header cannot know.
(() => {
  "use strict";
  const menu = document.querySelector("[data-menu]");
  if (!menu) return;
  const links = menu.querySelectorAll("a");
  if (links.length === 0) throw new Error("header: the main menu has no links.");
  for (const link of links) {
    if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    else if (location.pathname.startsWith(link.pathname)) link.setAttribute("aria-current", "true");
  }
})();
