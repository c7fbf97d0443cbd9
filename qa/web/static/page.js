// Gradio runs this for each part of the page that shows our HTML, and hands in `element`, `trigger`
// and `watch`. It turns clicks on buttons into events that Python handles; the data attributes of a
// button say which.

element.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { article, start, end, check, example, without, wanted, again, edit } = target.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: target }));
    trigger("article", { article, start: Number(start), end: Number(end), check });
  } else if (example !== undefined) {
    trigger("example", { text: example });
  } else if (without !== undefined) {
    if (!isBusy()) trigger("without", { kind: without, number: Number(target.dataset.number) });
  } else if (wanted !== undefined) {
    if (!isBusy()) trigger("again", { number: Number(target.dataset.number), wanted });
  } else if (again !== undefined) {
    const unfiltered = "unfiltered" in target.dataset;
    if (!isBusy()) trigger("again", { number: Number(again), unfiltered });
  } else if (edit !== undefined) {
    if (isBusy()) return;
    trigger("edit", { number: Number(edit) });
    document.querySelector("#question textarea").focus();
  } else if ("unedit" in target.dataset) {
    trigger("unedit", {});
  } else if ("copy" in target.dataset) {
    copy(target.dataset.copy).then((said) => {
      target.closest(".actions").querySelector("[role=status]").textContent = said;
    });
  } else if ("clear" in target.dataset) {
    trigger("unfilter", {});
  } else if ("download" in target.dataset) {
    target.disabled = true;
    trigger("download", {});
  } else if (target.dataset.judge === "right") {
    const line = target.closest("[data-judging]");
    forms.delete(line.dataset.judging);
    place(line);
    trigger("judge", { number: Number(line.dataset.judging), verdict: "right" });
  } else if (target.dataset.unfolds !== undefined) {
    const line = target.closest("[data-judging]");
    const isNew = target.getAttribute("aria-pressed") === "false";
    if (isNew) trigger("judge", { number: Number(line.dataset.judging), verdict: "wrong" });
    const isOpen = target.getAttribute("aria-expanded") === "true";
    remember(line, isOpen ? null : target.dataset.unfolds);
    place(line);
    if (isOpen) return;
    line.querySelector("form:not([hidden]) input").focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" }); // no further than it takes to be seen
  }
});

// While an answer grows, no other question can be asked.
const isBusy = () => document.querySelector(".answer[aria-busy=true]") !== null;

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    return "This browser does not let a page copy; mark the text and copy it.";
  }
};

// Escape hides the quotation that a number shows, until it is pointed at again.
document.addEventListener("keydown", ({ key }) => {
  const shown = key === "Escape" ? ".cite:is(:hover, :focus-within)" : null;
  if (shown) element.querySelector(shown)?.classList.add("is-dismissed");
});
for (const leaving of ["focusout", "mouseout"]) {
  element.addEventListener(leaving, ({ target, relatedTarget }) => {
    const cite = target.closest(".cite");
    if (cite && !cite.contains(relatedTarget)) cite.classList.remove("is-dismissed");
  });
}

// The menu of kinds closes when something else is pressed or reached, and on Escape.
const closeMenu = (menu) => menu?.removeAttribute("open");
element.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest(".kind details");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) closeMenu(menu);
});
document.addEventListener("click", ({ target }) => {
  for (const menu of element.querySelectorAll(".kind details[open]")) {
    if (!menu.contains(target)) closeMenu(menu);
  }
});
element.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" ? target.closest(".kind details[open]") : null;
  if (!menu) return;
  closeMenu(menu);
  menu.querySelector("summary").focus();
});

// The forms under "Wrong" and "Wrong source" stay open, with what was typed, when the HTML around
// them changes and when their answer moves to the earlier ones. Kept by the number of the answer.
const forms = (window.judgingForms ??= new Map());

const inputs = (line, name) => [...line.querySelectorAll(`form input[name=${name}]`)];

const remember = (line, open) => {
  const [correction] = inputs(line, "correction");
  const [unanswerable] = inputs(line, "unanswerable");
  forms.set(line.dataset.judging, {
    open,
    correction: correction.value,
    unanswerable: unanswerable?.checked ?? false,
    sources: inputs(line, "source").map((source) => source.checked),
  });
};

const place = (line) => {
  const kept = forms.get(line.dataset.judging);
  for (const form of line.querySelectorAll("form")) {
    form.hidden = kept?.open !== form.dataset.form;
    const button = line.querySelector(`[data-unfolds=${form.dataset.form}]`);
    button.setAttribute("aria-expanded", String(!form.hidden));
  }
  const [correction] = inputs(line, "correction");
  const [unanswerable] = inputs(line, "unanswerable");
  correction.value = kept?.correction ?? correction.defaultValue;
  if (unanswerable) unanswerable.checked = kept?.unanswerable ?? unanswerable.defaultChecked;
  correction.disabled = unanswerable?.checked ?? false;
  inputs(line, "source").forEach((source, at) => {
    source.checked = kept?.sources[at] ?? source.defaultChecked;
  });
};

element.addEventListener("input", ({ target }) => {
  const line = target.closest("[data-judging]");
  if (!line) return;
  remember(line, target.closest("form").dataset.form);
  place(line);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const line = event.target.closest("[data-judging]");
  const saved = event.target.dataset.form;
  remember(line, null);
  const { correction, unanswerable } = forms.get(line.dataset.judging);
  const sources = inputs(line, "source").filter((source) => source.checked);
  line.querySelector(`[data-unfolds=${saved}]`).focus();
  place(line);
  const number = Number(line.dataset.judging);
  if (saved === "sources") {
    trigger("judge", { number, sources: sources.map((source) => Number(source.value)) });
  } else {
    const right = unanswerable ? "" : correction;
    trigger("judge", { number, verdict: "wrong", correction: right, unanswerable });
  }
});

// A list that was unfolded stays unfolded when the HTML around it changes.
const unfolded = new Set();
element.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.dataset.fold === undefined) return;
    if (target.open) unfolded.add(target.dataset.fold);
    else unfolded.delete(target.dataset.fold);
  },
  true,
);

// The answers of another conversation have the same numbers, so what was kept by them goes.
document.addEventListener("conversation-opening", () => {
  forms.clear();
  unfolded.clear();
});

// A new question is scrolled to the top of the window, once.
let shown = null;
watch("value", () => {
  if (element.querySelector(".welcome")) forms.clear(); // a new conversation counts from 1
  element.querySelectorAll("[data-judging]").forEach(place);
  for (const fold of element.querySelectorAll("details[data-fold]")) {
    fold.open = unfolded.has(fold.dataset.fold);
  }
  const edited = element.querySelector("[data-unedit]");
  edited?.scrollIntoView({ block: "nearest" }); // no further than it takes to be seen
  const newest = element.querySelector("[data-exchange]:last-child");
  if (newest?.dataset.exchange === shown) return;
  shown = newest?.dataset.exchange ?? null;
  if (newest && shown !== "1" && element.closest("#latest")) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    newest.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }
});
