// For what is followed. It stays open or closed as it was, though it is rendered anew.

let isOpen = false;
let isSent = false;
let tries = 0;
let timer = null;

const section = () => element.querySelector("details");

element.addEventListener(
  "toggle",
  () => {
    isOpen = section().open;
  },
  true,
);

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { address, every, tags } = event.target.elements;
  tries = 0;
  isSent = true;
  trigger("follow", { address: address.value, every: every.value, tags: tags.value });
});

element.addEventListener("click", ({ target }) => {
  const key = target.closest("[data-unfollow]")?.dataset.unfollow;
  if (key) trigger("unfollow", { key });
});

// What was followed just now is looked at soon; the page asks a few times whether that was done.
watch("value", () => {
  if (!section()) return;
  section().open = isOpen;
  if (isSent) {
    for (const input of section().querySelectorAll("input")) input.value = input.defaultValue;
  }
  isSent = false;
  clearTimeout(timer);
  if (!("waiting" in section().dataset) || tries >= 12) return;
  tries += 1;
  timer = setTimeout(() => trigger("looked", {}), 2000 + 500 * tries);
});
