// The page that compares schools asks for its module; every other page does without.
(() => {
  "use strict";
  const page = document.querySelector("[data-compare]");
  if (page) localOffer.load("compare").then(({ comparePage }) => comparePage(page));
})();
