// Run by gradio for the preview of what is to be added: sends its fields back as they stand.

const form = () => element.querySelector("form");

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const rows = [...form().querySelectorAll("[data-row]")].map((row) => {
    const value = (name) => row.querySelector(`[name=${name}]`).value;
    return { title: value("title"), source: value("source"), day: value("day") };
  });
  form().querySelector("[type=submit]").textContent = "Adding…";
  for (const one of form().querySelectorAll("input, button")) one.disabled = true;
  trigger("keep", { rows });
});

element.addEventListener("click", ({ target }) => {
  if (target.closest("[data-discard]")) trigger("discard", {});
});

// The focus goes to what is to be looked over, or to the first field that is not right;
// afterwards to where one adds. Whoever has gone elsewhere meanwhile is left there.
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
