// For a part of the page that shows questions with their answers. It turns clicks on buttons into
// events that Python handles; the data attributes of a button say which.

// What a link names that leads to one answer of a conversation, before its number.
const PLACE = "q";

element.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { article, example, without, wanted, again, edit, evidence } = target.dataset;
  if (article !== undefined) {
    target.closest(".cite")?.classList.add("is-dismissed");
    document.dispatchEvent(new CustomEvent("article-opening", { detail: target }));
  } else if (evidence !== undefined) {
    document.dispatchEvent(new CustomEvent("evidence-opening", { detail: evidence }));
    trigger("evidence", { number: Number(evidence) });
  } else if (example !== undefined) {
    whenFree(() => trigger("example", { text: example }));
  } else if (without !== undefined) {
    whenFree(() => trigger("without", { kind: without, number: Number(target.dataset.number) }));
  } else if (wanted !== undefined) {
    whenFree(() => trigger("again", { number: Number(target.dataset.number), wanted }));
  } else if (again !== undefined) {
    const unfiltered = "unfiltered" in target.dataset;
    whenFree(() => {
      if (unfiltered) document.dispatchEvent(new CustomEvent("filters-dropped"));
      trigger("again", { number: Number(again), unfiltered });
    });
  } else if (edit !== undefined) {
    if (isBusy()) return;
    trigger("edit", { number: Number(edit) });
    app.field().focus();
  } else if ("unedit" in target.dataset) {
    trigger("unedit", {});
    app.field().focus();
  } else if ("copy" in target.dataset) {
    say(target, copy(target.dataset.copy, texts.copied));
  } else if ("share" in target.dataset) {
    const { exchange } = target.closest("[data-exchange]").dataset;
    const isHere = /^(localhost|127\.|\[::1\])/.test(location.hostname);
    const copied = isHere ? texts.link_copied_here : texts.link_copied;
    say(target, copy(new URL(`#${PLACE}${exchange}`, location.href).href, copied));
  } else if ("adds" in target.dataset) {
    app.view("articles");
    app.adding(true);
  } else if ("download" in target.dataset) {
    target.disabled = true;
    trigger("download", {});
  } else if ("retry" in target.dataset) {
    app.retry(target);
  } else if (target.dataset.judge === "right") {
    const line = target.closest("[data-judging]");
    forms.delete(line.dataset.judging);
    place(line);
    trigger("judge", { number: Number(line.dataset.judging), verdict: "right" });
  } else if ("unjudge" in target.dataset) {
    const line = target.closest("[data-judging]");
    forms.delete(line.dataset.judging);
    place(line);
    line.querySelector("[data-judge]").focus();
    trigger("unjudge", { number: Number(line.dataset.judging) });
  } else if (target.dataset.unfolds !== undefined) {
    const line = target.closest("[data-judging]");
    const isNew = target.getAttribute("aria-pressed") === "false";
    if (isNew) trigger("judge", { number: Number(line.dataset.judging), verdict: "wrong" });
    const isOpen = target.getAttribute("aria-expanded") === "true";
    remember(line, isOpen ? null : target.dataset.unfolds);
    place(line);
    if (isOpen) return;
    line.querySelector("form:not([hidden]) input").focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" }); // no further than it takes to be seen
  }
});

// While an answer grows, no other question can be asked. When it is whole, what is clicked waits
// for Send, before which Gradio drops it.
const isBusy = () => document.querySelector(".answer[aria-busy=true]") !== null;
const whenFree = (act) => {
  if (isBusy()) return;
  if (document.querySelector("#stop")) setTimeout(whenFree, 50, act);
  else act();
};

const copy = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return texts.no_copying;
  }
};

const say = async (target, words) => {
  const status = target.closest(".under").querySelector(".said-here");
  status.textContent = await words;
  setTimeout(() => (status.textContent = ""), 4000);
};

// Escape hides the quotation that a number shows, until it is pointed at again.
document.addEventListener("keydown", ({ key }) => {
  const shown = key === "Escape" ? ".cite:is(:hover, :focus-within)" : null;
  if (shown) element.querySelector(shown)?.classList.add("is-dismissed");
});
for (const leaving of ["focusout", "mouseout"]) {
  element.addEventListener(leaving, ({ target, relatedTarget }) => {
    const cite = target.closest(".cite");
    const isPointedAt = leaving === "focusout" && cite?.matches(":hover"); // it was clicked
    if (cite && !isPointedAt && !cite.contains(relatedTarget)) cite.classList.remove("is-dismissed");
  });
}

// The quotation that a number shows begins under it, as far as there is room to the right.
const showUnder = (marker) => {
  const hint = marker.parentElement.querySelector(".hint");
  const around = hint.offsetParent?.getBoundingClientRect();
  if (!around) return; // a touch opens the article
  const left = Math.min(marker.getBoundingClientRect().left - around.left, around.width - hint.offsetWidth);
  hint.style.setProperty("--left", `${Math.max(0, left)}px`);
};

// A number in the text and its quotation beside it are marked together.
for (const [moving, isOn] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  element.addEventListener(moving, ({ target }) => {
    const marker = target.closest?.(".marker");
    if (!marker) return;
    if (isOn) showUnder(marker);
    const { exchange } = marker.closest("[data-exchange]")?.dataset ?? {};
    document
      .querySelector(`#evidence [data-exchange="${exchange}"] [data-number="${marker.dataset.number}"]`)
      ?.classList.toggle("is-pointed-at", isOn);
  });
}

// The menu of kinds closes when something else is reached; a click elsewhere and Escape close all.
element.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest("details.menu");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.removeAttribute("open");
});

// The forms under "Wrong" stay open, with what was typed, when the HTML around them changes and
// when their answer moves to the earlier ones. Kept by the number of the answer.
const forms = (window.judgingForms ??= new Map());

const inputs = (line, name) => [...line.querySelectorAll(`form input[name=${name}]`)];

const remember = (line, open) => {
  const [correction] = inputs(line, "correction");
  const [unanswerable] = inputs(line, "unanswerable");
  forms.set(line.dataset.judging, {
    open,
    correction: correction.value,
    unanswerable: unanswerable?.checked ?? false,
    sources: inputs(line, "source").map((source) => source.checked),
  });
};

const place = (line) => {
  const kept = forms.get(line.dataset.judging);
  for (const form of line.querySelectorAll("form")) {
    form.hidden = kept?.open !== form.dataset.form;
    for (const button of line.querySelectorAll(`[data-unfolds=${form.dataset.form}]`)) {
      button.setAttribute("aria-expanded", String(!form.hidden));
    }
  }
  const [correction] = inputs(line, "correction");
  const [unanswerable] = inputs(line, "unanswerable");
  if (!correction) return;
  correction.value = kept?.correction ?? correction.defaultValue;
  if (unanswerable) unanswerable.checked = kept?.unanswerable ?? unanswerable.defaultChecked;
  correction.disabled = unanswerable?.checked ?? false;
  inputs(line, "source").forEach((source, at) => {
    source.checked = kept?.sources[at] ?? source.defaultChecked;
  });
};

element.addEventListener("input", ({ target }) => {
  const line = target.closest("[data-judging]");
  if (!line) return;
  remember(line, target.closest("form").dataset.form);
  place(line);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const line = event.target.closest("[data-judging]");
  const saved = event.target.dataset.form;
  remember(line, null);
  const { correction, unanswerable } = forms.get(line.dataset.judging);
  const sources = inputs(line, "source").filter((source) => source.checked);
  line.querySelector("[data-unfolds=correction]").focus();
  place(line);
  const number = Number(line.dataset.judging);
  if (saved === "sources") {
    trigger("judge", { number, sources: sources.map((source) => Number(source.value)) });
  } else {
    const right = unanswerable ? "" : correction;
    trigger("judge", { number, verdict: "wrong", correction: right, unanswerable });
  }
});

// A list that was unfolded stays unfolded when the HTML around it changes.
const unfolded = new Set();
element.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.dataset.fold === undefined) return;
    if (target.open) unfolded.add(target.dataset.fold);
    else unfolded.delete(target.dataset.fold);
  },
  true,
);

// The answers of another conversation have the same numbers, so what was kept by them goes.
document.addEventListener("conversation-opening", () => {
  forms.clear();
  unfolded.clear();
});

// What changed begins at the newest, where not all of it is seen.
const placed = new WeakSet();
const showNewestReport = () => {
  for (const strip of element.querySelectorAll(".strip")) {
    if (!placed.has(strip)) strip.scrollLeft = strip.scrollWidth;
    placed.add(strip);
  }
};

// The answer that the address names is shown at first, where it names one.
const linkedTo = () => Number(location.hash.replace(`#${PLACE}`, "")) || 0;
let isLinked = linkedTo() > 0;
const showLinked = () => {
  const linked = document.querySelector(`#thread .exchange[data-exchange="${linkedTo()}"]`);
  linked?.scrollIntoView({ block: "start", behavior: "instant" });
  return linked !== null;
};
if (element.closest("#latest")) addEventListener("hashchange", showLinked); // in an open tab

// A new question is scrolled to the top of the column, once.
let shown = null;
watch("value", () => {
  if (element.querySelector(".welcome")) forms.clear(); // a new conversation counts from 1
  element.querySelectorAll("[data-judging]").forEach(place);
  showNewestReport();
  for (const fold of element.querySelectorAll("details[data-fold]")) {
    fold.open = unfolded.has(fold.dataset.fold);
  }
  if (!element.closest("#latest")) return;
  element.querySelector("[data-unedit]")?.scrollIntoView({ block: "nearest" });
  const newest = element.querySelector("[data-exchange]:last-child");
  const answer = newest?.querySelector(".answer");
  if (answer?.getAttribute("aria-busy") === "false") app.answered();
  const which = newest ? `${newest.dataset.exchange} ${newest.querySelector(".asked").textContent}` : null;
  if (which === shown) return;
  shown = which;
  if (!newest) return;
  if (answer.getAttribute("aria-busy") === "true") {
    app.sent(newest.querySelector(".asked").textContent);
    document.dispatchEvent(new CustomEvent("question-asked"));
  }
  requestAnimationFrame(scrollToNewest); // once the earlier ones are there, before it is painted
});

const scrollToNewest = () => {
  const column = element.closest("#thread");
  const isShown = isLinked && showLinked();
  isLinked = false;
  if (isShown) return;
  const newest = element.querySelector("[data-exchange]:last-child");
  if (!newest || newest.dataset.exchange === "1") return;
  // It stands in the elements of the question before: made anew, they do not count as moved.
  const latest = element.closest("#latest");
  latest.style.display = "none";
  latest.getBoundingClientRect();
  latest.style.display = "";
  const top = newest.getBoundingClientRect().top - column.getBoundingClientRect().top;
  column.scrollBy({ top, behavior: "instant" });
};
