// Paper shows where the page came from; a template does not know the address of its site.
(() => {
  "use strict";
  const line = document.querySelector("[data-page-address]");
  if (!line) return;
  const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split(/[?#]/)[0];
  if (!line.textContent.trim()) throw new Error("print: the line for the address is empty.");
  line.textContent = address;
})();
