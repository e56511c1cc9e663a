// Whether a service is open, from its timetable: a calculation on days and hours of Europe/London.
//
// A session is {days: ["monday", …], opens: "09:00", closes: "10:30" or "", season: "all-year",
// "term-time" or "holidays"}. The school year is {terms: [["2026-09-02", "2026-10-23"], …],
// holidays: [[…], …]}, empty when its dates are not known. All dates are those of a calendar on
// the wall, so that neither the clocks' change nor the phone's own time zone matters.

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const LOOK_AHEAD = 120; // days: longer than the summer holidays
const DAY = 86400000;

const london = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

// A moment as people in England read it: {date: "2026-11-20", time: "14:05"}.
export const clock = (now) => {
  const part = Object.fromEntries(london.formatToParts(now).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
};

const later = (date, days) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
const weekday = (date) => new Date(date).getUTCDay();
const within = (date, spans) => spans.some(([first, last]) => first <= date && date <= last);

// --- Bank holidays in England and Wales ----------------------------------------------------------------

// Easter Sunday by the method of Meeus, Jones and Butcher.
const easter = (year) => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const e = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7;
  const g = e + f - 7 * Math.floor((a + 11 * e + 22 * f) / 451) + 114;
  return `${year}-${String(Math.floor(g / 31)).padStart(2, "0")}-${String((g % 31) + 1).padStart(2, "0")}`;
};

const firstMonday = (date) => later(date, (8 - weekday(date)) % 7);
const lastMonday = (date) => later(date, -((weekday(date) + 6) % 7));
const notAtWeekend = (date) => later(date, { 6: 2, 0: 1 }[weekday(date)] ?? 0);

// The days on which the ordinary timetable may not hold: bank holidays, and Christmas and New Year's Day.
export const isBankHoliday = (date) => {
  const year = Number(date.slice(0, 4));
  const christmas = `${year}-12-25`;
  // When Christmas Day or Boxing Day is at a weekend, a later weekday is free as well.
  const substitutes = { 6: [2, 3], 0: [1, 2], 5: [0, 3] }[weekday(christmas)] ?? [0, 1];
  return [
    `${year}-01-01`,
    notAtWeekend(`${year}-01-01`),
    later(easter(year), -2),
    later(easter(year), 1),
    firstMonday(`${year}-05-01`),
    lastMonday(`${year}-05-31`),
    lastMonday(`${year}-08-31`),
    christmas,
    later(christmas, 1),
    ...substitutes.map((days) => later(christmas, days)),
  ].includes(date);
};

// --- The answer ----------------------------------------------------------------------------------------

// What can be said about now, or null when nothing certain can:
//   {kind: "open", closes}                      open until then
//   {kind: "today", opens}                      began today; when it ends is not stated
//   {kind: "opens", opens, date, days}          closed; opens next on that date, in so many days
//   {kind: "bank-holiday"}                      would be open on an ordinary day
//   {kind: "season", season}                    only in a part of the year whose dates we do not know
export const openState = (sessions, year, now) => {
  const timed = sessions.filter((session) => session.opens);
  const known = ({ season }) => season === "all-year" || year.terms.length > 0;
  const runs = ({ days, season }, date) =>
    days.includes(DAYS[weekday(date)]) &&
    (season === "all-year" || within(date, season === "term-time" ? year.terms : year.holidays));
  const { date: today, time } = clock(now);

  const unknown = timed.filter((session) => !known(session));
  if (timed.length > 0 && unknown.length === timed.length) {
    const seasons = new Set(unknown.map(({ season }) => season));
    return seasons.size === 1 ? { kind: "season", season: unknown[0].season } : null;
  }
  const certain = timed.filter(known);
  const todays = certain.filter((session) => runs(session, today));
  const current = todays.filter(({ opens, closes }) => opens <= time && time < (closes || "24:00"));
  if (isBankHoliday(today) && todays.some(({ closes }) => (closes || "24:00") > time)) return { kind: "bank-holiday" };
  if (current.length > 0) {
    const ends = current.map(({ closes }) => closes).filter(Boolean);
    if (ends.length > 0) return { kind: "open", closes: lastOf(todays, ends) };
    return { kind: "today", opens: current.map(({ opens }) => opens).sort()[0] };
  }
  // Nothing is said of the next time if a session whose dates we do not know could come sooner.
  for (let days = 0; days <= LOOK_AHEAD; days += 1) {
    const date = later(today, days);
    if (isBankHoliday(date)) continue;
    const name = DAYS[weekday(date)];
    const ahead = ({ opens, closes }) => days > 0 || opens > time || (closes || "24:00") > time;
    if (unknown.some((session) => session.days.includes(name) && ahead(session))) return null;
    const next = certain.filter((session) => runs(session, date) && (days > 0 || session.opens > time));
    if (next.length > 0) {
      return { kind: "opens", opens: next.map(({ opens }) => opens).sort()[0], date, days };
    }
  }
  return null;
};

// The end of what is open now: a session that begins when another ends goes on without a gap.
const lastOf = (sessions, ends) => {
  let end = ends.sort().slice(-1)[0];
  for (;;) {
    const after = sessions.filter(({ opens, closes }) => closes && opens <= end && closes > end);
    if (after.length === 0) return end;
    end = after.map(({ closes }) => closes).sort().slice(-1)[0];
  }
};

// --- On the page ---------------------------------------------------------------------------------------

const spans = (text) => (text ? text.split(" ").map((span) => span.split("/")) : []);

// The sessions of a timetable, with its own words for each time: {sessions, said: {"09:00": "9am"}}.
export const read = (table) => {
  const said = {};
  const sessions = [...table.querySelectorAll("[data-session]")].map((row) => {
    const time = (name) => {
      const found = row.querySelector(`time[data-${name}]`);
      if (!found) return "";
      const hour = name === "closes" && found.dateTime === "00:00" ? "24:00" : found.dateTime;
      said[hour] = found.textContent;
      return hour;
    };
    return {
      days: row.dataset.session.split(" "),
      season: row.dataset.season,
      opens: time("opens"),
      closes: time("closes"),
    };
  });
  return { sessions, said };
};

// One sentence, or "" when there is nothing certain to say.
export const sentence = (state, said) => {
  const words = localOffer.words.open_now;
  const { say } = localOffer;
  if (state === null) return "";
  if (state.kind === "open") return say(words.open_until, { time: said[state.closes] });
  if (state.kind === "today") return say(words.today_from, { time: said[state.opens] });
  if (state.kind === "bank-holiday") return words.bank_holiday;
  if (state.kind === "season") return words[state.season === "term-time" ? "term_time" : "holidays"];
  const time = said[state.opens];
  if (state.days === 0) return say(words.opens_today, { time });
  if (state.days === 1) return say(words.opens_tomorrow, { time });
  const name = localOffer.words.day[DAYS[weekday(state.date)]];
  const date = { day: "numeric", month: "long", timeZone: "UTC" };
  const day = new Date(state.date).toLocaleDateString(document.documentElement.lang, date);
  return say(words.opens_on, { day: state.days < 7 ? name : `${name} ${day}`, time });
};

// Says it in the element, and again every minute.
export const begin = (element) => {
  const table = document.querySelector("[data-timetable]");
  const dot = element.querySelector("[data-open-now-words]");
  if (!table || !dot) throw new Error("open-now: [data-timetable] or [data-open-now-words] is missing.");
  const { sessions, said } = read(table);
  const year = { terms: spans(table.dataset.terms), holidays: spans(table.dataset.holidays) };
  const tell = () => {
    const state = openState(sessions, year, new Date());
    dot.textContent = sentence(state, said);
    element.dataset.openNow = state ? state.kind : "";
    element.hidden = dot.textContent === "";
  };
  tell();
  setInterval(tell, 60000);
};
