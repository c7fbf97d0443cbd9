// For the panel with the evidence of one answer, or with the collection where nothing was asked.

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: button }));
  }
});

// Evidence that was asked for is shown at its beginning.
let wanted = null;
document.addEventListener("evidence-opening", ({ detail }) => {
  wanted = detail;
  document.dispatchEvent(new CustomEvent("article-closing", { detail: { keepsFocus: true } }));
  show();
});
const show = () => {
  if (wanted === null || element.querySelector(".panel")?.dataset.exchange !== wanted) return;
  wanted = null;
  element.closest("#side").scrollTop = 0;
  element.querySelector("h2").focus({ preventScroll: true });
};
watch("value", show);
