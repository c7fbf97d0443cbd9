// Run by gradio for each part of the page that shows our HTML; it hands in
// `element`, `trigger` and `watch`. Clicks are told to Python by what they are on.

element.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { article, start, end, check, example } = target.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: target }));
    trigger("article", { article, start: Number(start), end: Number(end), check });
  } else if (example !== undefined) {
    trigger("example", { number: Number(example) });
  } else if ("clear" in target.dataset) {
    trigger("unfilter", {});
  } else if ("download" in target.dataset) {
    target.disabled = true;
    trigger("download", {});
  }
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

// A new question moves to the top of the window, once.
let shown = null;
watch("value", () => {
  for (const fold of element.querySelectorAll("details[data-fold]")) {
    fold.open = unfolded.has(fold.dataset.fold);
  }
  const newest = element.querySelector("[data-exchange]:last-child");
  if (newest?.dataset.exchange === shown) return;
  shown = newest?.dataset.exchange ?? null;
  if (newest && shown !== "1" && element.closest("#latest")) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    newest.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }
});
