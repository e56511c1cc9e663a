// Up to four schools side by side. Everything that is said of a school is read from the table on the
// page; which schools are chosen is in the address ("?schools=a,b"). A postcode stands behind the "#":
// what is there never leaves the browser.
const { kept, words, say, root } = localOffer;
const text = words.compare;
const MOST = 4;
// Of course every school has another phone number.
const ALWAYS_DIFFERENT = new Set(["senco", "contact"]);

const part = (page, selector) => {
  const found = page.querySelector(selector);
  if (!found) throw new Error(`compare: ${selector} is missing from the page.`);
  return found;
};

const element = (tag, className = "", content = "") => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
};

const tidy = (node) => node.textContent.replace(/\s+/g, " ").trim();
const plain = (value) => value.normalize("NFKD").replace(/[\u0300-\u036f’']/g, "").toLowerCase();
const lines = (node) => [...node.childNodes].map(tidy).filter(Boolean).join(", ");
const isStated = (cell) => !cell.querySelector(".not-stated");
const cellText = (cell) => (cell.querySelector("li") ? [...cell.querySelectorAll("li")].map(tidy).sort().join("|") : tidy(cell));

// --- The schools, from the table's rows -----------------------------------------------------------------------

const schoolsIn = (table, address) => {
  for (const link of table.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address).href;
  const facts = [...table.querySelectorAll("thead th")].map((cell) => cell.dataset.fact);
  return [...table.querySelectorAll("[data-school]")].map((row) => {
    const cells = new Map(facts.map((fact, at) => [fact, row.cells[at]]));
    const [latitude, longitude] = (row.dataset.point || "").split(",").map(Number);
    return {
      id: row.dataset.school,
      name: tidy(cells.get("school").querySelector("a")),
      cells,
      point: row.dataset.point ? { latitude, longitude } : null,
      more: [lines(cells.get("type")), lines(cells.get("place"))].join(", "),
      words: plain(tidy(row)),
    };
  });
};

const schoolsOfPage = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`compare: ${address} answered ${answer.status}.`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return schoolsIn(part(page, "[data-comparison]"), address);
};

// Where there are many schools, they stand on several pages.
const schoolsOf = async (page) => {
  const here = location.href.split(/[?#]/)[0];
  const links = [...page.querySelectorAll(".pagination a")].map((link) => link.href.split(/[?#]/)[0]);
  const addresses = [...new Set([...links, here])].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const own = schoolsIn(part(page, "[data-comparison]"), here);
  const parts = await Promise.all(addresses.map((address) => (address === here ? own : schoolsOfPage(address))));
  return parts.flat();
};

// --- The page --------------------------------------------------------------------------------------------------

export const comparePage = async (page) => {
  const tools = part(page, "[data-compare-tools]");
  const chooser = part(page, "[data-compare-choose]");
  const count = part(page, "[data-compare-count]");
  const filter = part(page, "#compare-filter");
  const found = part(page, "[data-compare-found]");
  const list = part(page, "[data-compare-list]");
  const result = part(page, "[data-compare-result]");
  const options = part(page, "[data-compare-options]");
  const note = part(page, "[data-compare-note]");
  const place = part(page, "[data-compare-table]");
  const answers = part(page, "[data-answers]");
  const status = part(page, "[data-compare-status]");
  const onlyDifferent = part(page, "#compare-different");
  const nearPart = page.querySelector("[data-near]");

  tools.hidden = false;
  const heads = [...part(page, "[data-comparison]").querySelectorAll("thead th")];
  const labels = new Map(heads.map((cell) => [cell.dataset.fact, tidy(cell)]));
  let schools;
  try {
    schools = await schoolsOf(page);
  } catch (error) {
    found.textContent = text.not_loaded;
    throw error;
  }
  const byId = new Map(schools.map((school) => [school.id, school]));
  let chosen = [];
  let near = null;
  let from = null;
  let showAnswers = null;

  // --- The address -----------------------------------------------------------------------------------------

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    const ids = (query.get("schools") || "").split(",").filter((id) => byId.has(id));
    chosen = [...new Set(ids)].slice(0, MOST);
    onlyDifferent.checked = query.get("different") === "yes";
  };

  const address = () => {
    const query = [];
    if (chosen.length) query.push(`schools=${chosen.join(",")}`);
    if (onlyDifferent.checked) query.push("different=yes");
    const hash = location.hash.slice(1).split("&").filter((one) => one.includes("=") && !one.startsWith("near="));
    if (from && from.postcode) hash.push(`near=${encodeURIComponent(from.postcode)}`);
    return `${location.pathname}${query.length ? `?${query.join("&")}` : ""}${hash.length ? `#${hash.join("&")}` : ""}`;
  };

  const remember = (step) => {
    if (address() === location.pathname + location.search + location.hash) return;
    if (step) history.pushState(null, "", address());
    else history.replaceState(null, "", address());
  };

  // --- Choosing ----------------------------------------------------------------------------------------------

  const boxes = new Map();
  for (const school of schools) {
    const item = element("li", "check");
    const box = element("input");
    box.type = "checkbox";
    box.id = `choose-${school.id}`;
    const label = element("label");
    label.htmlFor = box.id;
    label.append(element("span", "compare__name", school.name), " ", element("span", "compare__more", school.more));
    box.addEventListener("change", () => (box.checked ? choose(school.id) : takeAway(school.id)));
    item.append(box, label);
    list.append(item);
    boxes.set(school.id, { box, item });
  }

  const choose = (id) => {
    chosen = [...chosen, id].slice(0, MOST);
    announce(text.added, id);
  };

  const takeAway = (id) => {
    chosen = chosen.filter((one) => one !== id);
    announce(text.taken_away, id);
  };

  const announce = (sentence, id) => {
    remember(true);
    show();
    const parts = [say(sentence, { name: byId.get(id).name, count: chosen.length })];
    if (chosen.length === MOST) parts.push(say(text.enough, { most: MOST }));
    status.textContent = parts.join(" ");
  };

  const showChosen = () => {
    const full = chosen.length === MOST;
    for (const [id, { box }] of boxes) {
      box.checked = chosen.includes(id);
      box.disabled = full && !box.checked;
    }
    count.textContent = say(text.chosen, { count: chosen.length, most: MOST });
    page.classList.toggle("compare--chosen", chosen.length > 0);
  };

  const showFound = () => {
    const wanted = plain(filter.value).split(/\s+/).filter(Boolean);
    let number = 0;
    for (const school of schools) {
      const fits = wanted.every((word) => school.words.includes(word));
      boxes.get(school.id).item.hidden = !fits;
      if (fits) number += 1;
    }
    if (wanted.length === 0) found.textContent = say(text.found_all, { count: number });
    else if (number === 0) found.textContent = text.found_none;
    else found.textContent = number === 1 ? text.found_one : say(text.found_many, { count: number });
  };

  // --- Side by side ------------------------------------------------------------------------------------------

  const cell = (tag, role, scope = "") => {
    const made = element(tag);
    // On a small screen the table is shown as blocks; the roles keep it a table for screen readers.
    made.setAttribute("role", role);
    if (scope) made.scope = scope;
    return made;
  };

  const headOf = (school) => {
    const head = cell("th", "columnheader", "col");
    const link = element("a", "", school.name);
    link.href = school.cells.get("school").querySelector("a").href;
    const state = school.cells.get("school").querySelector(".comparison__status");
    const button = element("button", "side__remove", text.remove_short);
    button.type = "button";
    button.setAttribute("aria-label", say(text.remove, { name: school.name }));
    button.addEventListener("click", () => {
      const at = chosen.indexOf(school.id);
      takeAway(school.id);
      const left = [...place.querySelectorAll(".side__remove")];
      (left[Math.min(at, left.length - 1)] || chooser.querySelector("summary")).focus();
    });
    head.append(link);
    if (state) head.append(" ", state.cloneNode(true));
    head.append(button);
    return head;
  };

  // What all have comes first and lines up; what only some have is bold.
  const contentOf = (original, others) => {
    const copy = original.cloneNode(true);
    const items = [...copy.querySelectorAll("li")];
    if (items.length && others.length > 1) {
      const lists = others.map((other) => [...other.querySelectorAll("li")].map(tidy));
      const isShared = (item) => lists.every((names) => names.includes(tidy(item)));
      for (const item of items) item.classList.toggle("side__own", !isShared(item));
      items[0].parentElement.append(...items.filter(isShared), ...items.filter((item) => !isShared(item)));
    }
    const content = element("div", "side__content");
    content.append(...copy.childNodes);
    return content;
  };

  const rowOf = (label, shown, contents, differs) => {
    const row = cell("tr", "row");
    const head = cell("th", "rowheader", "row");
    head.append(element("span", "side__fact", label));
    if (differs) head.append(" ", element("span", "side__differs", text.differs));
    row.append(head);
    shown.forEach((school, at) => {
      const made = cell("td", "cell");
      const who = element("span", "side__who", school.name);
      // The heading of the column says it to a screen reader.
      who.setAttribute("aria-hidden", "true");
      made.append(who, contents[at]);
      row.append(made);
    });
    return row;
  };

  const distanceRow = (shown) => {
    const away = shown.map((school) =>
      school.point ? near.distanceWords(near.distance(from, school.point)) : null,
    );
    const contents = away.map((distance) => {
      const content = element("div", "side__content");
      if (distance) content.append(distance, element("span", "side__small", text.straight));
      else content.append(element("span", "not-stated", text.not_stated));
      return content;
    });
    const label = from.postcode ? say(text.distance, { postcode: from.postcode }) : text.distance_here;
    return { row: rowOf(label, shown, contents, false), same: false };
  };

  const rowsOf = (shown) => {
    const rows = [];
    if (from && near) rows.push(distanceRow(shown));
    for (const [fact, label] of labels) {
      if (fact === "school") continue;
      const cells = shown.map((school) => school.cells.get(fact));
      const different = (some) => !ALWAYS_DIFFERENT.has(fact) && new Set(some.map(cellText)).size > 1;
      // Whether "Not stated" differs from an answer, nobody knows.
      const differs = different(cells.filter(isStated));
      const contents = cells.map((one) => contentOf(one, cells.filter(isStated)));
      rows.push({ row: rowOf(label, shown, contents, differs), same: !differs && !different(cells) });
    }
    return rows;
  };

  const show = () => {
    showChosen();
    const shown = chosen.map((id) => byId.get(id));
    result.hidden = shown.length === 0;
    options.hidden = shown.length < 2;
    const table = element("table", "side");
    table.setAttribute("role", "table");
    table.style.setProperty("--schools", shown.length);
    const names = shown.map((school) => school.name).join(", ");
    table.append(element("caption", "visually-hidden", say(text.caption, { names })));
    const head = cell("thead", "rowgroup");
    const headRow = cell("tr", "row");
    headRow.append(cell("td", "cell"), ...shown.map(headOf));
    head.append(headRow);
    const body = cell("tbody", "rowgroup");
    const rows = rowsOf(shown);
    const some = shown.length > 1 && onlyDifferent.checked ? rows.filter((one) => !one.same) : rows;
    body.append(...some.map((one) => one.row));
    table.append(head, body);
    place.replaceChildren(table);
    if (shown.length === 1) note.textContent = text.add_more;
    else note.textContent = some.length ? text.bold : text.nothing_differs;
    if (showAnswers) showAnswers(shown.map(reportOf));
    else if (shown.length) beginAnswers();
  };

  // --- Their reports -----------------------------------------------------------------------------------------

  const reportOf = (school) => {
    const links = [...school.cells.get("report").querySelectorAll("a")].map((link) => link.href);
    const own = links.find((address) => address.endsWith(`/schools/${school.id}/sen-report/`));
    return { id: school.id, name: school.name, hasAnswers: Boolean(own), website: links.find((one) => one !== own) || "" };
  };

  const beginAnswers = async () => {
    const module = await localOffer.load("answers");
    showAnswers ??= module.beginAnswers(answers);
    showAnswers(chosen.map((id) => reportOf(byId.get(id))));
  };

  // --- Where from ----------------------------------------------------------------------------------------------

  const beginNear = async () => {
    near = await localOffer.load("near");
    const fields = near.begin((answer) => {
      from = answer;
      remember(false);
      show();
    });
    const given = new URLSearchParams(location.hash.slice(1)).get("near");
    if (given) await fields.set(given);
  };

  // --- Beginning -----------------------------------------------------------------------------------------------

  filter.addEventListener("input", showFound);
  onlyDifferent.addEventListener("change", () => {
    remember(true);
    show();
  });
  part(page, "[data-compare-print]").addEventListener("click", () => print());
  part(page, "[data-compare-keep]").addEventListener("click", () => {
    const full = chosen.some((id) => !kept.add(`schools/${id}`, byId.get(id).name));
    const number = chosen.filter((id) => kept.has(`schools/${id}`)).length;
    note.textContent = status.textContent = full ? say(words.keep.full, { count: kept.most }) : say(text.kept, { count: number });
  });
  part(page, "[data-compare-clear]").addEventListener("click", () => {
    chosen = [];
    remember(true);
    chooser.open = true;
    show();
    status.textContent = text.cleared;
    filter.focus();
  });
  addEventListener("popstate", () => {
    readAddress();
    show();
  });

  readAddress();
  chooser.open = chosen.length < 2;
  showFound();
  show();
  if (nearPart) await beginNear();
};
