// Suggestions below a search box: services, kinds of support, needs and guides, while somebody types.
// The pattern is the combobox of the ARIA Authoring Practices: a list that never takes the focus.
const { words, say, finder, root } = localOffer;
const PAUSE = 150;

export const suggestFor = (form, box) => {
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = `${box.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggest.label);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.querySelector(".search-box__row").append(list);
  form.append(status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }

  let found = [];
  let at = -1;
  let asked = 0;
  let shownFor = "";
  let timer = 0;

  const mark = (next) => {
    at = next;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  const close = () => {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    status.textContent = "";
    mark(-1);
  };

  const optionOf = ({ name, kind }, number) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.className = "suggest__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = name;
    const sort = document.createElement("span");
    sort.className = "suggest__kind";
    sort.textContent = words.facet[kind] ?? words.search[`kind_${kind}`];
    option.append(label, " ", sort);
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => go(number));
    return option;
  };

  const go = (number) => location.assign(root + found[number].url);

  const open = (suggestions) => {
    found = suggestions;
    list.replaceChildren(...found.map(optionOf));
    mark(-1);
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent =
      found.length === 0 ? "" : found.length === 1 ? words.suggest.found_one : say(words.suggest.found_many, { count: found.length });
  };

  const suggest = async () => {
    asked += 1;
    const mine = asked;
    await finder.load();
    const query = box.value.trim();
    if (query.length < 2) return close();
    // What is there already is not made anew: somebody may be choosing from it.
    if (query === shownFor && !list.hidden) return undefined;
    const suggestions = await finder.suggest(query);
    if (mine === asked && document.activeElement === box) {
      shownFor = query;
      open(suggestions);
    }
    return undefined;
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest().catch(close), PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" && box.value.trim()) suggest().catch(close);
      return;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      const places = found.length + 1;
      mark(((at + 1 + steps[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      go(at);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") close();
  });
  box.addEventListener("blur", close);
  // On a slow line somebody may have typed before this came.
  (document.activeElement === box ? suggest() : finder.load()).catch(close);
};
