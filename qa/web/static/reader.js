// For the panel that shows one article in the place of the evidence. The focus goes into it when it
// opens, and back to where it came from when it closes. The address names the article. Whatever part
// of the page an article is clicked in, this one tells Python to open it, and Python is given what is
// wanted by then (`app.article`).

let opener = null;
let token = null;
let place = null;
let isVersion = false;
let closing = null; // that it is being closed, until the step back is taken

const panel = () => element.querySelector(".reader");
const isOpen = () => document.body.classList.contains("is-reading");

const hide = (keepsFocus) => {
  closing = null;
  if (!isOpen()) return;
  document.body.classList.remove("is-reading");
  mark();
  if (keepsFocus) return;
  const back = opener?.isConnected && opener.checkVisibility() ? opener : same() ?? app.field();
  back?.focus({ preventScroll: true });
};

// The number in the answer whose quotation is shown.
const mark = () => {
  for (const one of document.querySelectorAll(".marker")) {
    const isShown = isOpen() && place && isSamePlace(one.dataset, place);
    if (isShown) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
};

// The button that opened it may have been made anew.
const same = () =>
  opener &&
  [...document.querySelectorAll("[data-article]")].find(
    (one) => isSamePlace(one.dataset, opener.dataset) && one.checkVisibility(),
  );

const isSamePlace = (one, other) =>
  ["article", "start", "end"].every((name) => one[name] === other[name]);

document.addEventListener("article-opening", ({ detail }) => {
  if (stepped === null) opener = detail;
  exchange = detail.closest("[data-exchange]")?.dataset.exchange ?? null;
  place = { ...detail.dataset };
  const { article, start, end, check } = place;
  request({ article, start: Number(start), end: Number(end), check });
});

let wanted = {};
let isGivenUp = false;
app.article = () => JSON.stringify(wanted);
const request = (one) => {
  wanted = one;
  isGivenUp = false;
  trigger("article");
};

// Closing it is the step back from opening it, where that was one. One that is still on its way does
// not open any more.
document.addEventListener("article-closing", ({ detail }) => {
  isGivenUp = true;
  if (closing) return;
  if (!isOpen()) return app.go({ a: "", s: "" }, { replace: true });
  if (history.state?.article) {
    closing = { keepsFocus: detail?.keepsFocus };
    history.back();
    return;
  }
  hide(detail?.keepsFocus);
  app.go({ a: "", s: "" });
});

// Another view, and another conversation, have other articles: none stays open beside them, nor
// opens there late.
document.addEventListener("view-chosen", () => {
  isGivenUp = true;
  hide(true);
});

// A new question has other evidence: an article of the answer before it is closed.
document.addEventListener("question-asked", () => {
  isGivenUp = true;
  if (!isOpen()) return;
  hide(true);
  app.go({ a: "", s: "" }, { replace: true });
});

// Back and forth in the browser's history.
const follow = () => {
  const keepsFocus = closing?.keepsFocus;
  closing = null;
  const { a, s } = app.address();
  if (!a) hide(keepsFocus);
  else if (!isOpen() || a !== place?.article) open(a, s);
};
const open = (a, s) => {
  const [start, end] = s.split("-");
  place = { article: a, ...(end ? { start, end } : {}) };
  exchange = null;
  opener = null;
  request({ article: a, start: Number(start), end: Number(end) });
};
document.addEventListener("address-changed", follow);
document.addEventListener("page-ready", follow);

// "Previous" and "Next" open the other quotations of the answer that the article was opened from.
let exchange = null;
let stepped = null;

const quotations = () => {
  if (exchange === null) return [];
  const panelOf = `#evidence [data-exchange="${exchange}"] .cards [data-start]`;
  const shown = [...document.querySelectorAll(panelOf)];
  const markers = [...document.querySelectorAll(`.exchange[data-exchange="${exchange}"] .marker`)];
  const all = shown.length ? shown : markers;
  return all
    .filter((one, at) => all.findIndex((other) => isSamePlace(one.dataset, other.dataset)) === at)
    .sort((one, other) => (one.dataset.number ?? 0) - (other.dataset.number ?? 0));
};

const at = () => quotations().findIndex((one) => isSamePlace(one.dataset, place));

const step = (by) => {
  const all = quotations();
  if (!all.length) return;
  stepped = by;
  all[(at() + by + all.length) % all.length].click();
};

const showSteps = () => {
  const count = quotations().length;
  const steps = panel().querySelector(".steps");
  steps.hidden = at() < 0 || count < 2;
  steps.querySelector("[role=status]").textContent = app.say("place", { at: at() + 1, count });
};

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) {
    document.dispatchEvent(new CustomEvent("article-closing"));
  }
  const version = event.target.closest("[data-version]");
  if (version) {
    isVersion = true;
    request({ article: version.dataset.of, version: Number(version.dataset.version) });
    return;
  }
  const by = event.target.closest("[data-step]")?.dataset.step;
  if (by) step(Number(by));
});

watch("value", () => {
  if (!panel() || panel().dataset.token === token) return;
  token = panel().dataset.token;
  if (isGivenUp) {
    isVersion = false;
    stepped = null;
    return;
  }
  document.body.classList.add("is-reading");
  const span = place?.end && place.end !== "NaN" ? `${place.start}-${place.end}` : "";
  const isStep = stepped !== null || app.address().a !== "";
  app.go({ a: place?.article ?? "", s: span }, { replace: isStep, state: { article: true } });
  mark();
  element.closest("#side").scrollTop = 0;
  showSteps();
  if (isVersion) {
    isVersion = false;
    panel().querySelector(".versions summary")?.focus({ preventScroll: true });
    return;
  }
  const focused = stepped === null ? "h2" : `[data-step="${stepped}"]`;
  stepped = null;
  panel().querySelector(focused).focus({ preventScroll: true });
  panel().querySelector("mark")?.scrollIntoView({ block: "center" });
});
