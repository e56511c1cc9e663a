// What all scripts share: `localOffer.words` and `localOffer.files` stand before this.
(() => {
  "use strict";
  const offer = globalThis.localOffer;

  // The address of the top of the site; it ends with a slash.
  offer.root = new URL("../", document.currentScript.src).href;

  // A sentence from words.yml with its gaps filled: say("{count} results", {count: 3}).
  offer.say = (sentence, values = {}) =>
    sentence.replace(/\{([a-z_]+)\}/g, (gap, name) => {
      if (!(name in values)) throw new Error(`say: nothing for ${gap} in "${sentence}".`);
      return values[name];
    });

  // A module of a component, fetched when it is wanted: await load("search").
  offer.load = (name) => {
    if (!(name in offer.files)) throw new Error(`load: there is no module ${name}.`);
    return import(offer.root + offer.files[name]);
  };
})();
