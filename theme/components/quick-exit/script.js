// Leaves a sensitive page without a trace in the "back" button: by the link, or by pressing Escape three times.
(() => {
  "use strict";
  const exit = document.querySelector("[data-quick-exit]");
  if (!exit) return;
  const link = exit.querySelector("a[href]");
  if (!link) throw new Error("quick-exit: there is no link to leave by.");

  const leave = () => {
    document.documentElement.hidden = true;
    location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
})();
