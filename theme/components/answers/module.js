// What the compared schools answer in their SEN information reports, question by question. The answers are
// read from the pages of the reports when a question is opened: each page once.
const text = localOffer.words.answers;
const { root, say } = localOffer;

const element = (tag, className = "", content = "") => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
};

const pages = new Map();

const pageOf = (address) => {
  if (!pages.has(address)) {
    const asked = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`answers: ${address} answered ${answer.status}.`);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    pages.set(address, asked);
    // Without a connection it is asked again the next time.
    asked.catch(() => pages.delete(address));
  }
  return pages.get(address);
};

const answerIn = (page, address, question) => {
  const found = page.getElementById(question);
  const content = element("div", "answers__text");
  for (const part of found ? found.querySelectorAll(":scope > .prose, :scope > .links, :scope > .sen-report__note") : []) {
    const copy = part.cloneNode(true);
    for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const link of copy.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address).href;
    content.append(copy);
  }
  return content;
};

const without = (school) => {
  const content = element("div", "answers__text");
  content.append(element("p", "not-stated", school.website ? text.elsewhere : text.none));
  if (school.website) {
    const way = element("p");
    const link = element("a", "", text.website);
    link.href = school.website;
    way.append(link);
    content.append(way);
  }
  return content;
};

const answerOf = async (school, question) => {
  if (!school.hasAnswers) return without(school);
  const address = new URL(`${root}schools/${school.id}/sen-report/`, location.href).href;
  return answerIn(await pageOf(address), address, question);
};

// section: the part of the page with one <details data-question> for each question. Gives back what shows schools:
// [{id, name, hasAnswers, website}].
export const beginAnswers = (section) => {
  const questions = [...section.querySelectorAll("[data-question]")];
  if (questions.length === 0) throw new Error("answers: there is no [data-question] in the part for answers.");
  let schools = [];

  const fill = async (question) => {
    const place = question.querySelector("[data-answers-of]");
    if (!place) throw new Error("answers: [data-answers-of] is missing from a question.");
    const wanted = schools;
    place.setAttribute("aria-busy", "true");
    place.replaceChildren(element("p", "", text.loading));
    try {
      const contents = await Promise.all(wanted.map((school) => answerOf(school, question.dataset.question)));
      if (wanted !== schools) return;
      const list = element("dl", "answers__side");
      list.style.setProperty("--schools", wanted.length);
      wanted.forEach((school, at) => {
        const group = element("div", "answers__school");
        const answer = element("dd");
        answer.append(contents[at]);
        group.append(element("dt", "", school.name), answer);
        list.append(group);
      });
      place.replaceChildren(list);
    } catch {
      // No connection, or a page that has just moved: the reader is told, and may try again.
      if (wanted === schools) place.replaceChildren(element("p", "", text.not_loaded));
    } finally {
      if (wanted === schools) place.removeAttribute("aria-busy");
    }
  };

  for (const question of questions) question.addEventListener("toggle", () => question.open && fill(question));

  return (shown) => {
    schools = shown;
    section.hidden = shown.length === 0;
    section.querySelector("[data-answers-about]").textContent = say(text.about, { names: shown.map((one) => one.name).join(", ") });
    for (const question of questions) if (question.open && shown.length) fill(question);
  };
};
