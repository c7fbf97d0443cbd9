// Shown until the page itself is there: its outline, with a field whose text the page takes over.
(() => {
  const KEPT = "article-qa-draft";
  const SCHEME = "article-qa-scheme";
  // Other scripts use it as `app`: what a tab keeps when it is loaded anew, and light or dark.
  const app = (window.app = {});
  app.kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  app.keep = (change) => sessionStorage.setItem(KEPT, JSON.stringify({ ...app.kept(), ...change }));
  app.scheme = (chosen) => {
    if (chosen) localStorage.setItem(SCHEME, chosen);
    const scheme = localStorage.getItem(SCHEME);
    const isDark = scheme ? scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.classList.toggle("dark", isDark);
    document.body?.classList.toggle("dark", isDark);
    return isDark ? "dark" : "light";
  };
  app.scheme();
  document.documentElement.lang = texts.language;
  const show = () => {
    const frame = document.createElement("div");
    frame.id = "frame";
    const rail = frame.appendChild(document.createElement("div"));
    rail.textContent = texts.name;
    const middle = frame.appendChild(document.createElement("div"));
    const field = middle.appendChild(document.createElement("textarea"));
    field.placeholder = texts.field_hint;
    field.setAttribute("aria-label", texts.field);
    frame.append(document.createElement("div"));
    field.addEventListener("input", () => app.keep({ draft: field.value }));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || !field.value.trim()) return;
      event.preventDefault();
      field.disabled = true;
      app.keep({ send: true });
    });
    document.body.append(frame);
    field.focus();
  };
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    show();
  }).observe(document.documentElement, { childList: true });
})();
