// For the preview of what is to be added. It sends the fields to Python as they
// stand when the form is submitted.

const form = () => element.querySelector("form");

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const rows = [...form().querySelectorAll("[data-row]")].map((row) => {
    const value = (name) => row.querySelector(`[name=${name}]`).value;
    return { title: value("title"), source: value("source"), day: value("day") };
  });
  form().querySelector("[type=submit]").textContent = texts.adding;
  for (const one of form().querySelectorAll("input, button")) one.disabled = true;
  trigger("keep", { rows });
});

element.addEventListener("click", ({ target }) => {
  if (target.closest("[data-discard]")) trigger("discard", {});
});

// The focus goes to the heading of a new preview, or to the first field with an error; when the
// preview is closed, to the button that opened it. If it has moved elsewhere meanwhile, it stays.
const isElsewhere = () =>
  document.activeElement !== document.body &&
  !document.activeElement.closest("#preview, #adding");

let token = null;
watch("value", () => {
  const before = token;
  token = form()?.dataset.token ?? null;
  if (isElsewhere()) return;
  if (token && token !== before) {
    const wrong = form().querySelector("[aria-invalid]");
    (wrong ?? form().querySelector("h2")).focus();
  } else if (before && !token) {
    document.querySelector("#preview-button")?.focus();
  }
});
