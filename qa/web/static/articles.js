// Gradio runs this for the table of articles. It turns clicks on buttons into events that Python
// handles; the data attributes of a button say which.

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { article, sort, remove } = button.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: button }));
    trigger("article", { article });
  } else if (sort !== undefined) {
    next = [["sort", sort]];
    trigger("sort", { column: sort });
  } else if (remove !== undefined) {
    next = [["restore", remove], ["remove", remove]];
    wait(button, "Removing…");
    trigger("remove", { article: remove });
  } else if ("restore" in button.dataset) {
    next = [["article", button.dataset.restore], ["restore", button.dataset.restore]];
    wait(button, "Putting it back…");
    trigger("restore", {});
  }
});

// One removal at a time: gradio drops a click while its event is being handled.
const wait = (button, words) => {
  button.textContent = words;
  const selector = "[data-remove], [data-restore]";
  for (const one of element.querySelectorAll(selector)) one.disabled = true;
};

// The table is rendered anew, which loses the focus. It goes to what stands in the same place now:
// the first of `next` that there is. If the focus has moved elsewhere meanwhile, it stays there.
let next = [];
watch("value", () => {
  if (document.activeElement !== document.body) next = [];
  const buttons = [...element.querySelectorAll("button")];
  const found = next
    .map(([name, value]) => buttons.find((one) => one.dataset[name] === value))
    .find(Boolean);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "nearest" });
  next = [];
});
