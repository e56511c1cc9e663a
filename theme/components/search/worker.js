// Finds entries, away from the page's own thread: an old phone stays able to scroll and type.
// Needs: minisearch.js
// Needs: near/great-circle.js
/* global MiniSearch, greatCircle */
(() => {
  "use strict";

  const SMALL = new Set(
    "a an and any are as at be can cant could do does for from get have he help her his how i im in is it its me my need needs of on one or our out she so some someone something that the their them there they to us want was we what when where which who why will with wont would you your".split(
      " ",
    ),
  );
  const BOOSTS = { name: 4, terms: 2.5, words: 2, examples: 1 };
  // How many must say a word themselves before the rest of a category, which names it as an example, only crowds them.
  const ENOUGH = 5;
  const IN_SUMMARY = 0.8;
  const IN_TEXT = 1;
  const UNSURE = 0.5;
  const ELSEWHERE = 0.7;
  const STATE_WEIGHT = [1, 0.7, 0.5, 0.3];
  const GUIDE_WEIGHT = 0.8;
  // With a postcode, what is this many metres away counts half; what comes to people, a little less than what is close.
  const HALF_AS_GOOD = 5000;
  const COMES_TO_YOU = 0.7;
  const DAYS_IN_MONTH = 30.44;

  let table = null;
  let mini = null;
  let summaries = null;
  let texts = null;
  let points = null;
  let withheldIn = {};

  // --- Words ---------------------------------------------------------------------------------

  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/['’]/g, "")
      .toLowerCase();
  // Nearly all text is plain letters: taking accents off what has none would take most of the time.
  const ONLY_PLAIN = /^[\x00-\x7f]*$/;
  const wordsOf = (text) =>
    ONLY_PLAIN.test(text)
      ? text.replaceAll("'", "").toLowerCase().match(/[a-z0-9]+/g) ?? []
      : plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // A light stemmer: the endings that families and pages use differently (swim, swims, swimming).
  const stem = (word) => {
    if (word.length < 4 || /\d/.test(word)) return word;
    let root = word;
    if (root.endsWith("ies") && root.length > 4) root = `${root.slice(0, -3)}y`;
    else if (/(?:ss|x|ch|sh|z)es$/.test(root)) root = root.slice(0, -2);
    else if (root.endsWith("s") && !/(?:ss|us|is)$/.test(root)) root = root.slice(0, -1);
    const longer = /^(.*[aeiouy].*?)(?:ing|ed|er|ers)$/.exec(root);
    if (longer && longer[1].length > 2) {
      root = longer[1];
      const last = root.slice(-1);
      if (last === root.slice(-2, -1) && !"aeiouls".includes(last)) root = root.slice(0, -1);
    }
    return root.length > 3 && root.endsWith("e") ? root.slice(0, -1) : root;
  };
  // The same few thousand words stand in every entry: each is looked at once.
  const known = new Map();
  const forms = (word) => {
    let found = known.get(word);
    if (found === undefined) {
      const root = stem(word);
      found = root === word ? word : [word, root];
      known.set(word, found);
    }
    return found;
  };

  // --- Making the index -----------------------------------------------------------------------

  // The id of an entry whose name says it: see usual_id in generator/site/search_table.py.
  const usualId = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  const prepare = (data) => {
    table = data;
    const facets = Object.entries(data.facets);
    // What else a need or a place is called means the same; what else a category is called is examples of it.
    const said = facets
      .filter(([id]) => ["need", "category", "place", "setting"].includes(id))
      .map(([id, facet]) => ({
        rows: facet.rows,
        words: id === "category" ? facet.names : facet.names.map((name, at) => `${name} ${facet.also[at]}`),
      }));
    const { rows: categories, also: examples } = data.facets.category;
    data.id = data.id.map((id, row) => id || usualId(data.name[row]));
    table.groups = data.synonyms.map((group) => group.map((phrase) => wordsOf(phrase)));
    mini = new MiniSearch({
      idField: "row",
      fields: Object.keys(BOOSTS),
      tokenize: wordsOf,
      processTerm: forms,
    });
    mini.addAll(
      data.id.map((_, row) => ({
        row,
        name: data.name[row],
        words: `${data.words[row]} ${data.name[data.organisation[row]] ?? ""}`,
        terms: said.flatMap(({ rows, words }) => rows[row].map((at) => words[at])).join(" "),
        examples: categories[row].map((at) => examples[at]).join(" "),
      })),
    );
  };

  const prepareSummaries = (data) => {
    const index = new MiniSearch({ idField: "row", fields: ["summary"], tokenize: wordsOf, processTerm: forms });
    index.addAll(data.map((summary, row) => ({ row, summary })));
    summaries = { texts: data, index };
  };

  const prepareTexts = (data) => {
    const stems = new Map();
    data.words.forEach((word, at) => {
      const root = stem(word);
      if (stems.has(root)) stems.get(root).push(at);
      else stems.set(root, [at]);
    });
    texts = { words: data.words, rows: data.rows, stems };
  };

  // --- What somebody typed --------------------------------------------------------------------

  // A list of wants; all of them should be met. A want is {typed, phrases}: any phrase meets it.
  const wantsOf = (text) => {
    const typed = wordsOf(text).slice(0, 20);
    const useful = typed.filter((word) => !SMALL.has(word));
    const wants = [];
    let rest = typed;
    for (;;) {
      const found = longestSynonym(rest);
      if (!found) break;
      wants.push({ typed: found.phrase.join(" "), phrases: found.group });
      rest = [...rest.slice(0, found.at), "", ...rest.slice(found.at + found.phrase.length)];
    }
    const single = rest.filter((word) => word && (!SMALL.has(word) || useful.length === 0));
    for (const word of single) wants.push({ typed: word, phrases: [] });
    return wants;
  };

  const longestSynonym = (words) => {
    let best = null;
    for (const group of table.groups) {
      for (const phrase of group) {
        if (!phrase.length || (best && phrase.length <= best.phrase.length)) continue;
        if (phrase.length === 1 && SMALL.has(phrase[0])) continue;
        const at = words.findIndex((_, from) =>
          phrase.every((word, step) => words[from + step] === word || stem(words[from + step] ?? "") === stem(word)),
        );
        if (at >= 0) best = { group, phrase, at };
      }
    }
    return best;
  };

  // What a word finds, without those that only an example brings in, once enough say the word themselves.
  const thinned = (found, sayIt) =>
    sayIt.size < ENOUGH ? found : new Map([...found].filter(([row]) => sayIt.has(row)));
  const onlyExamples = (where) => Object.values(where).every((fields) => fields.every((field) => field === "examples"));

  const weights = { boost: BOOSTS, combineWith: "OR" };
  const asQuery = (word, options) => ({ queries: [word], ...options });

  // What meets a want, as a map from row to score, and the words that did if they are others than typed.
  const meet = (want) => {
    const found = new Map();
    const sayIt = new Set();
    const take = (row, score) => {
      sayIt.add(row);
      if (score > (found.get(row) ?? 0)) found.set(row, score);
    };
    const queries = want.phrases.map((phrase) => ({
      combineWith: "AND",
      queries: phrase.map((word) => asQuery(word, { processTerm: stem })),
    }));
    if (!want.phrases.length) {
      queries.push(asQuery(want.typed, { processTerm: (word) => word, prefix: want.typed.length > 1 }));
      queries.push(asQuery(want.typed, { processTerm: stem }));
    }
    const query = { combineWith: "OR", queries };
    for (const { id, score, match: where } of mini.search(query, weights)) {
      if (onlyExamples(where)) found.set(id, score);
      else take(id, score);
    }
    if (summaries) for (const { id, score } of summaries.index.search(query)) take(id, score * IN_SUMMARY);
    const phrases = want.phrases.length ? want.phrases : [[want.typed]];
    for (const phrase of phrases) for (const row of inTexts(phrase, !want.phrases.length)) take(row, IN_TEXT);
    if (found.size || want.phrases.length || want.typed.length < 4) return { found: thinned(found, sayIt), meant: "" };
    return mistyped(want.typed);
  };

  // Only a word that nothing says is taken for a mistake: who types right is not shown the wrong.
  const mistyped = (typed) => {
    const found = new Map();
    const meant = new Map();
    const sayIt = new Set();
    const fuzzy = typed.length > 5 ? 2 : 1;
    const query = asQuery(typed, { fuzzy, processTerm: (word) => word });
    for (const { id, score, terms, match: where } of mini.search(query, weights)) {
      found.set(id, score);
      if (!onlyExamples(where)) sayIt.add(id);
      for (const term of terms) meant.set(term, (meant.get(term) ?? 0) + score);
    }
    const [best] = [...meant].sort((one, other) => other[1] - one[1])[0] ?? [""];
    // The word that was most likely meant brings its synonyms and the longer texts with it.
    if (best) {
      const [again] = wantsOf(best);
      if (again) {
        for (const [row, score] of meet(again).found) {
          found.set(row, Math.max(score, found.get(row) ?? 0));
          sayIt.add(row);
        }
      }
    }
    return { found: thinned(found, sayIt), meant: best };
  };

  const rowsOfText = (at) => {
    let row = 0;
    return texts.rows[at].map((step) => (row += step));
  };

  const inTexts = (phrase, beginnings) => {
    if (!texts) return [];
    let rows = null;
    for (const word of phrase) {
      const places = new Set(texts.stems.get(stem(word)) ?? []);
      if (beginnings && word.length > 3) {
        let [low, high] = [0, texts.words.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (texts.words[middle] < word) low = middle + 1;
          else high = middle;
        }
        for (; low < texts.words.length && texts.words[low].startsWith(word); low += 1) places.add(low);
      }
      const here = new Set([...places].flatMap(rowsOfText));
      rows = rows ? new Set([...rows].filter((row) => here.has(row))) : here;
    }
    return rows ?? [];
  };

  // The score of every row that meets all wants; failing that, of rows that meet some.
  const match = (query) => {
    const wants = wantsOf(query);
    if (!wants.length) return { scores: null, some: false, corrected: [] };
    const met = wants.map((want) => ({ ...meet(want), typed: want.typed }));
    const corrected = met.filter(({ meant }) => meant).map(({ typed, meant }) => ({ typed, meant }));
    const scores = new Map();
    const times = new Map();
    for (const { found } of met) {
      for (const [row, score] of found) {
        scores.set(row, (scores.get(row) ?? 0) + score);
        times.set(row, (times.get(row) ?? 0) + 1);
      }
    }
    const all = new Map([...scores].filter(([row]) => times.get(row) === wants.length));
    if (all.size) return { scores: all, some: false, corrected };
    return { scores: new Map([...scores].map(([row, score]) => [row, score * times.get(row)])), some: true, corrected };
  };

  // --- Narrowing ------------------------------------------------------------------------------

  const pointsOf = (row) => {
    const flat = points?.[row] || [];
    const pairs = [];
    for (let at = 0; at < flat.length; at += 2) pairs.push({ latitude: flat[at] / 100000, longitude: flat[at + 1] / 100000 });
    return pairs;
  };

  const nearest = (row, from) => {
    const found = pointsOf(row).map((point) => greatCircle(from, point));
    return found.length ? Math.min(...found) : null;
  };

  // How well a row answers one facet: 1 yes, less when it does not say, 0 no.
  const answer = (facet, row, wanted) => {
    if (facet.rows[row].some((at) => wanted.has(at))) return 1;
    if (facet.id === "place" && table.covers[row]) return ELSEWHERE;
    if (facet.rows[row].length || !facet.kinds.includes(table.kind[row])) return 0;
    return facet.id === "need" && table.kind[row] === 0 ? ELSEWHERE : UNSURE;
  };

  const nearness = (from, metres) => {
    if (!from) return 1;
    return metres === null ? COMES_TO_YOU : HALF_AS_GOOD / (HALF_AS_GOOD + metres);
  };

  const checkedWithin = (row, months, today) => {
    if (!table.checked[row]) return UNSURE;
    return today - table.checked[row] <= months * DAYS_IN_MONTH ? 1 : 0;
  };

  const chosenFacets = (chosen, today) => {
    const wanted = [];
    for (const [id, terms] of Object.entries(chosen)) {
      if (id === "checked") {
        const months = Math.max(...terms.map(Number));
        wanted.push({ id, answer: (row) => checkedWithin(row, months, today) });
        continue;
      }
      const facet = { id, ...table.facets[id] };
      const numbers = new Set(terms.map((term) => facet.ids.indexOf(term)));
      wanted.push({ id, answer: (row) => answer(facet, row, numbers) });
    }
    return wanted;
  };

  const find = ({ query, chosen, sort, from, within, today, limit }) => {
    const { scores, some, corrected } = match(query);
    const wanted = chosenFacets(chosen, today);
    const counts = Object.fromEntries(
      Object.entries(table.facets).map(([id, facet]) => [id, new Array(facet.ids.length).fill(0)]),
    );
    const checkedCounts = { 3: 0, 6: 0, 12: 0 };
    const count = (id, row) => {
      if (id === "checked") {
        for (const months of [3, 6, 12]) if (checkedWithin(row, months, today) === 1) checkedCounts[months] += 1;
      } else for (const at of table.facets[id].rows[row]) counts[id][at] += 1;
    };
    const everyFacet = [...Object.keys(table.facets), "checked"];
    const found = [];
    const rows = scores ? scores.keys() : table.id.keys();
    for (const row of rows) {
      const metres = from ? nearest(row, from) : null;
      if (within && metres !== null && metres > within) continue;
      // A row that fails one facet only is still counted for that facet: choosing more there adds it.
      const unsure = [];
      let [sure, fails, failed] = [1, 0, ""];
      for (const facet of wanted) {
        const fit = facet.answer(row);
        sure *= fit || 1;
        if (fit === UNSURE) unsure.push(facet.id);
        if (!fit) {
          fails += 1;
          failed = facet.id;
        }
        if (fails > 1) break;
      }
      // What does not say whether it fits elsewhere is not counted: a count is of sure results.
      const sureBut = (id) => unsure.every((one) => one === id);
      if (fails === 1 && sureBut(failed)) count(failed, row);
      if (fails) continue;
      for (const id of everyFacet) if (sureBut(id)) count(id, row);
      const weight = STATE_WEIGHT[table.state[row]] * (table.kind[row] === 3 ? GUIDE_WEIGHT : 1);
      found.push({ row, metres, unsure, score: (scores ? scores.get(row) : 1) * sure * weight * nearness(from, metres) });
    }
    found.sort(orders[sort] ?? orders.best);
    const sure = found.filter(({ unsure }) => !unsure.length);
    const maybe = found.filter(({ unsure }) => unsure.length);
    return {
      total: sure.length,
      maybeTotal: maybe.length,
      rows: sure.slice(0, limit).map(record),
      maybe: maybe.slice(0, Math.max(0, limit - sure.length)).map(record),
      some: some && found.length > 0,
      corrected,
      counts: { ...Object.fromEntries(Object.entries(counts).map(([id, list]) => [id, named(id, list)])), checked: checkedCounts },
      onMap: found.filter(({ row }) => pointsOf(row).length || withheldIn[row]).map(({ row }) => row),
    };
  };

  const named = (id, list) => Object.fromEntries(table.facets[id].ids.map((term, at) => [term, list[at]]));

  const byName = (one, other) => one.row - other.row;
  const byScore = (one, other) => other.score - one.score || byName(one, other);
  const orders = {
    best: byScore,
    name: (one, other) =>
      table.name[one.row].localeCompare(table.name[other.row], "en") || byName(one, other),
    distance: (one, other) => (one.metres ?? Infinity) - (other.metres ?? Infinity) || byScore(one, other),
    checked: (one, other) => table.checked[other.row] - table.checked[one.row] || byScore(one, other),
  };
  // Infinity - Infinity is not a number, which counts as "the same" here.

  const urlOf = (row) => `${table.folders[table.kind[row]]}${table.id[row]}/`;

  const firstTerm = (id, row) => {
    const [at] = table.facets[id].rows[row];
    return at === undefined ? "" : table.facets[id].names[at];
  };

  const record = ({ row, metres, unsure }) => ({
    row,
    name: table.name[row],
    url: urlOf(row),
    summary: summaries?.texts[row] ?? "",
    kind: table.kinds[table.kind[row]],
    type: table.kind[row] === 1 ? firstTerm("setting", row) : "",
    ages: table.age[row] || null,
    cost: table.facets.cost.rows[row].map((at) => table.facets.cost.ids[at])[0] ?? "",
    place: firstTerm("place", row),
    state: table.state[row],
    metres,
    unsure,
  });

  // What a map shows of rows: points, and how many stand in each area without a published address.
  const onMap = ({ rows }) => {
    const places = rows.flatMap((row) =>
      pointsOf(row).map((point, at) => ({
        key: `${row}-${at}`,
        name: table.name[row],
        url: urlOf(row),
        ...point,
        facts: [firstTerm("place", row)].filter(Boolean),
      })),
    );
    const counts = new Map();
    for (const place of rows.flatMap((row) => withheldIn[row] ?? [])) counts.set(place, (counts.get(place) ?? 0) + 1);
    return { places, withheld: [...counts].map(([place, count]) => ({ place, count })) };
  };

  // --- Suggestions ----------------------------------------------------------------------------

  const LISTS = { need: "needs", category: "categories", place: "places" };

  const suggest = ({ query }) => {
    const wants = wantsOf(query);
    if (!wants.length) return [];
    const terms = [];
    for (const [id, folder] of Object.entries(LISTS)) {
      const facet = table.facets[id];
      facet.ids.forEach((term, at) => {
        if (!facet.rows.some((row) => row.includes(at))) return;
        const words = wordsOf(`${facet.names[at]} ${facet.also[at]}`);
        const stems = new Set(words.map(stem));
        const said = (word, last) => stems.has(stem(word)) || (last && word.length > 1 && words.some((one) => one.startsWith(word)));
        const fits = wants.every((want) =>
          want.phrases.length
            ? want.phrases.some((phrase) => phrase.every((word) => said(word, false)))
            : said(want.typed, true),
        );
        if (fits) terms.push({ kind: id, name: facet.names[at], url: `browse/${folder}/${term}/` });
      });
    }
    const { scores } = match(query);
    const rows = [...(scores ?? [])].sort((one, other) => other[1] - one[1]).map(([row]) => row);
    const pages = rows.map((row) => ({ kind: table.kinds[table.kind[row]], name: table.name[row], url: urlOf(row) }));
    const guides = pages.filter(({ kind }) => kind === "guide").slice(0, 2);
    const others = pages.filter(({ kind }) => kind !== "guide").slice(0, 4);
    return [...terms.slice(0, 3), ...others, ...guides].slice(0, 8);
  };

  // --- Talking with the page ---------------------------------------------------------------------

  const fetched = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`search: ${url} could not be fetched (${answer.status}).`);
    return answer.json();
  };

  const tasks = {
    load: async ({ url }) => prepare(await fetched(url)),
    summaries: async ({ url }) => prepareSummaries(await fetched(url)),
    deepen: async ({ url }) => prepareTexts(await fetched(url)),
    points: async ({ url }) => {
      ({ points, withheld: withheldIn } = await fetched(url));
    },
    find,
    onMap,
    suggest,
  };

  addEventListener("message", async ({ data: { number, task, values } }) => {
    try {
      postMessage({ number, result: await tasks[task](values) });
    } catch (error) {
      postMessage({ number, error: String(error) });
    }
  });
})();
