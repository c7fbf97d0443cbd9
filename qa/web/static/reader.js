// Gradio runs this for the panel that shows one article. The focus goes into the panel when it opens,
// and back to where it came from when it closes.

const narrow = matchMedia("(max-width: 60rem)");
let opener = null;
let token = null;

const panel = () => element.querySelector(".reader");
const isOpen = () => panel() !== null && !panel().hidden;

const close = () => {
  panel().hidden = true;
  document.body.classList.remove("is-reading");
  const back = opener?.isConnected ? opener : document.querySelector("#question textarea");
  back?.focus();
};

document.addEventListener("article-opening", ({ detail }) => {
  if (stepped === null) opener = detail;
  exchange = detail.closest("[data-exchange]")?.dataset.exchange;
  place = quotations().findIndex((one) => isSamePlace(one, detail));
});

// "Previous" and "Next" open the other cards of the answer that the article was opened from.
let exchange = null;
let place = -1;
let stepped = null;

const quotations = () => [
  ...document.querySelectorAll(`[data-exchange="${exchange}"] .cards [data-start]`),
];

const isSamePlace = (one, other) =>
  ["article", "start", "end"].every((name) => one.dataset[name] === other.dataset[name]);

const step = (by) => {
  const cards = quotations();
  if (!cards.length) return;
  stepped = by;
  cards[(place + by + cards.length) % cards.length].click();
};

const showSteps = () => {
  const count = quotations().length;
  const steps = panel().querySelector(".steps");
  steps.hidden = place < 0 || count < 2;
  steps.querySelector("[role=status]").textContent = `${place + 1} of ${count}`;
};

document.addEventListener("keydown", (event) => {
  if (!isOpen()) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (event.key === "Tab" && narrow.matches) {
    keepFocusInside(event);
  }
});

// On a narrow screen the panel covers the page, so Tab stays within it.
const keepFocusInside = (event) => {
  const all = [...panel().querySelectorAll("button, a[href]")];
  const stops = all.filter((one) => one.checkVisibility());
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaves = event.shiftKey ? first : last;
  if (document.activeElement === leaves || !stops.includes(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
};

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
  const by = event.target.closest("[data-step]")?.dataset.step;
  if (by) step(Number(by));
});

watch("value", () => {
  if (!panel() || panel().dataset.token === token) return;
  token = panel().dataset.token;
  document.body.classList.add("is-reading");
  panel().scrollTop = 0;
  showSteps();
  const focused = stepped === null ? "h2" : `[data-step="${stepped}"]`;
  stepped = null;
  panel().querySelector(focused).focus({ preventScroll: true });
  panel().querySelector("mark")?.scrollIntoView({ block: "center" });
});
