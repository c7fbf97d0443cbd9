// Run by gradio for each part of the page that shows our HTML; it hands in
// `element`, `trigger` and `watch`. Clicks are told to Python by what they are on.

element.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { article, start, end, check, example, without, again, edit } = target.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: target }));
    trigger("article", { article, start: Number(start), end: Number(end), check });
  } else if (example !== undefined) {
    trigger("example", { text: example });
  } else if (without !== undefined) {
    if (!isBusy()) trigger("without", { kind: without, number: Number(target.dataset.number) });
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
  } else if (target.dataset.judge === "wrong") {
    const line = target.closest("[data-judging]");
    const isNew = target.getAttribute("aria-pressed") !== "true";
    if (isNew) trigger("judge", { number: Number(line.dataset.judging), verdict: "wrong" });
    remember(line, target.getAttribute("aria-expanded") !== "true");
    if (!place(line)) return;
    line.querySelector("input").focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" }); // no further than it takes to be seen
  }
});

// One question at a time.
const isBusy = () => document.querySelector(".answer[aria-busy=true]") !== null;

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    return "This browser does not let a page copy; mark the text and copy it.";
  }
};

// A quotation that covers what one reads goes away with Escape.
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

// The form under "Wrong" stays open, with what was typed, while the page is told of
// other things and when its answer moves up: kept here by the number of the answer.
const forms = (window.judgingForms ??= new Map());

const remember = (line, isOpen) => {
  const { correction, unanswerable } = line.querySelector("form").elements;
  forms.set(line.dataset.judging, {
    isOpen,
    correction: correction.value,
    unanswerable: unanswerable?.checked ?? false,
  });
};

const place = (line) => {
  const form = line.querySelector("form");
  const { correction, unanswerable } = form.elements;
  const kept = forms.get(line.dataset.judging);
  form.hidden = !kept?.isOpen;
  line.querySelector("[data-judge=wrong]").setAttribute("aria-expanded", String(!form.hidden));
  correction.value = kept?.correction ?? correction.defaultValue;
  if (unanswerable) unanswerable.checked = kept?.unanswerable ?? unanswerable.defaultChecked;
  correction.disabled = unanswerable?.checked ?? false;
  return !form.hidden;
};

element.addEventListener("input", ({ target }) => {
  const line = target.closest("[data-judging]");
  if (!line) return;
  remember(line, true);
  place(line);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const line = event.target.closest("[data-judging]");
  remember(line, false);
  const { correction, unanswerable } = forms.get(line.dataset.judging);
  line.querySelector("[data-judge=wrong]").focus();
  place(line);
  trigger("judge", {
    number: Number(line.dataset.judging),
    verdict: "wrong",
    correction: unanswerable ? "" : correction,
    unanswerable,
  });
});

// A list that was unfolded stays so while the answer below it grows.
const unfolded = new Set();
element.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open) unfolded.add(target.dataset.fold);
    else unfolded.delete(target.dataset.fold);
  },
  true,
);

// The answers of another conversation have the same numbers.
document.addEventListener("conversation-opening", () => {
  forms.clear();
  unfolded.clear();
});

// A new question moves to the top of the window, once.
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
