// The page of kept entries asks for its module; every other page does without.
(() => {
  "use strict";
  const page = document.querySelector("[data-my-list]");
  if (page) localOffer.load("my-list").then(({ myList }) => myList(page));
})();
