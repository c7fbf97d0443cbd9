/* Filters the questions. Without this script the page shows all of them. */
(() => {
  "use strict";
  const form = document.getElementById("filter");
  if (!form) return;
  const cases = [...document.querySelectorAll(".case")];
  const shown = document.getElementById("shown");
  const texts = new Map();
  let timer;

  const textOf = (one) => {
    if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase().replace(/\s+/g, " "));
    return texts.get(one);
  };

  const has = (list, wanted) => !wanted || list.split(" ").includes(wanted);

  const apply = () => {
    const outcome = form.elements.outcome.value;
    const tag = form.elements.tag ? form.elements.tag.value : "";
    const words = form.elements.text.value.toLowerCase().trim().replace(/\s+/g, " ");
    let count = 0;
    for (const one of cases) {
      const fits = has(one.dataset.is, outcome) && has(one.dataset.tags, tag)
        && (!words || textOf(one).includes(words));
      one.hidden = !fits;
      count += fits;
    }
    const total = cases.length.toLocaleString("en");
    const all = `${total} question${cases.length === 1 ? "" : "s"}`;
    shown.textContent = count === cases.length ? all : `${count.toLocaleString("en")} of ${all}`;
  };

  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target || !target.matches(".case")) return;
    if (target.hidden) {
      form.reset();
      apply();
    }
    target.open = true;
    target.scrollIntoView();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", apply);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 150);
  });
  addEventListener("hashchange", open);
  form.hidden = false;
  apply();
  open();
})();
