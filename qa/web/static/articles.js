// For the list of articles with its picture. It turns clicks on buttons into events that Python
// handles; the data attributes of a button say which. What the list shows then, the address says.

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { article, sort, remove, source, bar, page, tag } = button.dataset;
  if ([sort, page, source, tag, bar, button.dataset.all].some((one) => one !== undefined)) app.arranged();
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: button }));
  } else if (sort !== undefined) {
    next = [["sort", sort]];
    trigger("sort", { column: sort });
  } else if (page !== undefined) {
    next = [["page", page], ["sort", "date"]];
    isTurning = true;
    trigger("turn", { page: Number(page) });
  } else if (source !== undefined) {
    next = [["source", source]];
    trigger("narrow", { source });
  } else if (tag !== undefined) {
    next = [["tag", tag], ["sort", "date"]];
    trigger("narrow", { tag });
  } else if (bar !== undefined) {
    next = [["bar", bar]];
    trigger("narrow", { first: bar, last: button.dataset.last });
  } else if ("all" in button.dataset) {
    next = [["sort", "date"]];
    trigger("narrow", {});
  } else if ("adds" in button.dataset) {
    app.adding(true);
  } else if (remove !== undefined) {
    next = [["restore", remove], ["remove", remove]];
    wait(button, texts.removing);
    trigger("remove", { article: remove });
  } else if ("restore" in button.dataset) {
    next = [["article", button.dataset.restore], ["restore", button.dataset.restore]];
    wait(button, texts.restoring);
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
let isTurning = false;
watch("value", () => {
  if (element.closest("#listing")) app.tellListed();
  if (isTurning) element.closest("#library").scrollTop = 0;
  isTurning = false;
  const focused = document.activeElement; // a heading has it where nothing else could keep it
  if (!focused.matches("body, h2[tabindex]") && !element.contains(focused)) next = [];
  const buttons = [...element.querySelectorAll("button")];
  const found = next
    .map(([name, value]) => buttons.find((one) => one.dataset[name] === value))
    .find(Boolean);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "nearest" });
  next = [];
});
