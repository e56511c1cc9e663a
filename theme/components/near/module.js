// Postcodes and distances, worked out on this device. Of a postcode only its first half is ever
// asked for, as the name of the file that holds all postcodes beginning so.
// Needs: near/great-circle.js
/* global greatCircle */

const words = localOffer.words.near;
const say = localOffer.say;

// --- How people type postcodes -----------------------------------------------------------------

// Area letters, district and its letter: every form that the first half can have (BS 7666).
const FORMS = { 2: ["A9"], 3: ["A99", "AA9", "A9A"], 4: ["AA99", "AA9A"] };
const LETTERS = { 0: "O", 1: "I" };
const DIGITS = { O: "0", I: "1", L: "1" };

// One character as a letter or a digit of its place, or "" when it cannot be meant so.
const asKind = (character, kind) => {
  const [fits, mixedUp] = kind === "A" ? [/[A-Z]/, LETTERS] : [/[0-9]/, DIGITS];
  return fits.test(character) ? character : mixedUp[character] || "";
};

const read = (text, form) => {
  let made = "";
  for (let at = 0; at < form.length; at += 1) {
    const character = asKind(text[at], form[at]);
    if (!character) return "";
    made += character;
  }
  return made;
};

const differences = (one, other) => [...one].filter((character, at) => character !== other[at]).length;

// Every postcode that the text can mean, the likeliest first.
const meanings = (text) => {
  const typed = text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "");
  if (typed === "GIR0AA") return ["GIR 0AA"];
  const forms = FORMS[typed.length - 3];
  if (!forms) return [];
  const found = [];
  for (const form of forms) {
    const made = read(typed, `${form}9AA`);
    // No district of two digits begins with 0: "S01" is SO1.
    if (!made || /^[A-Z]+0[0-9][0-9][A-Z]{2}$/.test(made)) continue;
    found.push({ made, changes: differences(made, typed) });
  }
  return found
    .sort((one, other) => one.changes - other.changes)
    .map(({ made }) => `${made.slice(0, -3)} ${made.slice(-3)}`);
};

// "zz12ab", "ZZ1  2AB" and "ZZI 2AB" become "ZZ1 2AB"; what cannot be a postcode becomes "".
export const normalPostcode = (text) => meanings(text)[0] || "";

// --- Where a postcode is -------------------------------------------------------------------------

const fields = () => {
  const found = document.querySelector("[data-near]");
  if (!found) throw new Error("near: this page has no [data-near].");
  return found;
};

const shards = new Map();

const shardOf = (outward) => {
  if (!shards.has(outward)) {
    const asked = fetch(`${localOffer.root}places/postcodes/${outward.toLowerCase()}.json`).then((answer) => {
      if (!answer.ok) throw new Error(`near: the postcodes could not be fetched (${answer.status}).`);
      return answer.json();
    });
    // What failed once may work when the phone is back on the network.
    asked.catch(() => shards.delete(outward));
    shards.set(outward, asked);
  }
  return shards.get(outward);
};

const monthWords = (month) => {
  const [year, number] = month.split("-").map(Number);
  const day = new Date(Date.UTC(year, number - 1, 1));
  return day.toLocaleDateString(document.documentElement.lang || "en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
};

const placeIn = (shard, postcode) => {
  const unit = postcode.split(" ")[1];
  if (unit in shard.live) {
    const [latitude, longitude] = shard.live[unit];
    return { postcode, latitude, longitude };
  }
  if (unit in shard.ended) {
    const [latitude, longitude, month] = shard.ended[unit];
    const note = month ? say(words.ended, { postcode, month: monthWords(month) }) : say(words.ended_some_time, { postcode });
    return { postcode, latitude, longitude, note };
  }
  return null;
};

// Where a typed postcode is: {postcode, latitude, longitude}, with a note if it has ended;
// or {problem}, a sentence for the person who typed it.
export const findPostcode = async (text) => {
  const { outward: list, area } = fields().dataset;
  const ours = list.split(" ");
  const example = `${ours[0]} 1AA`;
  const possible = meanings(text);
  if (!possible.length) {
    const half = meanings(`${text}1AA`);
    return { problem: say(half.length ? words.first_half : words.badly_typed, { example }) };
  }
  const near = possible.filter((postcode) => ours.includes(postcode.split(" ")[0]));
  if (!near.length) return { problem: say(words.outside, { outward: possible[0].split(" ")[0], area }) };
  try {
    for (const postcode of near) {
      const place = placeIn(await shardOf(postcode.split(" ")[0]), postcode);
      if (place) return place;
    }
  } catch (error) {
    console.error(error);
    return { problem: words.not_loaded };
  }
  return { problem: say(words.unknown, { postcode: near[0], area }) };
};

// --- Where this device is --------------------------------------------------------------------------

const canLocate = () => "geolocation" in navigator && window.isSecureContext;

// {latitude, longitude} of this device, or {problem}. The browser asks the person first.
export const locate = () =>
  new Promise((tell) => {
    if (!canLocate()) {
      tell({ problem: words.location_failed });
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => tell({ latitude: coords.latitude, longitude: coords.longitude }),
      (error) => tell({ problem: error.code === 1 ? words.location_denied : words.location_failed }),
      { maximumAge: 300000, timeout: 15000 },
    );
  });

// --- How far it is -----------------------------------------------------------------------------------

const MILE = 1609.344;

// The great-circle distance in metres between two things with a latitude and a longitude.
export const distance = greatCircle;

// Metres in miles, as people say it: "under half a mile", "1.4 miles", "12 miles".
export const distanceWords = (metres) => {
  const miles = metres / MILE;
  if (miles < 0.5) return words.under_half_a_mile;
  const rounded = miles < 9.95 ? Math.round(miles * 10) / 10 : Math.round(miles);
  if (rounded === 0.5) return words.half_a_mile;
  return rounded === 1 ? words.one_mile : say(words.miles, { miles: rounded });
};

// --- The fields of the search form ---------------------------------------------------------------------

// Makes the fields of `near(root)` work. `tell` is called with a place whenever it changes, and with
// null when there is none. Gives {set(text), clear()}: both resolve when `tell` has been called.
export const begin = (tell) => {
  const part = fields();
  const find = (selector) => {
    const found = part.querySelector(selector);
    if (!found) throw new Error(`near: ${selector} is missing from [data-near].`);
    return found;
  };
  const [box, here, problem, note] = ["#near", "[data-near-here]", "[data-near-problem]", "[data-near-note]"].map(find);
  let turn = 0;

  const show = (answer) => {
    problem.textContent = answer?.problem || "";
    note.textContent = answer?.note || "";
    if (answer?.problem && answer.mistyped !== false) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    // It stands above its field, which may be at the very top of a small screen.
    if (answer?.problem) problem.scrollIntoView({ block: "nearest" });
    tell(answer && !answer.problem ? answer : null);
  };

  const look = async () => {
    const mine = (turn += 1);
    const text = box.value.trim();
    const answer = text ? await findPostcode(text) : null;
    // An answer that comes after the next question is not wanted any more.
    if (mine !== turn) return;
    if (answer?.postcode) box.value = answer.postcode;
    show(answer);
  };

  const ask = async () => {
    const mine = (turn += 1);
    note.textContent = words.asking;
    problem.textContent = "";
    const answer = await locate();
    if (mine !== turn) return;
    if (!answer.problem) box.value = "";
    show(answer.problem ? { ...answer, mistyped: false } : { ...answer, note: words.here });
  };

  box.addEventListener("change", look);
  here.addEventListener("click", ask);
  here.hidden = !canLocate();
  part.hidden = part.disabled = false;
  const set = (text) => {
    box.value = text;
    return look();
  };
  return { set, clear: () => set("") };
};
