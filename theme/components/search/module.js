// The search page: what somebody types and chooses, the results, and the address that remembers both.
const { words, say, finder, root } = localOffer;
const text = words.search;
const STEP = 20;
const MILE = 1609.344;
const PATIENCE = 150;

const part = (page, selector) => {
  const found = page.querySelector(selector);
  if (!found) throw new Error(`search: ${selector} is missing from the page.`);
  return found;
};

const element = (tag, className, content) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
};

const debounce = (action, pause) => {
  let timer = 0;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), pause);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
};

const distanceWords = async (metres) => (await localOffer.load("near")).distanceWords(metres);

export const searchPage = (page) => {
  const form = part(page, ".search__form");
  const box = part(page, "#q");
  const panes = part(page, "[data-search-panes]");
  const filters = part(page, "[data-search-form]");
  const narrow = part(page, "[data-search-filters]");
  const count = part(page, "[data-search-count]");
  const list = part(page, "[data-search-list]");
  const maybe = part(page, "[data-search-maybe]");
  const more = part(page, "[data-search-more]");
  const none = part(page, "[data-search-none]");
  const note = part(page, "[data-search-note]");
  const tags = part(page, "[data-search-tags]");
  const straight = part(page, "[data-search-straight]");
  const sort = part(page, "[data-search-sort]");
  const tell = part(page, "[data-search-tell]");
  const pattern = part(page, "[data-search-card]").content.querySelector(".card");
  const near = page.querySelector("[data-near]");
  const within = near?.querySelector("[name=within]");
  const mapBox = page.querySelector("[data-search-map]");
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  const labels = new Map(boxes.map((one) => [`${one.name}=${one.value}`, one.labels[0].firstChild.textContent.trim()]));

  let shown = STEP;
  let asked = 0;
  let from = null;
  let last = null;

  // --- What is asked for, and the address that says so ---------------------------------------

  const chosen = () => {
    const found = {};
    for (const one of boxes) if (one.checked) (found[one.name] ??= []).push(one.value);
    return found;
  };

  const withinMiles = () => Number(within?.value || 0);

  // The postcode stands behind the "#": what is there never leaves the browser.
  const address = () => {
    const query = new URLSearchParams();
    if (box.value.trim()) query.set("q", box.value.trim());
    for (const one of boxes) if (one.checked) query.append(one.name, one.value);
    if (sort.value !== "best") query.set("sort", sort.value);
    if (mapBox && !mapBox.hidden) query.set("view", "map");
    const hash = new URLSearchParams();
    if (from?.postcode) hash.set("near", from.postcode);
    if (from && withinMiles()) hash.set("within", String(withinMiles()));
    const [before, behind] = [query.toString(), hash.toString()];
    return `${location.pathname}${before ? `?${before}` : ""}${behind ? `#${behind}` : ""}`;
  };

  const remember = (step) => {
    const url = address();
    const state = { shown, scroll: scrollY };
    if (step && url !== location.pathname + location.search + location.hash) history.pushState(state, "", url);
    else history.replaceState(state, "", url);
  };

  const restore = async (typed = "") => {
    const query = new URLSearchParams(location.search);
    box.value = typed || (query.get("q") ?? "");
    for (const one of boxes) one.checked = query.getAll(one.name).includes(one.value);
    sort.value = query.get("sort") ?? "best";
    if (!sort.value) sort.value = "best";
    shown = Math.min(history.state?.shown ?? STEP, 1000);
    await restorePlace();
    if (mapBox && query.get("view") === "map") await showMap(true);
  };

  const isAsked = () => Boolean(box.value.trim() || from || boxes.some((one) => one.checked) || mapIsOpen());

  // --- Results ---------------------------------------------------------------------------------

  const cardOf = async (row) => {
    const card = pattern.cloneNode(true);
    const link = card.querySelector("a");
    link.textContent = row.name;
    link.href = root + row.url;
    fill(card.querySelector(".card__summary"), row.summary);
    const late = row.state === 1 ? text.late : "";
    fill(card.querySelector(".card__status"), row.state > 1 ? words.status[row.state === 3 ? "closed" : "temporarily-closed"] : late);
    const facts = card.querySelector(".card__facts");
    facts.replaceChildren(...(await factsOf(row)).map((fact) => element("li", "", fact)));
    return card;
  };

  const fill = (place, content) => {
    if (content) place.textContent = content;
    else place.remove();
  };

  const factsOf = async (row) => {
    const facts = [row.type || text[`kind_${row.kind}`]];
    if (row.ages) {
      const [youngest, oldest] = row.ages;
      facts.push(say(youngest === oldest ? text.age_one : text.age_many, { from: youngest, to: oldest }));
    }
    if (row.cost) facts.push(words.cost_kind[row.cost]);
    if (row.place) facts.push(row.place);
    if (row.metres !== null) facts.push(say(text.away, { distance: await distanceWords(row.metres) }));
    for (const facet of row.unsure) facts.push(say(text.not_stated, { facet: words.facet[facet] }));
    return facts;
  };

  const cardsOf = async (rows) => {
    const made = await Promise.all(rows.map(cardOf));
    return made;
  };

  const resultWords = (number) =>
    number === 0 ? text.result_none : number === 1 ? text.result_one : say(text.result_many, { count: number });

  const announce = (found) => {
    const place = from?.postcode ? ` ${say(text.near, { postcode: from.postcode })}` : "";
    const total = found.total + (found.total ? 0 : found.maybeTotal);
    count.textContent = resultWords(total) + place;
    const notes = found.corrected.map(({ typed, meant }) => say(text.corrected, { typed, meant }));
    if (found.some) notes.push(say(text.some_words, { results: resultWords(found.total + found.maybeTotal) }));
    note.textContent = notes.join(" ");
    note.hidden = notes.length === 0;
  };

  const showMaybe = async (found) => {
    const heading = maybe.querySelector("h2");
    const rows = found.maybe;
    maybe.hidden = rows.length === 0;
    heading.textContent =
      found.maybeTotal === 1 ? text.maybe_one : say(text.maybe_many, { count: found.maybeTotal });
    const cards = await cardsOf(rows);
    // Below a second-level heading, names are third-level ones.
    for (const card of cards) {
      const name = card.querySelector(".card__name");
      const lower = element("h3", name.className);
      lower.append(...name.childNodes);
      name.replaceWith(lower);
    }
    maybe.querySelector("ul").replaceChildren(...cards);
  };

  const show = async ({ step = false, focus = false } = {}) => {
    asked += 1;
    const mine = asked;
    remember(step);
    showChosen();
    if (!isAsked()) return showNothing();
    const waiting = setTimeout(() => { count.textContent = text.loading; }, 400);
    try {
      await finder.load();
      if (from || mapIsOpen()) await finder.points();
      // On a fast line the summaries are there at once; on a slow one, results do not wait for them.
      await Promise.race([finder.summaries().catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
    } catch (error) {
      count.textContent = text.failed;
      console.error(error);
      return undefined;
    } finally {
      clearTimeout(waiting);
    }
    const miles = withinMiles();
    const found = await finder.find({
      query: box.value,
      chosen: chosen(),
      sort: sort.value,
      from,
      within: from && miles ? miles * MILE : 0,
      today: Math.floor(Date.now() / 86_400_000),
      limit: shown,
    });
    if (mine !== asked) return undefined;
    last = found;
    return render(found, focus);
  };

  const render = async (found, focus) => {
    const before = focus ? list.children.length : 0;
    list.replaceChildren(...(await cardsOf(found.rows)));
    await showMaybe(found);
    localOffer.keepButtons?.(page);
    announce(found);
    showCounts(found.counts);
    none.hidden = found.total + found.maybeTotal > 0;
    more.hidden = found.total + found.maybeTotal <= shown;
    page.classList.add("search--asked");
    tellWhatIsMissing();
    if (focus) page.querySelectorAll(".search__results .card a")[before]?.focus();
    await Promise.all([showStraight(), fillMap()]);
    deepen();
  };

  const showNothing = () => {
    last = null;
    list.replaceChildren();
    maybe.hidden = none.hidden = more.hidden = note.hidden = straight.hidden = true;
    count.textContent = "";
    page.classList.remove("search--asked");
  };

  const tellWhatIsMissing = () => {
    const subject = say(text.none_subject, { offer: tell.dataset.offer });
    const body = say(text.none_body, { query: [box.value.trim(), ...chosenNames()].filter(Boolean).join(", ") });
    tell.href = `mailto:${tell.dataset.email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  };

  // Summaries and the words of longer texts come after the first results, and may add some.
  let depth = 0;
  const deepen = async () => {
    const mine = asked;
    const wanted = box.value.trim() ? 2 : 1;
    if (depth >= wanted) return;
    try {
      await finder.summaries();
      if (wanted === 2) await finder.deepen();
    } catch (error) {
      console.error(error);
      return;
    }
    depth = Math.max(depth, wanted);
    if (mine === asked && last) await show();
  };

  // --- What was chosen ---------------------------------------------------------------------------

  const chosenNames = () => boxes.filter((one) => one.checked).map((one) => labels.get(`${one.name}=${one.value}`));

  const showChosen = () => {
    const ticked = boxes.filter((one) => one.checked);
    const items = ticked.map((one) => {
      const item = element("li");
      const button = element("button", "search__tag", labels.get(`${one.name}=${one.value}`));
      button.type = "button";
      button.setAttribute("aria-label", say(text.remove, { name: button.textContent }));
      button.addEventListener("click", () => removeTag(one, items.indexOf(item)));
      item.append(button);
      return item;
    });
    tags.querySelector("ul").replaceChildren(...items);
    tags.hidden = items.length === 0;
    part(page, "[data-search-chosen]").textContent = ticked.length ? say(text.narrow_chosen, { count: ticked.length }) : "";
    for (const facet of filters.querySelectorAll("[data-facet]")) {
      const number = facet.querySelectorAll("input:checked").length;
      facet.querySelector(".facet__chosen").textContent = number ? say(text.one_choice, { count: number }) : "";
    }
  };

  const removeTag = async (one, at) => {
    one.checked = false;
    await show({ step: true });
    // Focus goes to the tag that took the place of the one that is gone, or to the results.
    const left = [...tags.querySelectorAll("ul button")];
    (left[Math.min(at, left.length - 1)] ?? box).focus();
  };

  const showCounts = (counts) => {
    for (const one of boxes) {
      const number = counts[one.name]?.[one.value] ?? 0;
      one.labels[0].querySelector(".check__count").textContent = number;
      one.closest(".check").classList.toggle("check--none", number === 0 && !one.checked);
    }
  };

  const showStraight = async () => {
    const query = box.value.trim();
    const terms = query ? (await finder.suggest(query)).filter(({ kind }) => kind in words.facet).slice(0, 4) : [];
    straight.hidden = terms.length === 0;
    straight.querySelector("ul").replaceChildren(
      ...terms.map(({ kind, name, url }) => {
        const item = element("li");
        const link = element("a", "", say(words.suggest.term, { name, facet: words.facet[kind] }));
        link.href = root + url;
        item.append(link);
        return item;
      }),
    );
  };

  // --- Near a place ------------------------------------------------------------------------------

  let nearFields = null;
  let restoring = false;

  const setPlace = (place) => {
    const moved = place?.latitude !== from?.latitude || place?.longitude !== from?.longitude;
    from = place;
    if (restoring || !moved) return;
    if (place && !box.value.trim()) sort.value = "distance";
    if (!place && sort.value === "distance") sort.value = "best";
    now({ step: true });
  };

  const startNear = async () => {
    nearFields ??= (await localOffer.load("near")).begin(setPlace);
  };

  const restorePlace = async () => {
    if (!near) return;
    await startNear();
    const hash = new URLSearchParams(location.hash.slice(1));
    within.value = hash.get("within") ?? "";
    if (within.selectedIndex < 0) within.value = "";
    restoring = true;
    await nearFields.set((hash.get("near") ?? "").slice(0, 20));
    restoring = false;
  };

  // --- Map ---------------------------------------------------------------------------------------

  let map = null;
  const mapIsOpen = () => Boolean(mapBox && !mapBox.hidden);
  const mapButton = page.querySelector("[data-search-map-button]");

  const showMap = async (open) => {
    mapBox.hidden = !open;
    mapButton.textContent = open ? text.map_hide : text.map_show;
    mapButton.setAttribute("aria-expanded", String(open));
    if (open && !map) map = await (await localOffer.load("map")).createMap(mapBox);
  };

  const fillMap = async () => {
    if (!mapIsOpen() || !map || !last) return;
    const { places, withheld } = await finder.onMap(last.onMap);
    map.show(
      places.map((place) => ({ ...place, url: root + place.url })),
      { from: from && { ...from, label: from.postcode ?? "" }, withheld },
    );
  };

  if (mapButton && mapBox) {
    mapButton.addEventListener("click", async () => {
      await showMap(mapBox.hidden);
      await show({ step: true });
    });
  }

  // --- Beginning -----------------------------------------------------------------------------------

  const soon = debounce(() => { shown = STEP; show(); }, 150);
  const now = (options) => {
    soon.cancel();
    shown = STEP;
    return show(options);
  };

  box.addEventListener("focus", () => finder.load().catch(() => {}), { once: true });
  box.addEventListener("input", soon);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const nearby = document.activeElement?.closest("[data-near]");
    await now({ step: true });
    // Beside a postcode there may be a word about it.
    if (!nearby) toResults();
  });
  filters.addEventListener("change", () => now({ step: true }));
  filters.addEventListener("submit", (event) => event.preventDefault());
  sort.addEventListener("change", () => now({ step: true }));
  within?.addEventListener("change", () => now({ step: true }));
  part(page, "[data-search-clear]").addEventListener("click", async () => {
    for (const one of boxes) one.checked = false;
    await now({ step: true });
    box.focus();
  });
  more.addEventListener("click", () => {
    shown += STEP;
    show({ focus: true });
  });
  list.addEventListener("click", () => remember(false));
  addEventListener("popstate", async () => {
    await restore();
    await show();
  });

  const wide = matchMedia("(min-width: 60rem)");
  // On a phone the form fills the screen: who has asked is taken to the answer.
  const toResults = () => {
    if (wide.matches || !isAsked()) return;
    if (matchMedia("(pointer: coarse)").matches) box.blur(); // puts the keyboard on the screen away
    narrow.scrollIntoView({ block: "start" });
  };

  panes.hidden = false;
  panes.setAttribute("aria-busy", "true");
  narrow.open = wide.matches;
  wide.addEventListener("change", () => { narrow.open = wide.matches; });
  const [visit] = performance.getEntriesByType("navigation");
  const cameWithWords = visit?.type === "navigate" && new URLSearchParams(location.search).has("q");
  // On a slow line somebody may have typed before this came.
  restore(document.activeElement === box ? box.value : "").then(async () => {
    for (const facet of filters.querySelectorAll("[data-facet]")) {
      if (facet.querySelector("input:checked")) facet.open = true;
    }
    const scroll = history.state?.scroll;
    await show();
    panes.removeAttribute("aria-busy");
    if (scroll) scrollTo(0, scroll);
    else if (cameWithWords) toResults();
  }).finally(() => panes.removeAttribute("aria-busy"));
};
