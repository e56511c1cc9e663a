// What the accessibility tests ask of a page, in the page itself. Each check returns what is wrong as short texts.
window.checks = (() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (element) => element.outerHTML.slice(0, 140);
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter((one) => shown(one) && !one.disabled);
  const mayScroll = (element) => element.closest(".table-scroll, .comparison, [data-map], pre");

  // Text that is cut off: a box that hides what runs over its edge.
  function cut() {
    return [...document.querySelectorAll("body *")]
      .filter((one) => {
        const style = getComputedStyle(one);
        if (!["hidden", "clip"].includes(style.overflowX) && !["hidden", "clip"].includes(style.overflowY)) return false;
        if (one.clientWidth <= 1 || !shown(one) || !one.innerText || one.closest("svg, .visually-hidden")) return false;
        return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
      })
      .map(name);
  }

  // What sticks out sideways, other than tables and maps in a box that scrolls.
  function wide() {
    const width = document.documentElement.clientWidth;
    const found = document.documentElement.scrollWidth > width + 1 ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
    for (const one of document.querySelectorAll("body *")) {
      const box = one.getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && box.right > width + 1 && shown(one) && !mayScroll(one) && !one.closest("svg, .visually-hidden")) found.push(name(one));
    }
    return found.slice(0, 5);
  }

  // How much of the window is covered by what stays when the page scrolls, as a share of its height.
  function stuck() {
    return [...document.querySelectorAll("body *")]
      .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position) && shown(one))
      .reduce((sum, one) => sum + (one.getBoundingClientRect().width > innerWidth / 2 ? one.getBoundingClientRect().height : 0), 0) / innerHeight;
  }

  // Targets under 24 px that neither stand in a sentence nor have room around them (WCAG 2.5.8).
  function small() {
    const targets = controls().filter((one) => one.tagName !== "DIV" && one.tagName !== "MAIN").map((one) => {
      const label = one.matches("input[type=checkbox], input[type=radio]") && one.labels[0];
      const boxes = [one, ...(label ? [label] : [])].map((each) => each.getBoundingClientRect());
      const left = Math.min(...boxes.map((box) => box.left)), right = Math.max(...boxes.map((box) => box.right));
      const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
      return { one, left, right, top, bottom, x: (left + right) / 2, y: (top + bottom) / 2, small: right - left < 24 || bottom - top < 24 };
    });
    const inSentence = ({ one }) =>
      getComputedStyle(one).display === "inline" &&
      [...one.parentElement.childNodes].some((node) => node !== one && node.nodeType === 3 && /\w/.test(node.textContent));
    // A circle of 24 px around its middle must touch no other target and no other such circle.
    const near = (a, b) => {
      const dx = Math.max(b.left - a.x, 0, a.x - b.right), dy = Math.max(b.top - a.y, 0, a.y - b.bottom);
      return Math.hypot(dx, dy) < 12 || (b.small && Math.hypot(a.x - b.x, a.y - b.y) < 24);
    };
    return targets
      .filter((one) => one.small && one.right > one.left && !inSentence(one) && targets.some((other) => other !== one && !one.one.contains(other.one) && near(one, other)))
      .map(({ one }) => name(one));
  }

  // The focused element now: whether it is marked, on the screen, and not wholly covered (WCAG 2.4.7, 2.4.11).
  const seen = new Set();
  function focused() {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    const known = seen.has(one);
    seen.add(one);
    const marks = [one, ...(one.labels || []), one.parentElement].map((each) => getComputedStyle(each));
    const marked = marks.slice(0, -1).some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || marks[0].boxShadow !== "none";
    const rings = (one.labels || []).length ? [one, ...one.labels] : [one];
    const uncovered = rings.some((each) =>
      [...each.getClientRects()].some((box) => {
        const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
        if (right <= left || bottom <= top) return false;
        const points = [0.5, 0.05, 0.95].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
        return points.some(([x, y]) => {
          const hit = document.elementFromPoint(x, y);
          return hit && rings.some((ring) => ring.contains(hit));
        });
      }),
    );
    return { known, wrong: [...(marked ? [] : [`no mark: ${name(one)}`]), ...(uncovered ? [] : [`out of sight or covered: ${name(one)}`])] };
  }

  const unreached = () => controls().filter((one) => !seen.has(one) && !(one.type === "radio" && !one.checked)).map(name);

  // What moves although people asked for less motion.
  function moving() {
    const found = document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 1).map((one) => name(one.effect.target));
    for (const one of document.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      if (style.scrollBehavior === "smooth" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01)) found.push(name(one));
    }
    return found.slice(0, 5);
  }

  return { controls, cut, wide, stuck, small, focused, unreached, moving };
})();
