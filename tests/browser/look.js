// What a test looks at on every page, beside what axe finds. Each function gives sentences about what is wrong.
window.look = (() => {
  const name = (element) => {
    const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 30);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}"> ${words}`;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const style = (element) => window.getComputedStyle(element);
  /** Shown to screen readers only. */
  const tiny = (element) => element.offsetWidth <= 1 || (element.closest("thead") || {}).offsetWidth <= 1;
  const hidden = (element) => element.closest(".visually-hidden, .skip-link, svg, dialog") || tiny(element);
  /** Whether a scroll bar of the element's own lets one see what sticks out. */
  const scrolls = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      if (/auto|scroll/.test(style(up).overflowX)) return true;
    }
    return false;
  };

  /** The frame: language, title, one heading, one main part, a way past the menus. */
  function frame(lang) {
    const wrong = [];
    const count = (selector) => [...document.querySelectorAll(selector)].filter((it) => !it.closest("dialog")).length;
    if (document.documentElement.lang !== lang) wrong.push(`lang is ${document.documentElement.lang}, not ${lang}`);
    if (!/\S.* · \S/.test(document.title)) wrong.push(`title "${document.title}"`);
    if (count("h1") !== 1) wrong.push(`${count("h1")} h1`);
    for (const landmark of ["main", "body > header"]) if (count(landmark) !== 1) wrong.push(`${count(landmark)} ${landmark}`);
    const first = document.querySelector("a[href], button, input, select, textarea, summary");
    if (!first.matches(".skip-link[href='#content']")) wrong.push(`no skip link before ${name(first)}`);
    if (!document.querySelector("#content[tabindex='-1']")) wrong.push("the skip link leads nowhere");
    return wrong;
  }

  /** Nothing wider than the window, nothing cut off, no word outside its box. */
  async function room() {
    if (document.querySelector("[data-chart]")) {
      // A chart follows its box a frame later.
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    }
    const wrong = [];
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) wrong.push(`${document.documentElement.scrollWidth} px in ${wide}`);
    for (const element of document.body.querySelectorAll("*")) {
      if (!shown(element) || hidden(element)) continue;
      const box = element.getBoundingClientRect();
      if ((box.right > wide + 1 || box.left < -1) && box.width && !scrolls(element)) wrong.push(`sticks out: ${name(element)}`);
      const cut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const low = element.scrollHeight > element.clientHeight + 3 && element.clientHeight > 0;
      const css = style(element);
      if (css.display === "inline" || element.matches("select, option, textarea, input")) continue;
      if (cut && /hidden|clip/.test(css.overflowX)) wrong.push(`cut off: ${name(element)}`);
      else if (cut && css.overflowX === "visible" && element.matches("a, button, summary, .badge, th, td, legend, h1, h2, h3")) {
        wrong.push(`outside its box: ${name(element)}`);
      }
      // A preview of so many lines says by its dots that there is more.
      if (low && css.webkitLineClamp === "none" && /hidden|clip/.test(css.overflowY) && css.overflowX !== "auto") wrong.push(`cut off below: ${name(element)}`);
    }
    return [...new Set(wrong)].slice(0, 8);
  }

  const outlined = (css) => css.outlineStyle !== "none" && parseFloat(css.outlineWidth) >= 2;

  /** Everything that takes the focus shows that it has it. */
  function focus() {
    const wrong = [];
    const before = document.activeElement;
    const seen = new Set();
    for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      const kind = element.tagName + element.className + element.type;
      if (seen.has(kind) || !shown(element) || element.disabled) continue;
      seen.add(kind);
      element.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== element) wrong.push(`takes no focus: ${name(element)}`);
      else if (![style(element), window.getComputedStyle(element, "::after")].some(outlined)) {
        wrong.push(`focus unseen: ${name(element)}`);
      }
    }
    if (before && before !== document.body) before.focus({ preventScroll: true });
    else document.activeElement.blur();
    return wrong;
  }

  /** A number for a text: FNV-1a. */
  const digest = (text) => {
    let sum = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
    return sum >>> 0;
  };

  /** The sorts of text on the page that are not known yet: by the classes of an element and of all above it. */
  function fresh(known) {
    const sorts = new Set(known);
    const marks = ["aria-current", "aria-pressed", "aria-disabled", "aria-invalid", "type"];
    const sortOf = (it) =>
      it === document.documentElement
        ? window.innerWidth < 900
        : digest(`${it.tagName}${it.className}${marks.map((mark) => it.getAttribute(mark) || "").join("|")}<${sortOf(it.parentElement)}`);
    const found = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!(text || element.matches("input, textarea, select")) || !shown(element)) continue;
      const sort = sortOf(element);
      if (!sorts.has(sort) && !found.has(sort)) found.set(sort, element);
    }
    return found;
  }

  const told = (results) =>
    results.violations.flatMap((rule) =>
      rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.html.slice(0, 120)} ${(node.any[0] || {}).message || ""}`),
    );

  /** All of axe's rules but the one for contrast. */
  async function rules() {
    const off = { "color-contrast": { enabled: false } };
    return told(await axe.run(document, { rules: off, resultTypes: ["violations"], elementRef: false }));
  }

  /** The contrast of every sort of text that is not known yet; answers [what is wrong, the sorts that were new]. */
  async function contrast(known, themes) {
    const found = fresh(known);
    const wrong = [];
    if (found.size) {
      const nodes = [...found.values()];
      const was = document.documentElement.dataset.bsTheme;
      for (const theme of themes) {
        document.documentElement.dataset.bsTheme = theme;
        const here = nodes.filter((node) => node.isConnected); // a part that loads by itself replaces what was there
        if (!here.length) continue;
        const results = await axe.run({ include: here }, { runOnly: ["color-contrast"], resultTypes: ["violations"], elementRef: false });
        wrong.push(...told(results).map((line) => `${theme} ${line}`));
      }
      document.documentElement.dataset.bsTheme = was;
    }
    return [wrong, [...found.keys()]];
  }

  /** How much the page jumped by itself while it was loaded (the browser's sum of layout shifts), and what moved. */
  function jumps() {
    return new Promise((resolve) => {
      let sum = 0;
      const moved = new Set();
      const add = (entries) => {
        for (const entry of entries) {
          if (entry.hadRecentInput) continue;
          sum += entry.value;
          for (const { node } of entry.sources) moved.add(node && node.nodeType === 1 ? name(node) : "text");
        }
      };
      const watcher = new PerformanceObserver((list) => add(list.getEntries()));
      watcher.observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => setTimeout(() => (add(watcher.takeRecords()), resolve([sum, [...moved]])), 0));
    });
  }

  return { frame, room, focus, rules, contrast, jumps };
})();
