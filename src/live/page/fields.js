// Fields of a form, as `ask/fields` describes them, and what has been changed in them.

import { html, inLanguage, marked, useId, word } from "./core.js";

// ---- values -----------------------------------------------------------------

const isList = (field) => field.kind === "lines" || field.kind === "values" || Boolean(field.several);

// Lines as they are typed, and as the records have them.
const split = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

// A value as the form holds it: a list for what may be several, a text for the rest.
export function held(field, value) {
  if (isList(field)) return value === undefined || value === null ? [] : [value].flat();
  return value === undefined || value === null ? "" : String([value].flat().join("\n"));
}

const clean = (field, value) => (
  isList(field) ? value.flatMap((line) => split(line)) : value.trim()
);

export const isSame = (field, one, other) => (
  JSON.stringify(clean(field, held(field, one))) === JSON.stringify(clean(field, held(field, other)))
);

// What an answer is to hold: { name: value } of what was changed; null for what is gone.
export function changesOf(fields, values, edits) {
  const changes = {};
  for (const field of fields) {
    if (!(field.name in edits) || isSame(field, edits[field.name], values[field.name])) continue;
    const value = clean(field, edits[field.name]);
    changes[field.name] = value.length ? value : null;
  }
  return changes;
}

// A value in words.
export function said(field, value) {
  const all = held(field, value);
  if (!all.length) return word().empty;
  return [all].flat().map(valueWord).join(isList(field) && field.kind !== "lines" ? "、" : " ");
}

// The program's own value for 敬称 that is none.
const valueWord = (value) => (value === "none" ? word().noneWord : value);

// The label of a field that the page itself knows, as the program's fields have it.
export const bothLanguages = (label) => ({ label_ja: label, label_en: label });

export const labelOf = (field) => inLanguage(field, "label") || field.name;

// ---- one field --------------------------------------------------------------

// `value` is as `held` has it; `change` gets it as it is typed.
export function Field({ field, value, change, problems = [], rows, first }) {
  const id = useId();
  const hint = hintOf(field);
  const described = [hint && `${id}-hint`, problems.length && `${id}-error`].filter(Boolean).join(" ");
  const attributes = {
    id,
    name: field.name,
    lang: "ja",
    "aria-describedby": described || undefined,
    "aria-invalid": problems.length ? "true" : undefined,
    "aria-required": field.needed ? "true" : undefined,
    "data-first": first ? "" : undefined,
  };
  const isGroup = field.kind === "choice" && field.several;
  const name = html`${labelOf(field)}${field.needed && html` <span class="needed">${word().needed}</span>`}`;
  return html`<div class=${`field ${problems.length ? "wrong" : ""}`} data-field=${field.name}>
    ${isGroup || field.kind === "rows" ? html`<span class="label" id=${`${id}-label`}>${name}</span>`
    : html`<label for=${id}>${name}</label>`}
    <div class="control">
      <${Control} field=${field} value=${value} change=${change} rows=${rows} attributes=${attributes}/>
      ${problems.map((problem) => html`<p class="wrong-words" id=${`${id}-error`}>${marked(problem.message)}
        ${(problem.hints ?? []).map((text) => html`<span>${marked(text)}</span>`)}</p>`)}
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${marked(hint)}</p>`}
    </div>
  </div>`;
}

// What is to be known of a field, where that is more than its name.
function hintOf(field) {
  // As the form calls it.
  const hint = inLanguage(field, "hint").replaceAll("`none`", `\`${word().noneWord}\``);
  if (hint && hint.replace(/[。.]$/, "") !== labelOf(field)) return hint;
  return field.kind === "lines" || field.kind === "values" ? word().oneEachLine : "";
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function Control({ field, value, change, rows, attributes }) {
  const type = (event) => change(event.target.value);
  // What fills in forms may tell of the change alone.
  const typed = { onInput: type, onChange: type };
  switch (field.kind) {
    case "rows":
      return html`<p class="rows" aria-labelledby=${`${attributes.id}-label`}>${word().rowsOf(rows ?? 0)}</p>`;
    case "lines":
    case "values":
      return html`<${Lines} value=${value} change=${change} attributes=${attributes} field=${field}/>`;
    case "choice":
      return field.several
        ? html`<${Several} field=${field} value=${value} change=${change} attributes=${attributes}/>`
        : html`<${One} field=${field} value=${value} change=${change} attributes=${attributes}/>`;
    case "day":
      // What is not written as a day is shown as it is.
      return html`<input type=${value === "" || DAY.test(value) ? "date" : "text"} value=${value} ...${typed} ...${attributes}/>`;
    case "count":
      return html`<input type="text" inputmode="numeric" autocomplete="off" value=${value} ...${typed} ...${attributes}/>`;
    default:
      return html`<input type="text" autocomplete="off" spellcheck=${false} value=${value}
        placeholder=${field.example ?? ""} ...${typed} ...${attributes}/>`;
  }
}

// One line each, as the records have them.
function Lines({ field, value, change, attributes }) {
  const type = (event) => change(event.target.value.split("\n"));
  const most = Math.max(2, Math.min(8, value.length + 1));
  return html`<textarea rows=${most} value=${value.join("\n")} placeholder=${[field.example ?? ""].flat().join("\n")}
    onInput=${type} onChange=${type} ...${attributes}></textarea>`;
}

function One({ field, value, change, attributes }) {
  const known = field.values ?? [];
  const all = value && !known.includes(value) ? [value, ...known] : known;
  return html`<select value=${value} onChange=${(event) => change(event.target.value)} ...${attributes}>
    <option value="" selected=${value === ""}>${field.needed ? word().choose : word().notGivenChoice}</option>
    ${all.map((it) => html`<option key=${it} value=${it} selected=${it === value}>${valueWord(it)}</option>`)}
  </select>`;
}

function Several({ field, value, change, attributes }) {
  const known = field.values ?? [];
  const all = [...known, ...value.filter((it) => it && !known.includes(it))];
  // In the order of the field, so that a mark that comes back changes nothing.
  const mark = (it, on) => change(all.filter((other) => (other === it ? on : value.includes(other))));
  return html`<div class="several" role="group" aria-labelledby=${`${attributes.id}-label`}
    aria-describedby=${attributes["aria-describedby"]}>
    ${all.map((it) => html`<label key=${it} lang="ja"><input type="checkbox" name=${field.name} checked=${value.includes(it)}
      onChange=${(event) => mark(it, event.target.checked)}/> ${it}${!known.includes(it) && html` <span class="hint">${word().notListed}</span>`}</label>`)}
  </div>`;
}

// ---- a form -----------------------------------------------------------------

// All fields. `edits` holds what was typed, by name.
export function Fields({ fields, values, edits, edit, problems, rows = {}, first }) {
  return html`<div class="fields">${fields.map((field) => html`<${Field} key=${field.name}
    field=${field} rows=${rows[field.name]} first=${field.name === first}
    value=${held(field, field.name in edits ? edits[field.name] : values[field.name])}
    change=${(value) => edit(field.name, value)}
    problems=${problems.filter((problem) => problem.field === field.name)}/>`)}</div>`;
}

// What is needed and not there, said in the words of a form: [problem]. `values` are those
// that would be saved.
export const missing = (fields, values) => (
  fields.filter((field) => field.needed && !held(field, values[field.name]).length).map((field) => ({
    severity: "error",
    field: field.name,
    message: (field.kind === "choice" ? word().notChosen : word().notWritten)(labelOf(field)),
  }))
);

// The problems that stand beside no field of these.
export const withoutField = (problems, fields) => (
  problems.filter((problem) => !fields.some((field) => field.name === problem.field))
);

// Puts the focus on a field.
export function toField(name) {
  const place = [...document.querySelectorAll(".field")].find((it) => it.dataset.field === name);
  place?.scrollIntoView({ block: "center" });
  place?.querySelector("input, select, textarea")?.focus();
}

// The first field with something wrong, after it was drawn.
export function toFirstWrong(problems, fields) {
  const first = fields.find((field) => problems.some((problem) => problem.field === field.name));
  if (first) requestAnimationFrame(() => toField(first.name));
}
