// For the foot of the list of conversations, from where the other views are reached, and for the bar
// of a narrow screen. It tells Python what the address asks for.

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.view) app.view(button.dataset.view);
  if ("scheme" in button.dataset) {
    app.scheme(app.scheme() === "dark" ? "light" : "dark");
    mark();
  }
});

const mark = () => {
  for (const button of element.querySelectorAll("[data-view]")) {
    if (button.dataset.view === document.body.dataset.view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  const isDark = document.documentElement.classList.contains("dark");
  for (const button of element.querySelectorAll("[data-scheme]")) {
    button.setAttribute("aria-label", app.say(isDark ? "light" : "dark"));
    button.title = button.getAttribute("aria-label");
  }
};

document.addEventListener("view-shown", ({ detail }) => {
  mark();
  if (detail !== "chat") trigger("shown", { view: detail });
});
document.addEventListener("address-changed", () => {
  if (document.body.dataset.view === "articles" && !app.isListed()) trigger("shown", { view: "articles" });
  if (app.wanted !== null) trigger("address");
});

// The page is there once this part is filled for the first time.
let isReady = false;
watch("value", () => {
  if (isReady) return mark();
  isReady = true;
  const frame = document.querySelector("#frame");
  const isTyping = frame?.contains(document.activeElement);
  frame?.remove();
  if (isTyping) app.field()?.focus({ preventScroll: true });
  app.scheme();
  document.documentElement.lang = texts.language; // Gradio has set what the browser would have
  mark();
  app.restore();
  document.dispatchEvent(new CustomEvent("page-ready"));
  if (app.address().v) trigger("shown", { view: app.address().v });
});
