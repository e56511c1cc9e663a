// A map without anybody else's tiles: the wards as a drawing, places as buttons over it.
//
//   const map = await createMap(container, {label, about});
//   map.show([{key, name, url, latitude, longitude, facts}], {from, chosen, withheld});
//   map.destroy();
//
// `label` names the map, `about` says what it stands beside; both are of a map of results if not given.
// `from` is {latitude, longitude, label}: where the person is. `chosen` is the key of a place to
// mark. `withheld` is [{place, count}]: what has no published address, by the id of its area.
// The container hears "map:choose" with {key} when somebody opens a place.

const { root, files, say } = localOffer;
const text = localOffer.words.map;

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 44; // Places closer than this (CSS pixels) share a group.
const TOUCHING = 36; // Groups closer than this become one.
const EDGE = 18; // A marker closer to the edge than this counts as out of sight.
const PADDING = 30;
const FEW = 12; // More than this many are shown by zooming in, not as a list.
const CLOSEST = 0.5; // Pixels for each metre when zoomed in all the way.
const METRES = 111_320; // In a degree of latitude.

const element = (tag, className = "", content = "") => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
};

const drawing = (tag, className, attributes = {}) => {
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

const button = (className, icon, label, onPress) => {
  const made = element("button", className);
  made.type = "button";
  const sign = element("span", `map__icon map__icon--${icon}`);
  sign.setAttribute("aria-hidden", "true");
  made.append(sign, element("span", "visually-hidden", label));
  made.title = label;
  made.addEventListener("click", onPress);
  return made;
};

const debounce = (run, wait) => {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
};

// --- The background ------------------------------------------------------------------------------

let fetched = null;

const background = () => {
  if (!files.areas) return Promise.resolve(null);
  fetched ??= fetch(root + files.areas)
    .then((answer) => {
      if (!answer.ok) throw new Error(`map: the areas could not be fetched (${answer.status}).`);
      return answer.json();
    })
    .then(unpacked)
    .catch((error) => {
      fetched = null;
      throw error;
    });
  return fetched;
};

const unpacked = (data) => {
  const arcs = data.arcs.map((steps) => {
    let [x, y] = [0, 0];
    const points = [];
    for (let at = 0; at < steps.length; at += 2) points.push([(x += steps[at]), (y += steps[at + 1])]);
    return points;
  });
  const ringOf = (numbers) =>
    numbers.flatMap((number) => {
      const arc = number < 0 ? [...arcs[-1 - number]].reverse() : arcs[number];
      return arc.slice(0, -1);
    });
  return {
    ...data,
    lines: arcs,
    outlines: data.outline.map((ring) => ring.flatMap((number) => (number < 0 ? [...arcs[-1 - number]].reverse() : arcs[number]))),
    areas: data.areas.map((area) => ({ ...area, shape: area.rings.map(ringOf) })),
  };
};

// Without areas, a metre is a unit of the map and the places decide where it begins.
const projectionOf = (points) => {
  const north = Math.max(...points.map((point) => point.latitude), -90);
  const west = Math.min(...points.map((point) => point.longitude), 180);
  return { north, west, down: METRES, across: METRES * Math.cos((north * Math.PI) / 180) };
};

const path = (points, close) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}${close ? "Z" : ""}`;

const contains = (shape, x, y) => {
  let inside = false;
  for (const ring of shape) {
    ring.forEach(([x1, y1], at) => {
      const [x2, y2] = ring[(at + 1) % ring.length];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
    });
  }
  return inside;
};

// --- Groups --------------------------------------------------------------------------------------

// Places that would cover each other at this scale, each in the order in which it was given.
const grouped = (places, scale) => {
  let groups = gathered(places.map((place) => ({ x: place.x * scale, y: place.y * scale, members: [place] })), NEAR, false);
  for (let round = 0; round < 4; round += 1) {
    const fewer = gathered(groups, TOUCHING, true);
    if (fewer.length === groups.length) break;
    groups = fewer;
  }
  return groups;
};

const gathered = (items, reach, middle) => {
  const cells = new Map();
  const found = [];
  for (const item of items) {
    const [column, line] = [Math.floor(item.x / reach), Math.floor(item.y / reach)];
    let nearest = null;
    let least = reach;
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let l = line - 1; l <= line + 1; l += 1) {
        for (const group of cells.get(`${c} ${l}`) ?? []) {
          const away = Math.hypot(group.anchor.x - item.x, group.anchor.y - item.y);
          if (away < least) [nearest, least] = [group, away];
        }
      }
    }
    if (nearest) nearest.items.push(item);
    else {
      const group = { anchor: item, items: [item] };
      found.push(group);
      const cell = `${column} ${line}`;
      cells.set(cell, [...(cells.get(cell) ?? []), group]);
    }
  }
  return found.map(({ items: own }) => {
    const members = own.flatMap((item) => item.members);
    const weight = (item) => (middle ? item.members.length : 1) / (middle ? members.length : own.length);
    return {
      x: own.reduce((sum, item) => sum + item.x * weight(item), 0),
      y: own.reduce((sum, item) => sum + item.y * weight(item), 0),
      members,
    };
  });
};

// --- The map -------------------------------------------------------------------------------------

let made = 0;

export const createMap = async (container, { label = text.label, about = text.about } = {}) => {
  if (!(container instanceof HTMLElement)) throw new Error("map: createMap needs an element to stand in.");
  const stopped = new AbortController();
  const { signal } = stopped;
  made += 1;
  const id = `map-${made}`;

  const status = element("p", "map__status");
  status.setAttribute("role", "status");
  status.textContent = text.loading;
  container.classList.add("map");
  container.replaceChildren(status);
  let ground;
  try {
    ground = await background();
  } catch (error) {
    status.textContent = text.failed;
    throw error;
  }

  let projection = ground?.projection ?? null;
  let places = [];
  let from = null;
  let chosen = null;
  let withheld = [];
  let view = { x: 0, y: 0, scale: 1 };
  let moved = false;
  let size = { width: 0, height: 0 };
  let groups = [];
  let groupedAt = 0;
  let opened = null;

  // Markup ------------------------------------------------------------------------------------

  const after = element("span", "map__after");
  after.tabIndex = -1;
  const skip = element("a", "map__skip", text.skip);
  skip.href = `#${id}-after`;
  after.id = `${id}-after`;
  skip.addEventListener("click", (event) => {
    // The address keeps what the page has written behind its "#".
    event.preventDefault();
    after.focus();
  });

  const bar = element("div", "map__bar");
  const group = (name, ...buttons) => {
    const box = element("div", "map__buttons");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", name);
    box.append(...buttons);
    return box;
  };
  const zoomIn = button("map__button", "in", text.zoom_in, () => zoom(2));
  const zoomOut = button("map__button", "out", text.zoom_out, () => zoom(0.5));
  bar.append(
    group(text.zoom, zoomIn, zoomOut, button("map__button", "whole", text.whole, () => whole())),
    group(
      text.move,
      button("map__button", "left", text.left, () => pan(-0.3, 0)),
      button("map__button", "up", text.up, () => pan(0, -0.3)),
      button("map__button", "down", text.down, () => pan(0, 0.3)),
      button("map__button", "right", text.right, () => pan(0.3, 0)),
    ),
  );

  const frame = element("div", "map__frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", label);
  const hint = element("p", "map__hint", [about, text.hint, ""].filter((part, at) => part || at).join(" "));
  hint.id = `${id}-hint`;
  hint.append(element("span", "map__touch", text.hint_touch));
  frame.setAttribute("aria-describedby", hint.id);

  const picture = drawing("svg", "map__picture", { "aria-hidden": "true", focusable: "false" });
  const land = drawing("g", "map__land");
  const shapes = (ground?.areas ?? []).map((area) => {
    const shape = drawing("path", "map__area", { d: area.shape.map((ring) => path(ring, true)).join("") });
    land.append(shape);
    return shape;
  });
  if (ground) {
    const lines = (list) => list.map((line) => path(line, false)).join("");
    if (!ground.areas.length) {
      land.append(drawing("path", "map__area", { d: ground.outlines.map((line) => path(line, true)).join("") }));
    }
    land.append(
      drawing("path", "map__border", { d: lines(ground.lines) }),
      drawing("path", "map__outline", { d: lines(ground.outlines) }),
    );
  }
  const names = drawing("g", "map__names");
  picture.append(land, names);

  const you = element("div", "map__from");
  you.setAttribute("aria-hidden", "true");
  you.append(element("span", "map__from-label"));
  const list = element("ul", "map__points");
  list.setAttribute("aria-label", text.points);
  frame.append(picture, you, list);

  const panel = element("div", "map__panel");
  panel.hidden = true;
  panel.id = `${id}-panel`;
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-labelledby", `${id}-title`);

  const secret = element("p", "map__withheld");
  const key = element("ul", "map__key");
  key.setAttribute("aria-label", text.key);
  const keyItems = ["point", "group", "from", "withheld"].map((name) => {
    const item = element("li");
    const sign = element("span", `map__sign map__sign--${name}`, name === "group" ? "5" : "");
    sign.setAttribute("aria-hidden", "true");
    item.append(sign, element("span", "", text[`key_${name}`]));
    return item;
  });
  key.append(...keyItems);

  const end = element("div", "map__end");
  end.append(status, secret, key, hint);
  if (ground?.attribution) end.append(element("p", "map__source", ground.attribution));
  container.replaceChildren(skip, bar, frame, panel, end, after);
  status.textContent = "";

  // Where things are ------------------------------------------------------------------------------

  const placed = ({ latitude, longitude }) => ({
    x: (longitude - projection.west) * projection.across,
    y: (projection.north - latitude) * projection.down,
  });
  const onScreen = ({ x, y }) => ({
    x: (x - view.x) * view.scale + size.width / 2,
    y: (y - view.y) * view.scale + size.height / 2,
  });
  const closest = () => ((METRES / projection.down) * CLOSEST) || 1;

  const boxOf = (points) => {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const { x, y } of points) {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
    return box;
  };

  const fitting = (points) => {
    const box = boxOf(points);
    const room = (length, span) => (span > 0 ? Math.max(length - 2 * PADDING, 40) / span : Infinity);
    const scale = Math.min(room(size.width, box.right - box.left), room(size.height, box.bottom - box.top), closest());
    return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale };
  };

  const ours = () => {
    if (!ground) return [];
    const [width, height] = ground.size;
    return [{ x: 0, y: 0 }, { x: width, y: height }];
  };

  // The authority, and what lies just outside it; places far away do not make it small.
  const wholeView = () => {
    const own = ours();
    const every = from ? [...places, from] : places;
    if (!own.length) return every.length ? fitting(every) : null;
    const [, { x: width, y: height }] = own;
    const close = every.filter(({ x, y }) => x > -0.3 * width && x < 1.3 * width && y > -0.3 * height && y < 1.3 * height);
    return fitting([...own, ...close]);
  };

  const widest = () => {
    const every = [...ours(), ...places, ...(from ? [from] : [])];
    return every.length ? Math.min(fitting(every).scale, wholeView().scale) : 1;
  };

  const areaAt = ({ x, y }) => ground?.areas.find((area) => contains(area.shape, x, y)) ?? null;

  // Moving ----------------------------------------------------------------------------------------

  const look = (next, byPerson = true) => {
    if (!projection || !size.width) return;
    const scale = Math.min(Math.max(next.scale, widest()), closest());
    const box = boxOf([...ours(), ...places, ...(from ? [from] : [])]);
    const inside = (value, low, high) => Math.min(Math.max(value, low), high);
    view = { x: inside(next.x, box.left, box.right), y: inside(next.y, box.top, box.bottom), scale };
    if (byPerson) moved = true;
    draw();
  };

  const zoom = (factor, at = null) => {
    const scale = Math.min(Math.max(view.scale * factor, widest()), closest());
    const change = 1 - view.scale / scale;
    const [dx, dy] = at ? [(at.x - size.width / 2) / view.scale, (at.y - size.height / 2) / view.scale] : [0, 0];
    look({ x: view.x + dx * change, y: view.y + dy * change, scale });
  };

  const pan = (across, down) =>
    look({ ...view, x: view.x + (across * size.width) / view.scale, y: view.y + (down * size.height) / view.scale });

  const whole = () => {
    const next = wholeView();
    if (!next) return;
    look(next);
    moved = false;
  };

  // From a person's place, the nearest few; otherwise everything.
  const begin = () => {
    if (!from || !places.length) return wholeView();
    const away = (place) => Math.hypot(place.x - from.x, place.y - from.y);
    const nearest = [...places].sort((one, other) => away(one) - away(other)).slice(0, 6);
    const mirrored = nearest.map(({ x, y }) => ({ x: 2 * from.x - x, y: 2 * from.y - y }));
    const close = fitting([from, ...nearest, ...mirrored]);
    return { ...close, scale: Math.max(Math.min(close.scale, closest() / 10), wholeView().scale) };
  };

  // Drawing ---------------------------------------------------------------------------------------

  const draw = () => {
    if (!projection || !size.width) return;
    picture.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    const corner = onScreen({ x: 0, y: 0 });
    land.setAttribute("transform", `translate(${corner.x} ${corner.y}) scale(${view.scale})`);
    if (groupedAt !== view.scale) {
      groups = grouped(places, view.scale);
      groupedAt = view.scale;
    }
    drawPoints();
    drawNames();
    drawFrom();
    for (const [one, atEnd] of [[zoomIn, view.scale >= closest() * 0.999], [zoomOut, view.scale <= widest() * 1.001]]) {
      one.setAttribute("aria-disabled", String(atEnd));
    }
    tell();
  };

  const pen = document.createElement("canvas").getContext("2d");
  const widthOf = (line) => {
    if (!pen) return line.length * 7.5;
    pen.font = `650 13px ${getComputedStyle(frame).fontFamily}`;
    return pen.measureText(line).width;
  };
  const widths = new Map();

  // A name in one line or in two, if the area has the room for it.
  const linesOf = (name, room) => {
    const wide = (line) => {
      if (!widths.has(line)) widths.set(line, widthOf(line));
      return widths.get(line);
    };
    if (wide(name) <= room) return [name];
    const parts = name.split(" ");
    const cuts = parts.slice(1).map((_, at) => [parts.slice(0, at + 1).join(" "), parts.slice(at + 1).join(" ")]);
    const broad = (lines) => Math.max(...lines.map(wide));
    const best = cuts.sort((one, other) => broad(one) - broad(other))[0];
    return best && broad(best) <= room ? best : [];
  };

  // Where a name may stand: in the middle of its room, or a little above or below it, inside its
  // area, and never under a marker.
  const placeFor = (area, lines, markers) => {
    const [x, y] = area.label;
    const half = Math.max(...lines.map((line) => widths.get(line))) / 2;
    const high = lines.length * 8;
    const middle = onScreen({ x, y });
    for (const shift of [0, -26, 26, -44, 44]) {
      const at = { x: middle.x, y: middle.y + shift };
      const ends = shift ? [-half, half] : [];
      const inside = ends.every((end) => contains(area.shape, x + end / view.scale, y + shift / view.scale));
      const clear = markers.every((one) => Math.abs(one.x - at.x) > half + one.half || Math.abs(one.y - at.y) > high + one.half);
      if (inside && clear) return at;
    }
    return null;
  };

  const drawNames = () => {
    const markers = groups
      .map((one) => ({ ...onScreen({ x: one.x / view.scale, y: one.y / view.scale }), half: one.members.length > 1 ? 21 : 15 }))
      .filter(seen);
    const made = [];
    for (const area of ground?.areas ?? []) {
      const lines = linesOf(area.name, area.label[2] * view.scale - 8);
      const at = lines.length ? placeFor(area, lines, markers) : null;
      if (!at || at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height) continue;
      lines.forEach((line, number) => {
        const word = drawing("text", "map__name", { x: at.x, y: at.y + 4 + (number - (lines.length - 1) / 2) * 15 });
        word.textContent = line;
        made.push(word);
      });
    }
    names.replaceChildren(...made);
  };

  const seen = ({ x, y }) => x >= EDGE && y >= EDGE && x <= size.width - EDGE && y <= size.height - EDGE;

  const drawPoints = () => {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const items = [];
    for (const one of groups) {
      const at = onScreen({ x: one.x / view.scale, y: one.y / view.scale });
      if (seen(at)) items.push(marker(one, at));
    }
    list.replaceChildren(...items);
    if (focused !== null) (markerOf(focused) ?? frame).focus({ preventScroll: true });
  };

  const markerOf = (placeKey) =>
    [...list.querySelectorAll("button")].find((one) => one.dataset.keys.split("\n").includes(placeKey)) ?? null;

  const labelOf = ({ members, x, y }) => {
    const [first] = members;
    if (members.length === 1) {
      return first.facts?.length ? say(text.point, { name: first.name, fact: first.facts[0] }) : first.name;
    }
    const area = areaAt({ x: x / groupedAt, y: y / groupedAt });
    const sentence = area ? text.group_in : text.group;
    return say(sentence, { count: members.length, area: area?.name ?? "" });
  };

  const marker = (one, at) => {
    const item = element("li");
    const many = one.members.length > 1;
    const made = element("button", `map__point${many ? " map__point--group" : ""}`);
    made.type = "button";
    made.dataset.keys = one.members.map((place) => place.key).join("\n");
    made.dataset.key = one.members[0].key;
    if (one.members.some((place) => place.key === chosen)) made.classList.add("map__point--chosen");
    made.setAttribute("aria-expanded", String(opened !== null && one.members.some((place) => place.key === opened)));
    made.setAttribute("aria-controls", panel.id);
    if (many) {
      const number = element("span", "map__count", String(one.members.length));
      number.setAttribute("aria-hidden", "true");
      made.append(number);
    }
    const side = at.x > size.width * 0.6 ? "end" : at.x < size.width * 0.4 ? "start" : "middle";
    const tip = element("span", `map__tip map__tip--${side}${at.y < 90 ? " map__tip--below" : ""}`, labelOf(one));
    made.append(tip);
    made.addEventListener("click", () => choose(one));
    item.style.left = `${at.x}px`;
    item.style.top = `${at.y}px`;
    item.append(made);
    return item;
  };

  const drawFrom = () => {
    const at = from ? onScreen(from) : null;
    you.hidden = !at || !seen(at);
    if (you.hidden) return;
    you.style.left = `${at.x}px`;
    you.style.top = `${at.y}px`;
    you.firstChild.textContent = from.label || text.from_alone;
  };

  const tellNow = () => {
    const count = places.length;
    const shown = groups.reduce((sum, one) => {
      const at = onScreen({ x: one.x / view.scale, y: one.y / view.scale });
      return sum + (seen(at) ? one.members.length : 0);
    }, 0);
    const area = count === 1 ? areaAt(places[0]) : null;
    let sentence = say(text.all_many, { count });
    if (count === 1) sentence = area ? say(text.all_one_in, { area: area.name }) : text.all_one;
    if (!count) sentence = text.none;
    else if (shown < count) sentence = say(text.some, { shown, count });
    if (from) sentence += ` ${from.label ? say(text.from, { label: from.label }) : text.from_alone}.`;
    if (status.textContent !== sentence) status.textContent = sentence;
    const [, ofGroup, ofFrom, ofWithheld] = keyItems;
    ofGroup.hidden = !groups.some((one) => one.members.length > 1);
    ofFrom.hidden = !from;
    key.hidden = count < 2 && !from && !withheld.length;
    ofWithheld.hidden = !shapes.some((shape) => shape.classList.contains("map__area--withheld"));
  };
  const tell = debounce(tellNow, 300);

  // Areas with several entries whose address is not published are shaded, and said; never a point.
  const drawWithheld = () => {
    const said = [];
    const counts = new Map(withheld.map(({ place, count }) => [place, count]));
    (ground?.areas ?? []).forEach((area, at) => {
      const many = [area.place, area.within].some((place) => place && (counts.get(place) ?? 0) > 1);
      shapes[at].classList.toggle("map__area--withheld", many);
    });
    for (const { place, count } of withheld) {
      const area = ground?.areas.find((one) => one.place === place)?.name ?? ground?.towns[place];
      if (area) said.push(say(text.withheld_in_area, { count, area }));
    }
    secret.textContent = said.length ? say(text.withheld, { list: said.join(", ") }) : "";
    secret.hidden = !said.length;
  };

  // Choosing --------------------------------------------------------------------------------------

  const spread = (members) => {
    const box = boxOf(members);
    return Math.max(box.right - box.left, box.bottom - box.top) * closest() > NEAR;
  };

  const closer = (members) => {
    const next = fitting(members);
    close(false);
    look({ ...next, scale: Math.max(next.scale, view.scale * 1.5) });
    (markerOf(members[0].key) ?? frame).focus({ preventScroll: true });
  };

  const choose = (one) => {
    const { members } = one;
    if (members.length > FEW && spread(members)) return closer(members);
    const again = opened !== null && members.some((place) => place.key === opened);
    if (again) return close();
    open(one);
    return undefined;
  };

  const entry = (place, tag) => {
    const item = element(tag, "map__entry");
    const name = element(place.url ? "a" : "strong", "map__entry-name", place.name);
    if (place.url) name.href = place.url;
    item.append(name);
    if (place.facts?.length) item.append(element("span", "map__entry-facts", place.facts.join(", ")));
    return item;
  };

  const open = (one) => {
    const { members } = one;
    opened = members[0].key;
    const head = element("div", "map__panel-head");
    const title = element("p", "map__panel-title");
    title.id = `${id}-title`;
    title.tabIndex = -1;
    const shut = button("map__button map__shut", "shut", text.shut, () => close());
    const content = [head];
    if (members.length === 1) {
      title.append(entry(members[0], "span"));
      container.dispatchEvent(new CustomEvent("map:choose", { detail: { key: members[0].key } }));
    } else {
      const area = areaAt({ x: one.x / groupedAt, y: one.y / groupedAt });
      title.textContent = say(area ? text.group_heading_in : text.group_heading, { count: members.length, area: area?.name ?? "" });
      const entries = element("ul", "map__entries");
      entries.append(...members.map((place) => entry(place, "li")));
      content.push(entries);
      if (spread(members)) {
        const nearer = element("button", "button button--quiet button--small", text.closer);
        nearer.type = "button";
        nearer.addEventListener("click", () => closer(members));
        content.push(nearer);
      }
    }
    head.append(title, shut);
    panel.replaceChildren(...content);
    panel.hidden = false;
    container.classList.add("map--open");
    for (const marker of list.querySelectorAll("button")) {
      marker.setAttribute("aria-expanded", String(marker.dataset.keys.split("\n").includes(opened)));
    }
    title.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };

  const close = (back = true) => {
    if (opened === null) return;
    const before = opened;
    opened = null;
    panel.hidden = true;
    container.classList.remove("map--open");
    panel.replaceChildren();
    const own = markerOf(before);
    own?.setAttribute("aria-expanded", "false");
    if (back) (own ?? frame).focus({ preventScroll: true });
  };

  // Keyboard, mouse and fingers ---------------------------------------------------------------------

  const KEYS = {
    ArrowLeft: () => pan(-0.2, 0),
    ArrowRight: () => pan(0.2, 0),
    ArrowUp: () => pan(0, -0.2),
    ArrowDown: () => pan(0, 0.2),
    "+": () => zoom(2),
    "=": () => zoom(2),
    "-": () => zoom(0.5),
    0: () => whole(),
  };
  frame.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
    if (event.target !== frame || !act) return;
    event.preventDefault();
    act();
  });
  container.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    container.classList.add("map--quiet");
    if (opened === null) return;
    event.preventDefault();
    close();
  }, { signal });
  const loud = () => container.classList.remove("map--quiet");
  list.addEventListener("focusin", loud);
  list.addEventListener("pointerover", loud);

  frame.addEventListener("wheel", (event) => {
    // The wheel alone scrolls the page; with Ctrl, or as a pinch on a touchpad, it zooms the map.
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 150), { x: event.clientX - box.left, y: event.clientY - box.top });
  }, { passive: false });

  const fingers = new Map();
  const middleOf = () => {
    const all = [...fingers.values()];
    const box = frame.getBoundingClientRect();
    const at = { x: all.reduce((sum, one) => sum + one.x, 0) / all.length, y: all.reduce((sum, one) => sum + one.y, 0) / all.length };
    const apart = all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0;
    return { x: at.x - box.left, y: at.y - box.top, apart };
  };
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button")) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  frame.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = middleOf();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    // One finger scrolls the page, a mouse moves the map.
    if (event.pointerType === "touch" && fingers.size < 2) return;
    if (!frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
    frame.classList.add("map__frame--moving");
    const now = middleOf();
    const next = { ...view, x: view.x - (now.x - before.x) / view.scale, y: view.y - (now.y - before.y) / view.scale };
    look(next);
    if (before.apart && now.apart) zoom(now.apart / before.apart, now);
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) frame.classList.remove("map__frame--moving");
  };
  frame.addEventListener("pointerup", lift);
  frame.addEventListener("pointercancel", lift);

  // The size ----------------------------------------------------------------------------------------

  const measure = () => {
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    if (!width || (width === size.width && height === size.height)) return;
    size = { width, height };
    groupedAt = 0;
    if (!projection) return;
    const next = moved ? view : begin();
    if (next) look(next, moved);
  };
  const watcher = new ResizeObserver(measure);
  watcher.observe(frame);
  measure();
  drawWithheld();

  return {
    // Shows these places instead of those that were there.
    show(points, options = {}) {
      close(false);
      if (!ground) projection = points.length || options.from ? projectionOf([...points, ...(options.from ? [options.from] : [])]) : null;
      places = points.map((point) => ({ ...point, key: String(point.key), ...placed(point) }));
      const before = from;
      from = options.from ? { ...options.from, label: options.from.label ?? options.from.postcode ?? "", ...placed(options.from) } : null;
      chosen = options.chosen === undefined || options.chosen === null ? null : String(options.chosen);
      withheld = options.withheld ?? [];
      groupedAt = 0;
      groups = [];
      if (from?.x !== before?.x || from?.y !== before?.y || !ground) moved = false;
      drawWithheld();
      const next = projection && (moved ? view : begin());
      if (next && size.width) {
        look(next, moved);
        const marked = places.find((place) => place.key === chosen);
        if (marked && !seen(onScreen(marked))) look({ ...view, x: marked.x, y: marked.y }, false);
      } else {
        list.replaceChildren();
        tell();
      }
    },
    // Leaves the container as it was found.
    destroy() {
      stopped.abort();
      watcher.disconnect();
      tell.cancel();
      container.classList.remove("map", "map--open", "map--quiet");
      container.replaceChildren();
    },
  };
};
