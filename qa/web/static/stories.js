// For the stories: the list, and one of them as a timeline. It turns clicks on buttons into events
// that Python handles; a story to ask within is handed to what stands under the field.

let wanted = "";
element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { article, start, end, check, story, page, within, title } = button.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: button }));
    const place = start === undefined ? {} : { start: Number(start), end: Number(end), check };
    trigger("article", { article, ...place });
  } else if (story !== undefined) {
    wanted = "#story-title";
    trigger("story", { story });
  } else if (page !== undefined) {
    wanted = "[data-story]";
    trigger("turn", { page: Number(page) });
  } else if (within !== undefined) {
    document.dispatchEvent(new CustomEvent("story-chosen", { detail: { id: within, title } }));
    app.view("chat");
  }
});

// What was clicked is gone with the old content: the focus goes to what came in its place.
watch("value", () => {
  if (!wanted) return;
  element.closest("#stories").scrollTop = 0;
  element.querySelector(wanted)?.focus({ preventScroll: true });
  wanted = "";
});
