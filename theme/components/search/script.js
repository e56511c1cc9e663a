// The search page: finds entries in one table that is fetched when somebody begins to search.
(() => {
  "use strict";
  const page = document.querySelector("[data-search]");
  if (!page) return;

  const part = (selector) => {
    const found = page.querySelector(selector);
    if (!found) throw new Error(`search: ${selector} is missing from the page.`);
    return found;
  };
  const form = part("form");
  const box = part("#q");
  const filters = part("[data-search-filters]");
  const count = part("[data-search-count]");
  const list = part("[data-search-list]");
  const more = part("[data-search-more]");
  const none = part("[data-search-none]");
  const clear = part("[data-search-clear]");
  const root = page.dataset.root;
  const STEP = 20;
  const FACETS = ["need", "category", "place"];

  let table = null;
  let fetching = null;
  let shown = STEP;

  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/['’]/g, "")
      .toLowerCase();
  const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const load = () => {
    fetching ??= fetch(`${root}/search/offer.json`)
      .then((answer) => {
        if (!answer.ok) throw new Error(`search: the table could not be fetched (${answer.status}).`);
        return answer.json();
      })
      .then(prepare);
    return fetching;
  };

  const prepare = (data) => {
    table = data;
    table.haystacks = data.name.map((name, row) => ({
      name: ` ${wordsOf(name).join(" ")} `,
      words: ` ${wordsOf(data.words[row]).join(" ")} ${termWords(data, row)} `,
      summary: ` ${wordsOf(data.summary[row]).join(" ")} `,
    }));
    table.groups = data.synonyms.map((group) => group.map((phrase) => wordsOf(phrase).join(" ")));
    return table;
  };

  const termWords = (data, row) =>
    FACETS.flatMap((facet) => data.facets[facet].rows[row].map((at) => data.facets[facet].terms[at].name))
      .map((name) => wordsOf(name).join(" "))
      .join(" ");

  // What somebody typed as a list of wants; each want is a list of phrases of which one must be there.
  // A phrase that ends with a space is whole words; another may be the beginning of a word.
  const SMALL = new Set(
    "a an and any are at cant can do does for from get have help how i im in is it me my need not of on or our some that the their there to want we what where who with wont".split(" "),
  );
  const wantsOf = (text) => {
    const typed = wordsOf(text);
    const useful = typed.filter((word) => !SMALL.has(word));
    const words = useful.length ? useful : typed;
    let rest = ` ${words.join(" ")} `;
    const wants = [];
    for (const group of table.groups) {
      const said = group.find((phrase) => rest.includes(` ${phrase} `));
      if (!said) continue;
      rest = rest.replace(` ${said} `, "  ");
      wants.push(group.map((one) => `${one} `));
    }
    for (const word of rest.split(" ").filter(Boolean)) wants.push([word]);
    return wants;
  };

  // What a row is worth: nothing if a want is not there, unless some are enough.
  const scoreOf = (row, wants, someAreEnough) => {
    const hay = table.haystacks[row];
    let total = 0;
    for (const want of wants) {
      let best = 0;
      for (const phrase of want) {
        if (hay.name.includes(` ${phrase}`)) best = Math.max(best, 10);
        else if (hay.words.includes(` ${phrase}`)) best = Math.max(best, 5);
        else if (hay.summary.includes(` ${phrase}`)) best = Math.max(best, 3);
      }
      if (best === 0 && !someAreEnough) return 0;
      total += best;
    }
    return total;
  };

  // "Not stated" never hides a service or a school: it only comes after those that say yes.
  const fits = (row, chosen) => {
    let sure = 1;
    for (const facet of FACETS) {
      if (!chosen[facet]) continue;
      const { terms, rows } = table.facets[facet];
      if (rows[row].some((at) => terms[at].id === chosen[facet])) continue;
      if (rows[row].length || facet === "category" || table.kind[row] > 1) return 0;
      sure = 0.5;
    }
    if (chosen.age) {
      const ages = table.age[row];
      if (ages && (Number(chosen.age) < ages[0] || Number(chosen.age) > ages[1])) return 0;
      if (!ages) {
        if (table.kind[row] > 1) return 0;
        sure = 0.5;
      }
    }
    if (chosen.cost && table.cost[row] !== chosen.cost) {
      if (table.cost[row] || table.kind[row] > 0) return 0;
      sure = 0.5;
    }
    return sure;
  };

  const find = (chosen, someAreEnough = false) => {
    const wants = chosen.q ? wantsOf(chosen.q) : [];
    const found = [];
    for (let row = 0; row < table.name.length; row += 1) {
      const sure = fits(row, chosen);
      if (!sure) continue;
      const score = wants.length ? scoreOf(row, wants, someAreEnough) : 1;
      if (score) found.push({ row, score: score * sure - (table.late[row] ? 2 : 0) });
    }
    return found.sort((one, other) => other.score - one.score || one.row - other.row);
  };

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const KINDS = { service: "Service", school: "School or setting", organisation: "Organisation", guide: "Guide" };

  const cardOf = ({ row }) => {
    const card = element("li", "card");
    const name = element("h2", "card__name");
    const link = element("a", "", table.name[row]);
    link.href = `${root}/${table.url[row]}`;
    name.append(link);
    card.append(name);
    if (table.summary[row]) card.append(element("p", "card__summary", table.summary[row]));
    const facts = element("ul", "card__facts");
    facts.append(element("li", "", KINDS[table.kinds[table.kind[row]]]));
    const ages = table.age[row];
    if (ages) facts.append(element("li", "", ages[0] === ages[1] ? `Age ${ages[0]}` : `Ages ${ages[0]} to ${ages[1]}`));
    if (table.cost[row] === "free") facts.append(element("li", "", "Free"));
    const [place] = table.facets.place.rows[row];
    if (place !== undefined) facts.append(element("li", "", table.facets.place.terms[place].name));
    card.append(facts);
    return card;
  };

  const choices = () => {
    const chosen = {};
    for (const [key, value] of new FormData(form)) if (value.trim()) chosen[key] = value.trim();
    return chosen;
  };

  const remember = (chosen) => {
    const text = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  };

  const show = async ({ keep = false, focus = false } = {}) => {
    const chosen = choices();
    remember(chosen);
    if (!keep) shown = STEP;
    const asked = Object.keys(chosen).length > 0;
    if (!asked) {
      list.replaceChildren();
      count.textContent = "";
      none.hidden = more.hidden = true;
      return;
    }
    try {
      await load();
    } catch (error) {
      count.textContent = "Search did not load. Check your connection, or use the lists below.";
      fetching = null;
      throw error;
    }
    let found = find(chosen);
    const all = found.length > 0;
    if (!all) found = find(chosen, true);
    const before = focus ? list.children.length : 0;
    list.replaceChildren(...found.slice(0, shown).map(cardOf));
    count.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
    if (!all && found.length) count.textContent += " that have some of your words";
    none.hidden = found.length > 0;
    more.hidden = found.length <= shown;
    if (focus) list.children[before]?.querySelector("a")?.focus();
  };

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  };

  box.addEventListener("focus", () => load().catch(() => { fetching = null; }), { once: true });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
  });
  clear.addEventListener("click", () => {
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if ("value" in field && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET") field.value = "";
    }
    show();
    box.focus();
  });
  more.addEventListener("click", () => {
    shown += STEP;
    show({ keep: true, focus: true });
  });

  filters.hidden = false;
  const given = new URLSearchParams(location.search);
  for (const [key, value] of given) {
    const field = form.elements.namedItem(key);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = field.value === value;
    else field.value = value;
  }
  const narrowed = [...FACETS, "age", "cost"].some((key) => given.has(key));
  filters.open = narrowed || matchMedia("(min-width: 48rem)").matches;
  if (given.toString()) show();
})();
