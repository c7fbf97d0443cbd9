// For the choice of the page's language, which the server reads from a cookie.

element.addEventListener("change", ({ target }) => {
  const seconds = target.value ? 365 * 24 * 3600 : 0;
  document.cookie = `article_qa_language=${target.value}; path=/; max-age=${seconds}; samesite=lax`;
  location.reload();
});
