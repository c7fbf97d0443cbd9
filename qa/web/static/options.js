// For what stands under the field: from when, of which sources and of which story articles may be,
// and who answers.
// What is chosen is the value of this part, which Python is given with each question; `facts` say
// what there is to choose from. Names of sources are only ever set as text.

const make = (tag, about = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name === "text") made.textContent = value;
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

const EVERY_ARTICLE = { after: "", before: "", sources: [], tags: [], story: "", story_title: "" };
const chosen = () => ({ answerer: "", ...EVERY_ARTICLE, ...props.value });
const choose = (change) => {
  props.value = { ...chosen(), ...change };
  app.keep({ chosen: props.value });
  showChosen();
};

// ---- Three pills, each with its popover

const pill = (name, title, ...content) => {
  const popover = make("div", { className: `popover of-${name}`, hidden: true }, ...content);
  popover.setAttribute("role", "group");
  popover.setAttribute("aria-label", title);
  popover.id = `popover-${name}`;
  const button = make("button", { type: "button", className: "pill" });
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", popover.id);
  const words = button.appendChild(make("span", { className: "pill-words" }));
  const off = make("button", { type: "button", className: "pill-off", text: "×", hidden: true });
  button.addEventListener("click", () => unfold(name, popover.hidden));
  const holder = make("div", { className: "pill-holder" }, button, off, popover);
  return { button, popover, words, off, holder };
};

const unfold = (wanted, isOpen) => {
  for (const [name, { popover, button }] of Object.entries(pills)) {
    popover.hidden = !(name === wanted && isOpen);
    button.setAttribute("aria-expanded", String(!popover.hidden));
  }
  if (isOpen) pills[wanted].popover.querySelector("input:checked, input, button")?.focus();
};

const dateField = (label, name) => {
  const input = make("input", { type: "date", name });
  input.addEventListener("change", () => choose({ [name]: input.value }));
  return { input, label: make("label", {}, make("span", { text: label }), input) };
};
const [after, before] = [dateField(texts.from, "after"), dateField(texts.until, "before")];

const presets = make("div", { className: "presets" });
const day = (back) => {
  const date = new Date();
  date.setDate(date.getDate() - back);
  return date.toISOString().slice(0, 10);
};
for (const [text, back] of [[texts.any_date, null], [texts.last_7, 7], [texts.last_30, 30], [texts.last_year, 365]]) {
  const button = make("button", { type: "button", className: "small", text });
  button.dataset.after = back === null ? "" : day(back);
  button.addEventListener("click", () => {
    choose({ after: back === null ? "" : day(back), before: "" });
    if (back === null) finish("dates");
  });
  presets.append(button);
}

// The timeline: a press on a bar chooses its time, a press on a second one all between them; so does
// dragging from the one to the other.
const bars = make("div", { className: "brush" });
bars.setAttribute("role", "group");
bars.setAttribute("aria-label", texts.brush);
const brush = (bar) => {
  const { after: from, before: to } = chosen();
  const isFirst = !from || !to || bars.dataset.brushed !== "one";
  bars.dataset.brushed = isFirst ? "one" : "two";
  if (isFirst) choose({ after: bar.first, before: bar.last });
  else choose({ after: from < bar.first ? from : bar.first, before: to > bar.last ? to : bar.last });
};

let pressed = null; // the bar at which dragging began
let isDragged = false;
const barAt = ({ clientX }) => {
  const { left, width } = bars.getBoundingClientRect();
  const place = Math.floor(((clientX - left) / width) * bars.children.length);
  return bars.children[Math.min(Math.max(place, 0), bars.children.length - 1)];
};
bars.addEventListener("pointerdown", (event) => {
  pressed = event.button === 0 ? barAt(event) : null;
});
bars.addEventListener("pointermove", (event) => {
  if (!(event.buttons & 1)) pressed = null; // let go elsewhere
  if (!pressed || (!isDragged && barAt(event) === pressed)) return;
  isDragged = true;
  bars.setPointerCapture(event.pointerId);
  const days = [pressed, barAt(event)].flatMap(({ dataset }) => [dataset.first, dataset.last]).sort();
  choose({ after: days[0], before: days.at(-1) });
});
for (const end of ["pointerup", "pointercancel"]) {
  bars.addEventListener(end, () => {
    pressed = null;
    setTimeout(() => (isDragged = false)); // after the click that may follow
  });
}

const wanted = make("input", { type: "search", placeholder: texts.find_source, autocomplete: "off" });
wanted.setAttribute("aria-label", texts.find_source);
const sources = make("div", { className: "choices" });
const none = make("p", { className: "quiet-words", text: texts.no_source, hidden: true });
const all = make("button", { type: "button", className: "small", text: texts.all_sources });
all.addEventListener("click", () => choose({ sources: [] }));
const tags = make("div", { className: "choices of-tags" });
tags.setAttribute("role", "group");
tags.setAttribute("aria-label", texts.tags);
wanted.addEventListener("input", () => {
  const typed = wanted.value.trim().toLowerCase();
  let isAny = false;
  for (const label of sources.children) {
    label.hidden = !label.textContent.toLowerCase().includes(typed);
    isAny ||= !label.hidden;
  }
  none.hidden = isAny;
});

const answerers = make("div", { className: "choices of-answerers" });

const pills = {
  dates: pill("dates", texts.dates, presets, make("div", { className: "days" }, after.label, before.label), bars),
  sources: pill("sources", texts.sources, make("div", { className: "finding" }, wanted, all), tags, sources, none),
  answerer: pill("answerer", texts.answerer, answerers),
};

// The story that one asks within is chosen in the view of the stories; here it is taken off.
const withinWords = make("bdi", { className: "pill-words" });
const within = make("span", { className: "pill" }, withinWords);
const outside = make("button", { type: "button", className: "pill-off", text: "×" });
outside.setAttribute("aria-label", texts.all_stories_again);
outside.addEventListener("click", () => {
  choose({ story: "", story_title: "" });
  app.field()?.focus();
});
const ofStory = make("div", { className: "pill-holder is-on of-story", hidden: true }, within, outside);
document.addEventListener("story-chosen", ({ detail: { id, title } }) => {
  choose({ story: id, story_title: title });
});

// Whoever asks without filters, or begins anew, has none for the next question either.
document.addEventListener("filters-dropped", () => choose(EVERY_ARTICLE));

const holders = Object.values(pills).map(({ holder }) => holder);
element.append(make("div", { className: "pills" }, ...holders, ofStory));
pills.dates.off.addEventListener("click", () => takeOff("dates", { after: "", before: "" }));
pills.sources.off.addEventListener("click", () => takeOff("sources", { sources: [], tags: [] }));
const takeOff = (name, change) => {
  choose(change);
  pills[name].button.focus();
};

const finish = (name) => {
  unfold(name, false);
  pills[name].button.focus();
};
element.addEventListener("keydown", (event) => {
  const open = Object.keys(pills).find((name) => !pills[name].popover.hidden);
  if (!open) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    finish(open);
  } else if (event.key === "Enter" && event.target.matches("input:not([type=radio])")) {
    event.preventDefault();
    finish(open);
  }
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!element.contains(target)) unfold("", false);
});
element.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !element.contains(relatedTarget)) unfold("", false);
});

// ---- What there is, and what of it is chosen

const words = new Intl.DateTimeFormat(texts.locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const inWords = (iso) => words.format(new Date(`${iso}T00:00:00Z`));

const datesInWords = ({ after: from, before: to }) => {
  if (from && to) return from === to ? inWords(from) : `${inWords(from)} – ${inWords(to)}`;
  if (from) return app.say("from_day", { day: inWords(from) });
  return to ? app.say("until_day", { day: inWords(to) }) : texts.any_date;
};

const counted = (names, key) => (names.length > 1 ? app.say(key, { n: names.length }) : names[0]);

const showChosen = () => {
  const value = chosen();
  const isSwapped = value.after && value.before && value.after > value.before;
  after.input.value = value.after;
  before.input.value = value.before;
  before.input.setCustomValidity(isSwapped ? texts.day_too_early : "");
  for (const preset of presets.children) {
    preset.setAttribute("aria-pressed", String(!value.before && preset.dataset.after === value.after));
  }
  for (const box of sources.querySelectorAll("input")) box.checked = value.sources.includes(box.value);
  for (const box of tags.querySelectorAll("input")) box.checked = value.tags.includes(box.value);
  ofStory.hidden = !value.story;
  withinWords.textContent = value.story_title;
  within.title = app.say("within_story", { title: value.story_title });
  pills.dates.words.textContent = datesInWords(value);
  const picked = [
    counted(value.sources, "several_sources"),
    counted(value.tags.map((tag) => `#${tag}`), "several_tags"),
  ].filter(Boolean);
  pills.sources.words.textContent = picked.join(" · ") || texts.all_sources;
  const answerer = (props.facts?.answerers ?? []).find(({ name }) => name === value.answerer);
  pills.answerer.words.textContent = answerer?.short ?? texts.quotations;
  for (const [name, isOn] of [["dates", value.after || value.before], ["sources", picked.length]]) {
    pills[name].off.hidden = !isOn;
    pills[name].off.setAttribute("aria-label", texts[`all_${name}_again`]);
    pills[name].holder.classList.toggle("is-on", Boolean(isOn));
  }
  pills.dates.holder.classList.toggle("is-wrong", Boolean(isSwapped));
  for (const bar of bars.children) {
    const isIn = (!value.after || bar.dataset.last >= value.after) && (!value.before || bar.dataset.first <= value.before);
    bar.setAttribute("aria-pressed", String(Boolean(value.after || value.before) && isIn));
  }
};

const choice = (field, name, count) => {
  const box = make("input", { type: "checkbox", value: name });
  box.addEventListener("change", () => {
    const others = chosen()[field].filter((other) => other !== name);
    choose({ [field]: box.checked ? [...others, name] : others });
  });
  const said = make("bdi", { text: field === "tags" ? `#${name}` : name });
  return make("label", {}, box, said, make("span", { className: "amount", text: count.toLocaleString(texts.locale) }));
};

const showFacts = () => {
  const { sources: named = [], tags: given = [], answerers: writers = [], bars: times = [] } = props.facts ?? {};
  const { answerer } = chosen();
  for (const preset of presets.children) { // one that finds nothing is none
    preset.disabled = preset.dataset.after > (props.facts?.newest ?? "");
  }
  sources.replaceChildren(...named.map((one) => choice("sources", ...one)));
  tags.replaceChildren(...given.map((one) => choice("tags", ...one)));
  tags.hidden = !given.length;
  // Where quotations are what is chosen automatically, too, that is no second choice.
  const isQuoting = writers.some((one) => one.is_quoting);
  const choices = writers.filter((one) => !one.is_quoting);
  const writer = isQuoting && answerer === "auto" ? "extractive" : answerer;
  answerers.replaceChildren(
    ...choices.map(({ name, title, about }) => {
      const box = make("input", { type: "radio", name: "answerer", checked: name === writer });
      box.addEventListener("change", () => choose({ answerer: name }));
      const said = make("span", {}, make("b", { text: title }), make("small", { text: about }));
      return make("label", {}, box, said);
    }),
  );
  const most = Math.max(1, ...times.map(({ total }) => total));
  bars.hidden = times.length < 2;
  bars.replaceChildren(
    ...times.map((bar) => {
      const button = make("button", { type: "button", title: `${bar.label}: ${bar.total}` });
      Object.assign(button.dataset, { first: bar.first, last: bar.last });
      button.setAttribute("aria-label", app.say("bar", { label: bar.label, n: bar.total }));
      button.disabled = !bar.total;
      const height = bar.total ? Math.max(8, (100 * bar.total) / most) : 0;
      button.append(make("span", { style: `height: ${height}%` }));
      button.addEventListener("click", () => isDragged || brush(bar));
      return button;
    }),
  );
  showChosen();
};

// What was chosen before the page was loaded anew, as far as there is such a choice.
document.addEventListener("page-ready", () => {
  const { chosen: earlier } = app.kept();
  if (!earlier) return;
  const isThere = props.facts.answerers.some(({ name }) => name === earlier.answerer);
  choose(isThere ? earlier : { ...earlier, answerer: chosen().answerer });
  showFacts();
});

watch("facts", showFacts);
watch("value", showChosen);
showFacts();
