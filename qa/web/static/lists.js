// For the lists of conversations and of judgements. It turns clicks on buttons into events that
// Python handles; the data attributes of a button say which.

const idOf = (part) => part.closest("[data-kept]")?.dataset.kept ?? "";

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  button.closest("details.menu")?.removeAttribute("open");
  if ("open" in button.dataset) {
    document.dispatchEvent(new CustomEvent("conversation-opening"));
    app.wanted = idOf(button);
    app.view("chat", { c: app.wanted });
    trigger("reopen");
  } else if ("rename" in button.dataset) {
    const form = button.closest("[data-kept]").querySelector("form");
    unfold(form, true);
    form.querySelector("input").select();
  } else if ("export" in button.dataset) {
    trigger("export", { id: idOf(button), form: button.dataset.export });
  } else if ("remove" in button.dataset) {
    isRemoving = true;
    if (button.closest(".verdict")) window.judgingForms?.clear(); // what was typed, too
    trigger("remove", { id: idOf(button) });
  } else if ("restore" in button.dataset) {
    trigger("restore", {});
  }
});

const unfold = (form, isOpen) => {
  form.hidden = !isOpen;
  form.closest("[data-kept]").classList.toggle("is-renamed", isOpen);
  if (!isOpen) form.closest("[data-kept]").querySelector("[data-open]").focus();
};

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const title = event.target.elements.title.value;
  unfold(event.target, false);
  trigger("rename", { id: idOf(event.target), title });
});

element.addEventListener("keydown", (event) => {
  const form = event.target.closest("form");
  if (!form || event.key !== "Escape") return;
  event.preventDefault();
  unfold(form, false);
});

// The button that was clicked is gone with its line, so the focus goes to "Undo".
let isRemoving = false;
watch("value", () => {
  follow();
  element.querySelector("a[download]")?.click();
  const undo = isRemoving && element.querySelector("[data-restore]");
  if (!undo) return; // what was under way before the click may still arrive
  undo.focus();
  isRemoving = false;
});

// The address and the window's title follow the conversation that is open.
const follow = () => {
  const list = element.querySelector("[data-current]");
  if (!list) return;
  const { current } = list.dataset;
  const title = element.querySelector("[aria-current] .talk-title")?.textContent;
  document.title = title ? `${title} – ${texts.name}` : texts.name;
  const isLost = "lost" in list.dataset;
  if (app.wanted !== null && app.wanted !== current && !isLost) return; // still on its way
  app.wanted = null;
  if (app.address().c !== current) app.go({ c: current }, { replace: isLost });
};
