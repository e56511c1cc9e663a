// "Keep" buttons, and the list that they fill. The list is in this browser's storage and goes nowhere.
// Where storage is off, the list travels in the address from page to page ("#kept=…"), which no server sees.
(() => {
  "use strict";
  const { root, say, words } = localOffer;
  const text = words.keep;
  const VERSION = 1;
  const MOST = 100;
  const LONGEST_NOTE = 2000;
  const KEY = `local-offer list ${new URL(root).pathname}`;
  const PAGE = `${root}my-list/`;
  const WORD = "[a-z0-9]+(?:-[a-z0-9]+)*";
  const ID = new RegExp(`^(?:services|schools|organisations)/${WORD}$|^guides(?:/${WORD}){1,4}$`);

  // --- What is kept: [{id, name, note, added}], where an id is the address of a page without its last slash -----

  const isId = (id) => typeof id === "string" && id.length <= 200 && ID.test(id);
  const cut = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");

  // Only what this script can have written gets through.
  const sound = (entries) => {
    const found = new Map();
    for (const entry of Array.isArray(entries) ? entries : []) {
      if (found.size === MOST) break;
      if (!entry || !isId(entry.id) || found.has(entry.id)) continue;
      const added = Number.isFinite(entry.added) ? entry.added : 0;
      found.set(entry.id, { id: entry.id, name: cut(entry.name, 200), note: cut(entry.note, LONGEST_NOTE), added });
    }
    return [...found.values()];
  };

  // The ids in "services/a,schools/b", however a mail program has encoded it; what is no id is left out.
  const idsIn = (hash) => {
    let list = hash.slice(0, 30000);
    try {
      list = decodeURIComponent(list);
    } catch {
      // A lone "%": the parts that are right are still found.
    }
    return [...new Set(list.split(",").filter(isId))].slice(0, MOST);
  };

  const isMyList = () => location.href.startsWith(PAGE) || location.href.startsWith(PAGE.slice(0, -1) + "#");
  const inHash = () => {
    const hash = location.hash.slice(1);
    return isMyList() ? hash : new URLSearchParams(hash).get("kept") || "";
  };

  // The list itself when storage is off, otherwise null.
  let carried = null;
  const carry = (entries = idsIn(inHash()).map((id) => ({ id, name: "", note: "", added: 0 }))) => {
    carried = entries;
  };

  const read = () => {
    if (carried) return carried;
    let stored;
    try {
      stored = localStorage.getItem(KEY);
    } catch {
      carry();
      return carried;
    }
    try {
      const { version, entries } = JSON.parse(stored) || {};
      return version === VERSION ? sound(entries) : [];
    } catch {
      return [];
    }
  };

  const write = (entries) => {
    if (!carried) {
      try {
        localStorage.setItem(KEY, JSON.stringify({ version: VERSION, entries }));
      } catch {
        carry(entries);
      }
    } else carry(entries);
    if (carried) history.replaceState(history.state, "", withList(location.href));
    tell();
  };

  const tell = () => {
    show();
    document.dispatchEvent(new CustomEvent("kept"));
  };

  const has = (id) => read().some((entry) => entry.id === id);

  const add = (id, name) => {
    const entries = read();
    if (entries.length >= MOST) return false;
    if (!has(id)) write(sound([...entries, { id, name, note: "", added: Date.now() }]));
    return true;
  };

  const remove = (id) => write(read().filter((entry) => entry.id !== id));

  localOffer.kept = {
    most: MOST,
    longestNote: LONGEST_NOTE,
    read,
    write: (entries) => write(sound(entries)),
    has,
    add,
    remove,
    idsIn,
    link: (ids) => `${PAGE}#${ids.join(",")}`,
    isCarried: () => Boolean(read() && carried),
  };

  // --- A list that travels in addresses -----------------------------------------------------------------------

  const withList = (address) => {
    const url = new URL(address);
    const ids = read().map((entry) => entry.id).join(",");
    if (address.startsWith(PAGE)) url.hash = ids;
    else {
      const parts = url.hash.slice(1).split("&").filter((part) => part && !part.startsWith("kept="));
      url.hash = [...parts, ids && `kept=${ids}`].filter(Boolean).join("&");
    }
    return url.href;
  };

  // A link to a place on a page keeps its place and cannot hold a list.
  const isPage = (address) => address.startsWith(root) && /^(?:[^#]*|[^#]*#kept=.*)$/.test(address);

  document.addEventListener("click", (event) => {
    const link = carried && event.target.closest("a[href]");
    if (link && isPage(link.href)) link.href = withList(link.href);
  });
  document.addEventListener("submit", ({ target }) => {
    if (carried && isPage(target.action)) target.action = withList(target.action);
  });

  // --- Buttons ------------------------------------------------------------------------------------------------

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");

  const element = (tag, className, content = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = content;
    return made;
  };

  const idOf = (address) => {
    if (!address.startsWith(root)) return "";
    const id = address.slice(root.length).split(/[?#]/)[0].replace(/\/(?:index\.html)?$/, "");
    return isId(id) ? id : "";
  };

  const toggle = (button) => {
    const { keep: id, name } = button.dataset;
    let message;
    if (has(id)) {
      remove(id);
      message = say(text.taken_out, { count: read().length });
    } else if (add(id, name)) {
      message = say(text.added, { count: read().length });
      if (carried) remark(button, text.address);
    } else {
      message = say(text.full, { count: MOST });
      remark(button, message);
    }
    status.textContent = message;
  };

  const remark = (button, message) => {
    if (button.nextElementSibling?.matches(".keep__remark")) button.nextElementSibling.remove();
    button.after(element("span", "keep__remark", message));
  };

  const buttonFor = (id, name) => {
    const button = element("button", "keep");
    button.type = "button";
    button.dataset.keep = id;
    button.dataset.name = name;
    const icon = element("span", "icon icon--keep");
    icon.setAttribute("aria-hidden", "true");
    button.append(icon, element("span", "keep__word"));
    button.addEventListener("click", () => toggle(button));
    return button;
  };

  const show = () => {
    const entries = read();
    const ids = new Set(entries.map((entry) => entry.id));
    for (const button of document.querySelectorAll("[data-keep]")) {
      const { keep: id, name } = button.dataset;
      const kept = ids.has(id);
      button.setAttribute("aria-pressed", String(kept));
      button.setAttribute("aria-label", say(kept ? text.name_kept : text.name, { name }));
      button.querySelector(".keep__word").textContent = kept ? text.kept : text.keep;
    }
    const link = document.querySelector("[data-my-list-link]");
    if (!link) throw new Error("keep: the header has no link to the list.");
    const label = link.querySelector("[data-my-list-words]");
    label.textContent = ids.size ? say(text.my_list_count, { count: ids.size }) : text.my_list;
    link.href = carried ? withList(PAGE) : PAGE;
    if (isMyList()) link.setAttribute("aria-current", "page");
  };

  // Gives every card inside a part of the page its button; a card that has one keeps it.
  localOffer.keepButtons = (container = document) => {
    for (const card of container.querySelectorAll(".card")) {
      const link = card.querySelector(".card__name a");
      const id = link && idOf(link.href);
      if (id && !card.querySelector("[data-keep]")) card.append(buttonFor(id, link.textContent.trim()));
    }
    show();
  };

  const head = document.querySelector(".entry__head, .guide__head");
  const heading = head && head.querySelector("h1");
  const here = heading && idOf(location.href);
  if (here) {
    const line = element("p", "keep-line");
    line.append(buttonFor(here, heading.textContent.trim()));
    if (here.startsWith("schools/")) {
      const compare = element("a", "keep-line__compare", text.compare);
      compare.href = `${root}compare/?schools=${here.split("/")[1]}`;
      line.append(compare);
    }
    head.append(line);
  }

  (document.querySelector(".site-header") || document.body).append(status);
  read();
  localOffer.keepButtons();
  addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) tell();
  });
  // A page that comes back with the "back" button may be older than the list.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) tell();
  });
})();
