// What belongs to the whole page and not to one of its parts: its address, its panels, the keyboard,
// the draft in the field, and a connection that is lost. Other scripts use it as `app`, which
// `frame.js` begins.

const { app } = window;
const wide = matchMedia("(min-width: 75rem)");
const one = (selector) => document.querySelector(selector);
app.field = () => one("#question textarea");

// What the page says, by its key in `texts`, with values in their places.
app.say = (key, values = {}) => {
  const text = texts[key].other ? texts[key][values.n === 1 ? "one" : "other"] : texts[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(texts.locale));
};

// ---- The address says what is open: ?c= a conversation, ?v= a view, ?t= the story that it tells,
// ?a=&s= an article at a place; of the list of articles what is looked for, and the page.

const FINDING = ["q", "source", "from", "until", "tag", "sort", "p"];
const NAMES = ["c", "v", "t", "a", "s", ...FINDING];
app.address = () => {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
};

app.go = (changes, { replace = false, state = null } = {}) => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const search = query.size ? `?${query}` : location.pathname;
  if (search === (location.search || location.pathname)) return;
  if (replace) history.replaceState(history.state, "", search);
  else history.pushState(state, "", search);
  showView();
};

// The list of articles shows what the address says once one came by it (a link, Back); after a search
// or a click in the list the address says what that shows. `app.listing` tells Python of the first.
let leads = "address";
const nothing = (names) => Object.fromEntries(names.map((name) => [name, ""]));
const listed = () => {
  const said = one("#listing [data-address]")?.dataset.address ?? "{}";
  return { ...nothing(FINDING), ...JSON.parse(said) };
};
app.listing = () =>
  JSON.stringify({
    view: document.body.dataset.view,
    address: leads === "address" ? app.address() : null,
  });
app.isListed = () => Object.entries(listed()).every(([name, value]) => app.address()[name] === value);
app.arranged = () => (leads = "list");
app.tellListed = () => {
  if (app.isListed()) leads = "list";
  if (leads !== "list" || document.body.dataset.view !== "articles") return;
  const { q } = app.address();
  const isTyping = q !== "" && q !== listed().q; // one step for all that is typed
  app.go(listed(), { replace: isTyping && !history.state?.article });
};

// The conversation that the address asks for and the server has not opened yet; null for none.
app.wanted = new URLSearchParams(location.search).get("c");

addEventListener("popstate", () => {
  const isReading = document.body.classList.contains("is-reading");
  if (app.isOver("side") && !isReading) {
    // Back from the sheet; the conversation may have got its address while that was open.
    closeOverlays();
    app.go({ c: app.current() }, { replace: true });
    return;
  }
  const { c } = app.address();
  const isThere = app.wanted === null && c === app.current();
  app.wanted = isThere ? null : c;
  leads = app.isListed() ? "list" : "address";
  if (!isReading) closeOverlays(); // behind an article that lies over them they stay
  showView();
  document.dispatchEvent(new CustomEvent("address-changed"));
});
// A question begins a conversation, so the empty one is not waited for any more.
document.addEventListener("question-asked", () => {
  if (app.wanted === "") app.wanted = null;
});

const showView = () => {
  const { v } = app.address();
  const view = ["articles", "stories", "settings"].includes(v) ? v : "chat";
  if (view === document.body.dataset.view) return;
  document.body.dataset.view = view;
  document.dispatchEvent(new CustomEvent("view-shown", { detail: view }));
};

// The conversation that the page is in, as the list of them has it.
app.current = () => one("#talk-list [data-current]")?.dataset.current ?? "";

// Shows a view; `changes` are what else the address is to say, so that it is one step in the history.
app.view = (name, changes = {}) => {
  closeOverlays();
  leads = "list";
  const kept = { ...nothing(NAMES), c: app.address().c, v: name === "chat" ? "" : name };
  app.go({ ...kept, ...(name === "articles" && listed()), ...changes });
  document.dispatchEvent(new CustomEvent("view-chosen"));
  if (name === "chat") app.field()?.focus();
  else headingOf(name)?.focus({ preventScroll: true });
};

// The heading of a view, or of the evidence.
const headingOf = (part) => one(`#${part === "articles" ? "library" : part} h2[tabindex]`);

// ---- The list of conversations and the evidence lie over the page where it is narrow.

app.overlay = (name, isOpen) => {
  document.body.classList.toggle(`shows-${name}`, isOpen);
  const panel = one(name === "rail" ? "#rail" : "#side");
  if (isOpen && !wide.matches) {
    panel.querySelector("h2[tabindex], button, input")?.focus({ preventScroll: true });
  }
};
app.isOver = (name) => document.body.classList.contains(`shows-${name}`) && !wide.matches;
const closeOverlays = () => {
  app.overlay("rail", false);
  app.overlay("side", false);
};

document.addEventListener("click", ({ target }) => {
  const opened = target.closest("[data-shows]")?.dataset.shows;
  if (opened) {
    opener = target.closest("button");
    if (opened === "side" && !wide.matches) history.pushState({ sheet: true }, "");
    app.overlay(opened, true);
  }
  if (target.closest("[data-asks]")) {
    app.adding(false);
    one("#anew").click();
  }
  if (target.closest("#anew")) {
    app.wanted = "";
    document.dispatchEvent(new CustomEvent("filters-dropped"));
    app.view("chat", { c: "" });
  }
  if (target.closest("[data-hides]") || target.id === "veil") app.closeTop();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
});
let opener = null;

// A menu opens towards where there is room for it.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("details.menu[open]")) return;
    target.classList.remove("is-above");
    const column = target.closest("#thread, #talk-list").getBoundingClientRect();
    const items = target.querySelector(".menu-items").getBoundingClientRect();
    const above = target.getBoundingClientRect().top - column.top;
    target.classList.toggle("is-above", items.bottom > column.bottom && above > items.height);
  },
  true,
);

// Closes what lies on top, and says whether there was something.
app.closeTop = () => {
  const menu = one("details.menu[open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  } else if (document.body.classList.contains("is-adding")) {
    app.adding(false);
  } else if (document.body.classList.contains("is-reading")) {
    document.dispatchEvent(new CustomEvent("article-closing"));
  } else if (app.isOver("rail") || app.isOver("side")) {
    if (history.state?.sheet) history.back();
    closeOverlays();
    (opener?.isConnected ? opener : app.field())?.focus();
  } else if (document.body.dataset.view !== "chat") {
    app.view("chat");
  } else return false;
  return true;
};

// ---- The dialog in which articles are added. Files may be dropped anywhere.

app.adding = (isOpen) => {
  document.body.classList.toggle("is-adding", isOpen);
  const dialog = one("#adding");
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  dialog.setAttribute("aria-labelledby", "adding-title");
  if (isOpen) one("#adding-title").focus();
  else one("[data-adds]")?.focus();
};

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  document.body.classList.add("is-dropping");
  document.body.dataset.drop = texts.drop;
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("is-dropping");
});
addEventListener("drop", (event) => {
  document.body.classList.remove("is-dropping");
  if (!carriesFiles(event) || event.target.closest?.("#files")) return;
  event.preventDefault();
  const input = one("#files input[type=file]");
  if (!input) return;
  if (document.body.dataset.view !== "articles") app.view("articles");
  app.adding(true);
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// ---- The keyboard: / or Ctrl+K to the field, ↑ for the last question, Escape closes, Tab stays
// within what covers the page, arrows move in lists.

const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const isTyping = ({ target }) => target.matches?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const { key } = event;
  const isSlash = key === "/" && !isTyping(event) && !event.ctrlKey && !event.metaKey;
  if (isSlash || (key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    if (document.body.dataset.view !== "chat") app.view("chat");
    closeOverlays();
    app.field().focus();
  } else if (key === "Escape" && !event.defaultPrevented) {
    if (app.closeTop()) event.preventDefault();
  } else if (key === "ArrowUp" && event.target === app.field() && !event.target.value) {
    const asked = [...document.querySelectorAll(".asked")].at(-1);
    if (!asked) return;
    event.preventDefault();
    app.type(asked.textContent);
  } else if (key === "Tab") {
    keepInside(event);
  } else if (key in ARROWS) {
    moveInList(event);
  }
});

const stops = (part) =>
  [...part.querySelectorAll("button, a[href], input, textarea, summary, select, [tabindex='0']")].filter(
    (stop) => !stop.disabled && stop.checkVisibility({ visibilityProperty: true }),
  );

const keepInside = (event) => {
  const covering = document.body.classList.contains("is-adding")
    ? one("#adding")
    : app.isOver("side") || (document.body.classList.contains("is-reading") && !wide.matches)
      ? one("#side")
      : app.isOver("rail")
        ? one("#rail")
        : null;
  if (!covering) return;
  const all = stops(covering);
  const leaves = event.shiftKey ? all[0] : all.at(-1);
  if (all.length && (document.activeElement === leaves || !all.includes(document.activeElement))) {
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  }
};

const moveInList = (event) => {
  const list = event.target.closest?.("[data-arrows]");
  if (!list || isTyping(event)) return;
  const all = [...list.querySelectorAll("[data-stop]")].filter((stop) => stop.checkVisibility());
  const place = all.indexOf(event.target.closest("[data-stop]"));
  const next = all[place + ARROWS[event.key]];
  if (place < 0 || !next) return;
  event.preventDefault();
  next.focus();
};

// Where what had the focus is taken away, the focus goes to the field, or to the heading of what is
// shown, not to the body.
let isMoving = 0;
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (relatedTarget) return;
  clearTimeout(isMoving);
  isMoving = setTimeout(() => {
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    if (target.isConnected && target.checkVisibility() && !target.disabled) return; // left by a click
    const part = app.isOver("side") ? "side" : document.body.dataset.view;
    const isTouched = matchMedia("(pointer: coarse)").matches; // a field would open its keyboard
    const stop = part !== "chat" ? headingOf(part) : isTouched ? null : app.field();
    stop?.focus({ preventScroll: true });
  }, 400);
});

// ---- What is being typed stays when the page is left, and what was asked until it is answered.

app.type = (text) => {
  const field = app.field();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(text.length, text.length);
};
document.addEventListener("input", ({ target }) => {
  if (target === app.field()) app.keep({ draft: target.value });
  if (target.closest("#title-search")) app.arranged();
});
app.sent = (question) => {
  app.keep({ draft: "", asked: question });
  setTimeout(check, 4000);
};
app.answered = () => app.keep({ asked: "" });

// Puts back what was typed, or asked and never answered, once there is a field.
app.restore = () => {
  const { draft = "", asked = "", send = false } = app.kept();
  const text = draft || asked;
  if (text && !app.field().value) app.type(text);
  app.keep({ asked: "", send: false });
  if (send && text) setTimeout(() => one("#send")?.click(), 50);
};

// ---- A connection that is lost is said, with a way back that loses nothing.

const reach = async () => {
  try {
    await request("./favicon.ico", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
};
const request = window.fetch.bind(window);
let isLost = false;
const check = async () => {
  if (isLost || (await reach())) return;
  isLost = true;
  document.body.classList.add("is-offline");
};
window.fetch = async (...all) => {
  try {
    return await request(...all);
  } catch (error) {
    if (error?.name !== "AbortError") setTimeout(check, 100);
    throw error;
  }
};
addEventListener("offline", check);
app.retry = async (button) => {
  button.disabled = true;
  if (await reach()) location.reload();
  else button.disabled = false;
};

showView();
