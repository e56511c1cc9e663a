// Paper shows where the page came from; a template does not know the address of its site.
(() => {
  "use strict";
  const line = document.querySelector("[data-page-address]");
  const part = document.querySelector("[data-print]");
  if (line) {
    const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split(/[?#]/)[0];
    if (!line.textContent.trim()) throw new Error("print: the line for the address is empty.");
    line.textContent = address;
  }
  if (part) {
    const button = part.querySelector("button");
    if (!button) throw new Error("print: [data-print] has no button.");
    button.addEventListener("click", () => print());
    part.hidden = false;
  }
})();
