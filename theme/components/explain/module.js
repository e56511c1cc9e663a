// The meaning of one term in a small panel beside it. The meanings are read from the jargon buster itself,
// which is fetched once, when the first term is pressed.
const { words } = localOffer;
const GAP = 8;
const pages = new Map();
let open = null;

// The page with all meanings. A page that could not be fetched is asked for again the next time.
const meanings = (term) => {
  const address = term.href.split("#")[0];
  if (!pages.has(address)) {
    const page = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`explain: the jargon buster could not be fetched (${answer.status}).`);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    page.catch(() => pages.delete(address));
    pages.set(address, page);
  }
  return pages.get(address);
};

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

const panelFor = (term, name, meaning) => {
  const panel = element("div", "explanation", "");
  const heading = element("p", "explanation__term", name);
  const text = element("p", "explanation__meaning", meaning);
  const foot = element("p", "explanation__foot", "");
  const more = element("a", "explanation__more", words.explain.more);
  const shut = element("button", "button button--quiet explanation__close", words.explain.close);
  heading.id = "explanation-term";
  text.id = "explanation-meaning";
  panel.id = "explanation";
  panel.tabIndex = -1;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", heading.id);
  panel.setAttribute("aria-describedby", text.id);
  more.href = term.href;
  shut.type = "button";
  shut.addEventListener("click", () => close(true));
  foot.append(shut, more);
  panel.append(heading, text, foot);
  return panel;
};

// Below the term, or above it where there is no room; never over the term, never beside the screen.
const place = (term, panel) => {
  const box = term.getClientRects()[0];
  const view = document.documentElement;
  const { width, height } = panel.getBoundingClientRect();
  const below = term.getBoundingClientRect().bottom + GAP;
  const above = box.top - GAP - height;
  const top = below + height > view.clientHeight && above >= 0 ? above : below;
  const beside = getComputedStyle(term).direction === "rtl" ? box.right - width : box.left;
  const left = Math.max(GAP, Math.min(beside, view.clientWidth - width - GAP));
  panel.style.setProperty("top", `${top + scrollY}px`);
  panel.style.setProperty("left", `${left + scrollX}px`);
};

const close = (giveBackFocus) => {
  if (!open) return;
  const { term, panel } = open;
  open = null;
  removeEventListener("resize", settle);
  term.setAttribute("aria-expanded", "false");
  term.removeAttribute("aria-controls");
  if (giveBackFocus) term.focus({ preventScroll: true });
  panel.remove();
};

const settle = () => place(open.term, open.panel);

// Shows what a term means; pressed again, the term closes it.
export const explain = async (term) => {
  const again = open?.term === term;
  close(false);
  if (again) {
    term.focus();
    return;
  }
  const page = await meanings(term);
  const entry = page.getElementById(decodeURIComponent(term.hash.slice(1)));
  const name = entry?.querySelector("dt");
  const meaning = entry?.querySelector("dd");
  if (!name || !meaning) throw new Error(`explain: the jargon buster does not explain ${term.hash}.`);
  close(false);
  const panel = panelFor(term, name.textContent, meaning.textContent);
  open = { term, panel };
  document.body.append(panel);
  if (panel.showPopover) {
    // Manual, so that closing is the same in browsers without popovers.
    panel.popover = "manual";
    panel.showPopover();
  }
  place(term, panel);
  addEventListener("resize", settle);
  term.setAttribute("aria-expanded", "true");
  term.setAttribute("aria-controls", panel.id);
  // A screen reader reads a dialog's name and description when it gets focus.
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (!open) return;
  if (event.key === "Escape") {
    close(true);
    return;
  }
  if (event.key !== "Tab" || !open.panel.contains(document.activeElement)) return;
  // The panel stands at the end of the page; the keyboard finds it behind its term.
  const stops = [...open.panel.querySelectorAll("a[href], button")];
  const here = stops.indexOf(document.activeElement);
  if (event.shiftKey && here < 1) {
    event.preventDefault();
    close(true);
  } else if (!event.shiftKey && here === stops.length - 1) {
    close(true);
  }
});

document.addEventListener("pointerdown", (event) => {
  if (!open || open.panel.contains(event.target) || open.term.contains(event.target)) return;
  close(open.panel.contains(document.activeElement));
});
