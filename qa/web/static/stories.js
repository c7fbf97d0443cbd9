// For the stories: the list, and one of them as a timeline. The address says which is told; Python is
// told to look, and given what is wanted by then (`app.story`). A story to ask within is handed to what stands under the field.

const LIST = "";
const isHere = () => document.body.dataset.view === "stories";
let page = 0; // of the list, where one comes back to
let asked = null; // the story, or LIST, that Python was last told to show; null in another view
let focused = ""; // what is to have the focus once it is there
let number = 0; // of what was asked for last
app.story = () => JSON.stringify({ story: asked ?? LIST, page, number });

const ask = (story) => {
  asked = story;
  number += 1;
  trigger("story");
};

// Shows what the address names, unless that is on its way already.
const follow = (focus) => {
  const { t } = app.address();
  if (!isHere() || t === asked) return;
  if (focus) focused = t ? "#story-title" : `[data-story="${CSS.escape(asked ?? "")}"]`;
  ask(t);
};

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { article, story, page: turned, within, title } = button.dataset;
  if (article !== undefined) {
    document.dispatchEvent(new CustomEvent("article-opening", { detail: button }));
  } else if (story !== undefined) {
    app.go({ t: story });
    follow(true);
  } else if (turned !== undefined) {
    page = Number(turned);
    focused = "[data-story]";
    ask(LIST);
  } else if (within !== undefined) {
    document.dispatchEvent(new CustomEvent("story-chosen", { detail: { id: within, title } }));
    app.view("chat");
  }
});

// Another view was opened, this one was, or is opened at an address.
document.addEventListener("view-shown", () => {
  asked = null;
  follow(false);
});
document.addEventListener("view-chosen", () => follow(true));
document.addEventListener("address-changed", () => follow(true));
document.addEventListener("page-ready", () => follow(false));

// What was clicked is gone with the old content: the focus goes to what came in its place. A story
// that is not there any more loses its address.
watch("value", () => {
  if (element.querySelector("[data-lost]")?.dataset.lost === String(number)) {
    asked = LIST;
    app.go({ t: "" }, { replace: true });
  }
  const found = focused && element.querySelector(focused);
  if (!found) return;
  element.closest("#stories").scrollTop = 0;
  found.focus({ preventScroll: focused === "#story-title" });
  focused = "";
});
