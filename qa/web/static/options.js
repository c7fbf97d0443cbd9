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

const chosen = () => ({ after: "", before: "", sources: [], answerer: "", story: "", story_title: "", ...props.value });
const choose = (change) => {
  props.value = { ...chosen(), ...change };
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
const [after, before] = [dateField("From", "after"), dateField("Until", "before")];

const presets = make("div", { className: "presets" });
const day = (back) => {
  const date = new Date();
  date.setDate(date.getDate() - back);
  return date.toISOString().slice(0, 10);
};
for (const [text, back] of [["Any date", null], ["Last 7 days", 7], ["Last 30 days", 30], ["Last year", 365]]) {
  const button = make("button", { type: "button", className: "small", text });
  button.addEventListener("click", () => {
    choose({ after: back === null ? "" : day(back), before: "" });
    if (back === null) finish("dates");
  });
  presets.append(button);
}

// The timeline: a press on a bar chooses its time, a press on a second one all between them.
const bars = make("div", { className: "brush" });
bars.setAttribute("role", "group");
bars.setAttribute("aria-label", "When the articles appeared; choose a time");
const brush = (bar) => {
  const { after: from, before: to } = chosen();
  const isFirst = !from || !to || bars.dataset.brushed !== "one";
  bars.dataset.brushed = isFirst ? "one" : "two";
  if (isFirst) choose({ after: bar.first, before: bar.last });
  else choose({ after: from < bar.first ? from : bar.first, before: to > bar.last ? to : bar.last });
};

const wanted = make("input", { type: "search", placeholder: "Find a source", autocomplete: "off" });
wanted.setAttribute("aria-label", "Find a source");
const sources = make("div", { className: "choices" });
const none = make("p", { className: "quiet-words", text: "No source is called so.", hidden: true });
const all = make("button", { type: "button", className: "small", text: "All sources" });
all.addEventListener("click", () => {
  choose({ sources: [] });
  for (const box of sources.querySelectorAll("input")) box.checked = false;
});
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
  dates: pill("dates", "Dates", presets, make("div", { className: "days" }, after.label, before.label), bars),
  sources: pill("sources", "Sources", make("div", { className: "finding" }, wanted, all), sources, none),
  answerer: pill("answerer", "Who writes the answer", answerers),
};

// The story that one asks within is chosen in the view of the stories; here it is taken off.
const withinWords = make("bdi", { className: "pill-words" });
const within = make("span", { className: "pill" }, withinWords);
const outside = make("button", { type: "button", className: "pill-off", text: "×" });
outside.setAttribute("aria-label", "All stories again");
outside.addEventListener("click", () => {
  choose({ story: "", story_title: "" });
  app.field()?.focus();
});
const ofStory = make("div", { className: "pill-holder is-on of-story", hidden: true }, within, outside);
document.addEventListener("story-chosen", ({ detail: { id, title } }) => {
  choose({ story: id, story_title: title });
});

const holders = Object.values(pills).map(({ holder }) => holder);
element.append(make("div", { className: "pills" }, ...holders, ofStory));
pills.dates.off.addEventListener("click", () => takeOff("dates", { after: "", before: "" }));
pills.sources.off.addEventListener("click", () => {
  for (const box of sources.querySelectorAll("input")) box.checked = false;
  takeOff("sources", { sources: [] });
});
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

const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const inWords = (iso) => words.format(new Date(`${iso}T00:00:00Z`));

const datesInWords = ({ after: from, before: to }) => {
  if (from && to) return from === to ? inWords(from) : `${inWords(from)} – ${inWords(to)}`;
  if (from) return `From ${inWords(from)}`;
  return to ? `Until ${inWords(to)}` : "Any date";
};

const showChosen = () => {
  const value = chosen();
  const isSwapped = value.after && value.before && value.after > value.before;
  after.input.value = value.after;
  before.input.value = value.before;
  before.input.setCustomValidity(isSwapped ? "This day lies before the first." : "");
  ofStory.hidden = !value.story;
  withinWords.textContent = value.story_title;
  within.title = `Only articles of the story “${value.story_title}”`;
  pills.dates.words.textContent = datesInWords(value);
  const [first, ...others] = value.sources;
  pills.sources.words.textContent = !first
    ? "All sources"
    : others.length ? `${value.sources.length} sources` : first;
  const answerer = (props.facts?.answerers ?? []).find(({ name }) => name === value.answerer);
  pills.answerer.words.textContent = answerer?.short ?? "Quotations";
  for (const [name, isOn, what] of [
    ["dates", value.after || value.before, "dates"],
    ["sources", first, "sources"],
  ]) {
    pills[name].off.hidden = !isOn;
    pills[name].off.setAttribute("aria-label", `All ${what} again`);
    pills[name].holder.classList.toggle("is-on", Boolean(isOn));
  }
  pills.dates.holder.classList.toggle("is-wrong", Boolean(isSwapped));
  for (const bar of bars.children) {
    const isIn = (!value.after || bar.dataset.last >= value.after) && (!value.before || bar.dataset.first <= value.before);
    bar.setAttribute("aria-pressed", String(Boolean(value.after || value.before) && isIn));
  }
};

const showFacts = () => {
  const { sources: named = [], answerers: writers = [], bars: counted = [] } = props.facts ?? {};
  const { sources: picked, answerer } = chosen();
  sources.replaceChildren(
    ...named.map(([name, count]) => {
      const box = make("input", { type: "checkbox", checked: picked.includes(name) });
      box.addEventListener("change", () => {
        const others = chosen().sources.filter((other) => other !== name);
        choose({ sources: box.checked ? [...others, name] : others });
      });
      const said = make("bdi", { text: name });
      return make("label", {}, box, said, make("span", { className: "amount", text: count.toLocaleString("en") }));
    }),
  );
  answerers.replaceChildren(
    ...writers.map(({ name, title, about }) => {
      const box = make("input", { type: "radio", name: "answerer", checked: name === answerer });
      box.addEventListener("change", () => choose({ answerer: name }));
      const said = make("span", {}, make("b", { text: title }), make("small", { text: about }));
      return make("label", {}, box, said);
    }),
  );
  const most = Math.max(1, ...counted.map(({ total }) => total));
  bars.hidden = counted.length < 2;
  bars.replaceChildren(
    ...counted.map((bar) => {
      const button = make("button", { type: "button", title: `${bar.label}: ${bar.total}` });
      Object.assign(button.dataset, { first: bar.first, last: bar.last });
      button.setAttribute("aria-label", `${bar.label}, ${bar.total} ${bar.total === 1 ? "article" : "articles"}`);
      button.disabled = !bar.total;
      const height = bar.total ? Math.max(8, (100 * bar.total) / most) : 0;
      button.append(make("span", { style: `height: ${height}%` }));
      button.addEventListener("click", () => brush(bar));
      return button;
    }),
  );
  showChosen();
};

watch("facts", showFacts);
watch("value", showChosen);
showFacts();
