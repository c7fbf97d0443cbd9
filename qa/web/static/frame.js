// Shown until the page itself is there: its outline, with a field whose text the page takes over.
(() => {
  const keep = (change) => {
    const kept = { ...JSON.parse(sessionStorage.getItem("article-qa-draft") ?? "{}"), ...change };
    sessionStorage.setItem("article-qa-draft", JSON.stringify(kept));
  };
  const scheme = localStorage.getItem("article-qa-scheme");
  const isDark = scheme ? scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", isDark);
  const show = () => {
    const frame = document.createElement("div");
    frame.id = "frame";
    const rail = frame.appendChild(document.createElement("div"));
    rail.textContent = "Ask the articles";
    const middle = frame.appendChild(document.createElement("div"));
    const field = middle.appendChild(document.createElement("textarea"));
    field.placeholder = "Ask about the articles";
    field.setAttribute("aria-label", "Your question");
    frame.append(document.createElement("div"));
    field.addEventListener("input", () => keep({ draft: field.value }));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || !field.value.trim()) return;
      event.preventDefault();
      field.disabled = true;
      keep({ send: true });
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
