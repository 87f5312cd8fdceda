// The page works without this. With it, goals can be filtered, sorted, and opened all at once.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    const inner = target.querySelector(":scope > .more");
    if (inner) inner.open = true;
    target.scrollIntoView();
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  const form = document.querySelector(".filter");
  const goals = all("[data-team]");
  const texts = new Map();
  const textOf = (goal) => {
    if (!texts.has(goal)) texts.set(goal, goal.textContent.toLowerCase());
    return texts.get(goal);
  };
  const has = (list, wanted) => !wanted || (list || "").split(" ").includes(wanted);
  const reset = () => { if (form) { form.reset(); apply(); sort(); } };

  const apply = () => {
    const { team, who, is, text } = form.elements;
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let objectives = 0;
    for (const goal of goals) {
      const data = goal.dataset;
      const fits = has(data.team, team.value) && has(data.who, who.value)
        && (data.is === undefined ? !is.value : has(data.is, is.value))
        && words.every((word) => textOf(goal).includes(word));
      if (goal.hidden === fits) goal.hidden = !fits;
      if (goal.classList.contains("o")) { objectives += 1; shown += fits; }
    }
    for (const group of all("[data-group]")) group.hidden = !group.querySelector("[data-team]:not([hidden])");
    form.querySelector("output").textContent =
      shown === objectives ? `${objectives} objectives` : `${shown} of ${objectives} objectives`;
  };

  const number = (goal, key, missing) => (key in goal.dataset ? Number(goal.dataset[key]) : missing);
  const orders = {
    written: (a, b) => a.dataset.n - b.dataset.n,
    behind: (a, b) => number(b, "gap", -9) - number(a, "gap", -9),
    score: (a, b) => number(a, "score", 9) - number(b, "score", 9),
    title: (a, b) => a.querySelector("h4").textContent.localeCompare(b.querySelector("h4").textContent),
  };
  const sort = () => {
    for (const group of all(".team")) {
      const now = all(":scope > .o", group);
      const sorted = [...now].sort(orders[form.elements.sort.value]);
      // what is moved loses the focus: move only what must be
      if (sorted.some((goal, place) => goal !== now[place])) group.append(...sorted);
    }
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("input", apply);
    form.elements.sort.addEventListener("change", sort);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { apply(); sort(); }));
    form.querySelector("[data-open]").addEventListener("click", (event) => {
      const open = event.target.dataset.open === "yes";
      for (const goal of all(".o")) goal.open = open;
      event.target.dataset.open = open ? "no" : "yes";
      event.target.textContent = open ? "Close all" : "Open all";
    });
    apply();
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(".o:not([open])");
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
  addEventListener("hashchange", reveal);
  reveal();
})();
