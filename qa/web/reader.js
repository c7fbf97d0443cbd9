// Run by gradio for the panel that shows one article. Focus goes into the panel
// when it opens and back to where it came from when it closes.

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
  opener = detail;
});

document.addEventListener("keydown", (event) => {
  if (!isOpen()) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (event.key === "Tab" && narrow.matches) {
    keepFocusInside(event);
  }
});

// On a narrow screen the panel covers the page, so Tab goes round within it.
const keepFocusInside = (event) => {
  const stops = [...panel().querySelectorAll("button, a[href]")];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaves = event.shiftKey ? first : last;
  if (document.activeElement === leaves || !panel().contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
};

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});

watch("value", () => {
  if (!panel() || panel().dataset.token === token) return;
  token = panel().dataset.token;
  document.body.classList.add("is-reading");
  panel().scrollTop = 0;
  panel().querySelector("h2").focus({ preventScroll: true });
  panel().querySelector("mark")?.scrollIntoView({ block: "center" });
});
