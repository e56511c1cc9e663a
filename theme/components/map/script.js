// Where an entry is: the map comes when somebody asks for it.
(() => {
  "use strict";
  const { words } = localOffer;
  for (const place of document.querySelectorAll("[data-entry-map]")) {
    const [button, box] = [place.querySelector("button"), place.querySelector(".entry-map__box")];
    if (!button || !box) throw new Error("map: a place has no button or no box for its map.");
    let map = null;

    const show = async () => {
      map ??= localOffer.load("map").then((module) => module.createMap(box));
      try {
        const { name, latitude, longitude } = place.dataset;
        const point = { key: "here", name, url: "", latitude: Number(latitude), longitude: Number(longitude), facts: [] };
        (await map).show([point], { chosen: "here" });
      } catch (error) {
        map = null;
        throw error;
      }
    };

    button.addEventListener("click", () => {
      const open = box.hidden;
      box.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? words.entry_map.unshow : words.entry_map.show;
      if (open) return show();
      return undefined;
    });
    place.hidden = false;
  }
})();
