// My list: what was kept, with details read from each entry's own page, so that they are right
// after the site has changed. A list in the address ("#services/a,schools/b") is somebody else's: it is
// shown, and added only when that is asked for.
const { kept, words, say, root } = localOffer;
const text = words.my_list;
const LONGEST_MAIL = 1800;
const AT_ONCE = 6;

const part = (page, selector) => {
  const found = page.querySelector(selector);
  if (!found) throw new Error(`my-list: ${selector} is missing from the page.`);
  return found;
};

const element = (tag, content) => {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
};

const tidy = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");

// "services/saturday-swim-club" → "Saturday swim club", until the page itself says its name.
const nameFromId = (id) => {
  const name = id.split("/").pop().replace(/-/g, " ");
  return name[0].toUpperCase() + name.slice(1);
};

// --- Details -----------------------------------------------------------------------------------------------

const briefs = (page, name) => [...page.querySelectorAll(`[data-brief="${name}"]`)];

const contactOf = (page) => {
  // A school's SENCO has ways of contact too; those of the entry itself stand right in the section.
  const contact = page.querySelector('#contact > [data-brief="contact"]');
  const way = (name) => {
    const found = contact && contact.querySelector(`[data-brief="${name}"]`);
    const link = found && found.querySelector("a");
    return link && { text: found.dataset.text, href: link.getAttribute("href") };
  };
  return { phone: way("phone"), text_phone: way("text-phone"), email: way("email") };
};

const addressesOf = (page) => {
  const places = briefs(page, "address").map((address) => {
    const name = tidy(address.parentElement.querySelector(".location__name"));
    const withheld = address.parentElement.querySelector(".location__withheld");
    const full = [...new Set([name, ...[...address.childNodes].map(tidy)])].filter(Boolean).join(", ");
    return withheld ? [full, text.withheld].filter(Boolean).join(". ") : full;
  });
  return places.length ? places : [...page.querySelectorAll("#where .coverage .tag")].map(tidy);
};

const timesOf = (page) =>
  briefs(page, "time").map((row) => {
    const note = tidy(row.querySelector(".timetable__note"));
    const [days, hours, season] = [...row.cells].map(tidy);
    const time = note && hours.endsWith(note) ? hours.slice(0, -note.length).trim() : hours;
    const when = [days, time, season.toLowerCase()].filter(Boolean).join(", ");
    return note ? `${when}. ${note}` : when;
  });

const costsOf = (page) =>
  briefs(page, "cost").map((cost) => {
    if (!cost.cells) return tidy(cost);
    const note = tidy(cost.querySelector(".costs__note"));
    const label = tidy(cost.cells[0]);
    return `${note && label.endsWith(note) ? label.slice(0, -note.length).trim() : label}: ${tidy(cost.cells[1])}`;
  });

const detailsOf = (page) => {
  const head = page.querySelector(".entry__head, .guide__head");
  if (!head || !head.querySelector("h1")) return { gone: true };
  return {
    name: tidy(head.querySelector("h1")),
    summary: tidy(head.querySelector(".lead")),
    status: [...head.querySelectorAll(".notice__heading")].map(tidy).join(". "),
    ...contactOf(page),
    address: addressesOf(page),
    times: timesOf(page),
    cost: costsOf(page),
  };
};

const known = new Map();

const fetchDetails = async (id) => {
  const answer = await fetch(`${root}${id}/`);
  if (answer.status === 404 || answer.status === 410) return { gone: true };
  if (!answer.ok) throw new Error(`my-list: ${id} answered ${answer.status}.`);
  return detailsOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
};

// A hundred pages at once would be too much for a slow connection.
const waiting = [];
let running = 0;
const next = () => {
  if (running === AT_ONCE || waiting.length === 0) return;
  running += 1;
  waiting.shift()().finally(() => {
    running -= 1;
    next();
  });
};

const details = (id) => {
  if (!known.has(id)) {
    known.set(id, new Promise((resolve) => {
      waiting.push(() => fetchDetails(id).then(resolve, () => {
        // What failed once may work when somebody asks again.
        known.delete(id);
        resolve({ failed: true });
      }));
      next();
    }));
  }
  return known.get(id);
};

// --- The page ----------------------------------------------------------------------------------------------

export const myList = (page) => {
  const heading = part(page, "[data-my-list-heading]");
  const lead = part(page, "[data-my-list-lead]");
  const notice = part(page, "[data-my-list-notice]");
  const status = part(page, "[data-my-list-status]");
  const list = part(page, "[data-my-list-entries]");
  const tools = part(page, "[data-my-list-tools]");
  const empty = part(page, "[data-my-list-empty]");
  const sharedTools = part(page, "[data-my-list-shared]");
  const mail = part(page, "[data-my-list-mail]");
  const mailNote = part(page, "[data-my-list-mail-note]");
  const mailPart = part(page, "[data-my-list-mail-part]");
  const linkPart = part(page, "[data-my-list-link-part]");
  const linkBox = part(page, "[data-my-list-link]");
  const send = part(page, "[data-my-list-send]");
  const compare = part(page, "[data-my-list-compare]");
  const clearPart = part(page, "[data-my-list-clear-part]");
  const dialog = part(page, "[data-my-list-dialog]");
  const pattern = part(page, "[data-my-list-item]").content.querySelector("li");
  const undoPattern = part(page, "[data-my-list-undo]").content.querySelector("li");
  const plain = { heading: heading.textContent, lead: lead.textContent };

  // The ids of a list that came with the address, or null when this is the person's own list.
  let shared = null;
  const entries = () => (shared ? shared.map((id) => ({ id, name: "", note: "" })) : kept.read());
  const rowOf = (id) => list.querySelector(`[data-id="${id}"]`);
  const nameOf = (id) => rowOf(id).querySelector(".kept__name").textContent;

  const tell = (message) => {
    status.textContent = message;
  };

  // Stands where the entry stood, so that nothing jumps.
  const offerUndo = (message, at, back) => {
    const row = undoPattern.cloneNode(true);
    row.querySelector("p").textContent = message;
    row.querySelector("button").addEventListener("click", back);
    list.insertBefore(row, list.children[at] || null);
    row.querySelector("button").focus();
    tell(message);
  };

  // --- One entry -----------------------------------------------------------------------------------------

  const fill = (place, values) => {
    const shown = values.filter(Boolean);
    place.hidden = shown.length === 0;
    place.querySelector("dd").replaceChildren(
      ...shown.map((value) => {
        const line = element("div", typeof value === "string" ? value : "");
        if (typeof value !== "string") {
          const link = element("a", "");
          link.href = value.href;
          // A long email address may break before its "@".
          value.text.split(/(?=@)/).forEach((piece, at) => link.append(...(at ? [document.createElement("wbr"), piece] : [piece])));
          line.append(link);
        }
        return line;
      }),
    );
  };

  const showDetails = (row, found) => {
    const fact = (name) => row.querySelector(`[data-kept="${name}"]`);
    const say_status = fact("status");
    row.classList.remove("kept--loading");
    row.classList.toggle("kept--gone", Boolean(found.gone));
    say_status.textContent = found.gone ? text.gone : found.failed ? text.not_loaded : found.status;
    say_status.hidden = !say_status.textContent;
    fact("summary").textContent = found.summary || "";
    fact("summary").hidden = !found.summary;
    for (const name of ["phone", "text_phone", "email"]) fill(fact(name), [found[name]]);
    for (const name of ["address", "times", "cost"]) fill(fact(name), found[name] || []);
    row.querySelector(".kept__facts").hidden = ![...row.querySelectorAll(".kept__facts > *")].some((one) => !one.hidden);
    if (found.name) setName(row, found.name);
    if (found.gone) offerSearch(row, say_status);
  };

  const offerSearch = (row, after) => {
    const link = element("a", text.gone_search);
    link.href = `${root}search/?q=${encodeURIComponent(row.querySelector(".kept__name").textContent)}`;
    after.append(" ", link);
    // A page that is not there needs no link to it.
    const name = row.querySelector(".kept__name a");
    if (name) name.replaceWith(name.textContent);
  };

  const setName = (row, name) => {
    const place = row.querySelector(".kept__name a") || row.querySelector(".kept__name");
    place.textContent = name;
    for (const way of ["up", "down", "remove"]) {
      const button = row.querySelector(`[data-kept-${way}]`);
      if (button) button.setAttribute("aria-label", say(text[way], { name }));
    }
    const label = row.querySelector("[data-kept-note] label");
    if (label) label.textContent = say(text.note, { name });
  };

  const rowFor = (entry) => {
    const row = pattern.cloneNode(true);
    row.dataset.id = entry.id;
    row.classList.add("kept--loading");
    row.querySelector(".kept__name a").href = `${root}${entry.id}/`;
    for (const one of row.querySelectorAll("[data-kept]")) one.hidden = true;
    const loading = row.querySelector('[data-kept="summary"]');
    loading.textContent = text.loading;
    loading.hidden = false;
    if (shared) for (const own of row.querySelectorAll("[data-kept-note], [data-kept-tools]")) own.remove();
    else {
      row.querySelector("[data-kept-up]").addEventListener("click", () => move(entry.id, -1));
      row.querySelector("[data-kept-down]").addEventListener("click", () => move(entry.id, 1));
      row.querySelector("[data-kept-remove]").addEventListener("click", () => remove(entry.id));
      listenToNote(row, entry);
    }
    setName(row, entry.name || nameFromId(entry.id));
    details(entry.id).then((found) => {
      if (!row.isConnected) return;
      showDetails(row, found);
      showMail();
    });
    return row;
  };

  const listenToNote = (row, entry) => {
    const box = row.querySelector("textarea");
    const saved = row.querySelector(".kept__saved");
    const written = row.querySelector(".kept__written");
    let timer = 0;
    box.maxLength = kept.longestNote;
    box.id = `note-${entry.id.replace(/\//g, "-")}`;
    row.querySelector("label").htmlFor = box.id;
    box.value = entry.note;
    written.textContent = entry.note;
    const save = () => {
      clearTimeout(timer);
      timer = 0;
      kept.write(kept.read().map((one) => (one.id === entry.id ? { ...one, note: box.value } : one)));
      saved.textContent = kept.isCarried() ? text.note_not_saved : text.note_saved;
    };
    box.addEventListener("input", () => {
      // Paper shows the note as text: a box would cut it off.
      written.textContent = box.value;
      saved.textContent = "";
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    });
    const saveNow = () => { if (timer) save(); };
    box.addEventListener("blur", saveNow);
    addEventListener("pagehide", saveNow);
  };

  // --- The whole list ------------------------------------------------------------------------------------

  // A row that has the focus would lose it if it were moved: the others move around it.
  const arrange = (wanted) => {
    if (wanted.every((row, at) => list.children[at] === row)) return;
    const held = wanted.findIndex((row) => row.contains(document.activeElement));
    if (held < 0) list.append(...wanted);
    else {
      wanted[held].before(...wanted.slice(0, held));
      wanted[held].after(...wanted.slice(held + 1));
    }
  };

  const show = () => {
    const now = entries();
    const rows = new Map([...list.children].map((row) => [row.dataset.id, row]));
    const wanted = now.map((entry) => rows.get(entry.id) || rowFor(entry));
    for (const row of list.children) if (!wanted.includes(row)) row.remove();
    arrange(wanted);
    now.forEach((entry, at) => {
      const row = wanted[at];
      const box = row.querySelector("textarea");
      if (box && box !== document.activeElement && box.value !== entry.note) {
        box.value = entry.note;
        row.querySelector(".kept__written").textContent = entry.note;
      }
      if (!shared) {
        row.querySelector("[data-kept-up]").setAttribute("aria-disabled", String(at === 0));
        row.querySelector("[data-kept-down]").setAttribute("aria-disabled", String(at === now.length - 1));
      }
    });
    showAround(now);
  };

  const showAround = (now) => {
    heading.textContent = shared ? heading.dataset.shared : plain.heading;
    lead.textContent = shared ? lead.dataset.shared : plain.lead;
    sharedTools.hidden = !shared;
    empty.hidden = now.length > 0;
    tools.hidden = now.length === 0;
    clearPart.hidden = Boolean(shared) || now.length === 0;
    linkBox.value = kept.link(now.map((entry) => entry.id));
    const schools = now.map((entry) => entry.id.split("/")).filter(([folder]) => folder === "schools");
    compare.hidden = schools.length < 2;
    compare.querySelector("a").href = `${root}compare/?schools=${schools.slice(0, 4).map(([, id]) => id).join(",")}`;
    if (!shared && kept.isCarried()) warn(text.storage_off);
    showMail();
  };

  const warn = (message) => {
    notice.textContent = message;
    notice.hidden = !message;
  };

  const move = (id, step) => {
    const now = kept.read();
    const at = now.findIndex((entry) => entry.id === id);
    const name = nameOf(id);
    const to = at + step;
    if (to < 0) return tell(say(text.first, { name }));
    if (to >= now.length) return tell(say(text.last, { name }));
    const [entry] = now.splice(at, 1);
    now.splice(to, 0, entry);
    kept.write(now);
    return tell(say(text.moved, { name, place: to + 1, count: now.length }));
  };

  const remove = (id) => {
    const before = kept.read();
    const at = before.findIndex((entry) => entry.id === id);
    const name = nameOf(id);
    kept.remove(id);
    offerUndo(say(text.removed, { name }), at, () => {
      // Only this entry comes back: another tab may have changed the rest meanwhile.
      const now = kept.read().filter((entry) => entry.id !== id);
      now.splice(Math.min(at, now.length), 0, before[at]);
      kept.write(now);
      tell(say(text.restored, { name }));
      rowOf(id).focus();
    });
  };

  const clearAll = () => {
    const before = kept.read();
    kept.write([]);
    offerUndo(text.cleared, 0, () => {
      kept.write(before);
      tell(text.restored_all);
      heading.focus();
    });
  };

  // --- Paper, mail, link ---------------------------------------------------------------------------------

  const lineOf = (row) => {
    const lines = (name) => [...row.querySelectorAll(`[data-kept="${name}"]:not([hidden]) dd > *`)].map(tidy);
    return [row.querySelector(".kept__name").textContent, ...lines("phone"), ...lines("address")].join("\n");
  };

  const mailOf = (body) =>
    `mailto:?subject=${encodeURIComponent(say(text.mail_subject, { offer: page.dataset.offer }))}&body=${encodeURIComponent(body.replace(/\n/g, "\r\n"))}`;

  const showMail = () => {
    const link = `${text.mail_link}\n${linkBox.value}`;
    const rows = [...list.children].map(lineOf).join("\n\n");
    const full = mailOf(`${rows}\n\n${link}\n`);
    const short = mailOf(`${link}\n`);
    const isLong = full.length > LONGEST_MAIL;
    const isTooLong = short.length > LONGEST_MAIL;
    mail.href = isLong ? short : full;
    mailPart.hidden = isTooLong;
    mailNote.hidden = !isLong;
    mailNote.textContent = isTooLong ? mailNote.dataset.tooLong : mailNote.dataset.long;
  };

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(linkBox.value);
    } catch {
      linkPart.hidden = false;
      linkBox.select();
      if (!document.execCommand("copy")) return tell(text.copy_failed);
      linkPart.hidden = true;
    }
    return tell(text.copied);
  };

  send.hidden = !navigator.share;
  send.querySelector("button").addEventListener("click", () => {
    const title = say(text.mail_subject, { offer: page.dataset.offer });
    // Somebody who closes the sheet of the system has changed their mind; that is no error.
    navigator.share({ title, url: linkBox.value }).catch(() => {});
  });
  part(page, "[data-my-list-print]").addEventListener("click", () => print());
  part(page, "[data-my-list-copy]").addEventListener("click", copy);
  linkBox.addEventListener("focus", () => linkBox.select());
  part(page, "[data-my-list-clear]").addEventListener("click", () => {
    if (dialog.showModal) dialog.showModal();
    else if (confirm(dialog.querySelector("h2").textContent)) clearAll();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "1") clearAll();
    dialog.returnValue = "";
  });

  // --- A list in the address -----------------------------------------------------------------------------

  const leaveShared = () => {
    shared = null;
    history.replaceState(history.state, "", location.pathname);
    list.replaceChildren();
    show();
  };

  part(page, "[data-my-list-add]").addEventListener("click", () => {
    const own = kept.read();
    const fresh = shared.filter((id) => !own.some((entry) => entry.id === id));
    const names = new Map(shared.map((id) => [id, nameOf(id)]));
    const room = fresh.slice(0, kept.most - own.length);
    kept.write([...own, ...room.map((id) => ({ id, name: names.get(id), note: "", added: Date.now() }))]);
    leaveShared();
    if (room.length < fresh.length) tell(say(text.full, { count: room.length, limit: kept.most }));
    else if (room.length === 0) tell(text.added_none);
    else tell(say(room.length === 1 ? text.added_one : text.added_many, { count: room.length }));
    heading.focus();
  });
  part(page, "[data-my-list-own]").addEventListener("click", () => {
    leaveShared();
    tell("");
    heading.focus();
  });

  const readAddress = () => {
    const hash = location.hash.slice(1);
    // Other places on the page have no "/" in their names.
    const isList = hash.includes("/") || /%2f/i.test(hash);
    if (!isList) {
      if (kept.isCarried()) kept.write(kept.read());
      else if (shared) history.replaceState(history.state, "", `#${shared.join(",")}`);
      return;
    }
    if (kept.isCarried()) {
      // Here the address is the list.
      kept.write(kept.idsIn(hash).map((id) => kept.read().find((entry) => entry.id === id) || { id }));
      return;
    }
    const ids = kept.idsIn(hash);
    warn(ids.length ? "" : text.bad_link);
    shared = ids.length ? ids : null;
    if (!shared) history.replaceState(history.state, "", location.pathname);
    list.replaceChildren();
    tell("");
    show();
  };

  addEventListener("hashchange", readAddress);
  document.addEventListener("kept", () => {
    if (!shared) show();
  });

  part(page, "[data-my-list-body]").hidden = false;
  readAddress();
  show();
};
