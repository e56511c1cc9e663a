// "Open now until 5pm": its module is fetched only by pages that have a timetable to read.
(() => {
  "use strict";
  const element = document.querySelector("[data-open-now]");
  if (element) localOffer.load("open-now").then((module) => module.begin(element));
})();
