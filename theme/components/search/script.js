// Reaches the search worker, which is started when somebody begins to search and not before.
(() => {
  "use strict";
  const { root, files } = localOffer;
  let worker = null;
  let number = 0;
  const waiting = new Map();

  const start = () => {
    worker = new Worker(root + files["search-worker"]);
    worker.addEventListener("message", ({ data }) => {
      const { resolve, reject } = waiting.get(data.number);
      waiting.delete(data.number);
      if (data.error) reject(new Error(data.error));
      else resolve(data.result);
    });
    worker.addEventListener("error", () => {
      for (const { reject } of waiting.values()) reject(new Error("search: the worker did not start."));
      waiting.clear();
      worker = null;
    });
  };

  const ask = (task, values = {}) => {
    if (!worker) start();
    number += 1;
    const mine = number;
    return new Promise((resolve, reject) => {
      waiting.set(mine, { resolve, reject });
      worker.postMessage({ number: mine, task, values });
    });
  };

  // Each file is fetched once; one that failed may be asked for again.
  const loads = {};
  const once = (task, file) => {
    loads[task] ??= ask(task, { url: `${root}search/${file}` }).catch((error) => {
      delete loads[task];
      throw error;
    });
    return loads[task];
  };

  localOffer.finder = {
    load: () => once("load", "offer.json"),
    summaries: () => once("summaries", "summaries.json"),
    deepen: () => once("deepen", "words.json"),
    points: () => once("points", "points.json"),
    find: (values) => ask("find", values),
    onMap: (rows) => ask("onMap", { rows }),
    suggest: (query) => ask("suggest", { query }),
  };

  const page = document.querySelector("[data-search]");
  if (page) localOffer.load("search").then(({ searchPage }) => searchPage(page));
})();
