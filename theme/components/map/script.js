// Where an entry is: the map comes when somebody asks for it.
(() => {
  "use strict";
  const { words } = localOffer;
  // Without the outline of the area, a single point says nothing.
  const places = localOffer.files.areas ? document.querySelectorAll("[data-entry-map]") : [];
  for (const place of places) {
    const [button, box] = [place.querySelector("button"), place.querySelector(".entry-map__box")];
    const label = button?.querySelector(".icon + span")?.firstChild;
    if (!label || !box) throw new Error("map: a place has no button or no box for its map.");
    let map = null;

    const show = async () => {
      const { name, latitude, longitude } = place.dataset;
      const about = { label: localOffer.say(words.entry_map.label, { name }), about: "" };
      map ??= localOffer.load("map").then((module) => module.createMap(box, about));
      try {
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
      label.data = open ? words.entry_map.unshow : words.entry_map.show;
      if (open) return show();
      return undefined;
    });
    place.hidden = false;
  }
})();
