// Leaves a sensitive page without a trace in the "back" button: by the link, or by pressing Escape three times.
(() => {
  "use strict";
  const exit = document.querySelector("[data-quick-exit]");
  if (!exit) return;
  const link = exit.querySelector("a[href]");
  const keys = exit.querySelector("[data-quick-exit-keys]");
  if (!link || !keys) throw new Error("quick-exit: the link to leave by, or the words on the keys, are missing.");
  keys.hidden = false;

  const leave = () => {
    // What somebody behind you could read goes at once, before the other page has come.
    document.documentElement.hidden = true;
    document.title = localOffer.words.quick_exit.title;
    location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
})();
