// A record that is edited in a form: what was typed over it, and what happens where somebody
// has changed the same record meanwhile.

import {
  Fragment, html, isPanelDirty, problemsOf, say, setDirty, useEffect, useLayoutEffect, useMemo,
  useRef, useState, word,
} from "./core.js";
import { changesOf, isSame, labelOf, missing, said, toFirstWrong } from "./fields.js";

// `read()` resolves to { fields, answer }, `write(changes, seen)` to an answer, and
// `saved(answer, changes)` says whether the form goes on with the same record. It is read anew
// whenever `key` or `version` changes, but never over what was typed.
export function useRecord({ read, write, saved, key, version }) {
  const [fields, setFields] = useState([]);
  const [record, setRecord] = useState(null);
  const [edits, setEdits] = useState({});
  const [problems, setProblems] = useState([]);
  const [conflict, setConflict] = useState(null);
  const [saving, setSaving] = useState(false);
  const asked = useRef(0);
  const changes = useMemo(
    () => (record ? changesOf(fields, record.values, edits) : {}), [fields, record, edits],
  );
  const changed = Object.keys(changes).length;
  useLayoutEffect(() => setDirty(changed > 0));

  const load = async () => {
    asked.current += 1;
    const number = asked.current;
    const { fields: known, answer } = await read();
    // What was typed meanwhile stays.
    if (number !== asked.current || isPanelDirty()) return;
    if (known) setFields(known);
    setEdits({});
    setConflict(null);
    setRecord(answer.ok ? answer.body : null);
    setProblems(answer.ok ? answer.body.problems ?? [] : refusals(answer));
  };
  useEffect(() => { if (!isPanelDirty()) load(); }, [key, version]);

  const send = async (to, seen) => {
    setSaving(true);
    const answer = await write(to, seen);
    setSaving(false);
    return answer;
  };
  // `to` was sent, made of the edits `sent`.
  const end = async (answer, to, sent) => {
    if (answer.ok) {
      setRecord((before) => ({ ...before, values: { ...before.values, ...to } }));
      // What was typed since is still to be saved.
      setEdits((now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== sent[name])));
      setProblems([]);
      setDirty(false);
      if (await saved(answer, to)) await load();
      return;
    }
    setProblems(refusals(answer));
    toFirstWrong(problemsOf(answer), fields);
  };
  const sendAll = async (to, seen, sent) => end(await send(to, seen), to, sent);
  const save = async () => {
    if (saving || !record) return;
    if (!changed) {
      say(word().nothingChanged);
      return;
    }
    // Only what is taken away here: what was never there is told of anyway.
    const without = missing(fields.filter((field) => field.name in changes), changes);
    if (without.length) {
      setProblems(without);
      toFirstWrong(without, fields);
      return;
    }
    const answer = await send(changes, record.seen);
    if (answer.status !== 409) {
      await end(answer, changes, edits);
      return;
    }
    const { answer: now } = await read();
    if (!now.ok) {
      setProblems(refusals(now));
      return;
    }
    const both = fields.filter((field) => isBoth(field, record, now.body, edits, changes));
    if (both.length) setConflict({ now: now.body, both, chosen: {} });
    // What was changed elsewhere are other fields: both stay.
    else {
      setRecord(now.body);
      await sendAll(changesOf(fields, now.body.values, edits), now.body.seen, edits);
    }
  };
  // Saves what was chosen where both sides had changed a field.
  const settle = async () => {
    const { now, both, chosen } = conflict;
    if (saving || both.some((field) => !chosen[field.name])) return;
    const kept = { ...edits };
    for (const field of both) if (chosen[field.name] === "now") delete kept[field.name];
    const to = changesOf(fields, now.values, kept);
    setConflict(null);
    setRecord(now);
    setEdits(kept);
    if (Object.keys(to).length) await sendAll(to, now.seen, kept);
    else await end({ ok: true, body: {} }, to, kept);
  };
  return {
    fields, record, edits, changed, problems, setProblems, conflict, setConflict, saving, settle,
    edit: (name, value) => {
      // At once: what is just being read must not come over it.
      setDirty(true);
      setEdits((before) => ({ ...before, [name]: value }));
    },
    save: conflict ? settle : save,
    reset: () => {
      setEdits({});
      setProblems(record.problems ?? []);
    },
  };
}

const refusals = (answer) => (
  answer.status === 404 ? [{ severity: "error", message: word().recordGone, hints: [] }] : problemsOf(answer)
);

// Whether a field was changed here and elsewhere, and not to the same.
const isBoth = (field, before, now, edits, changes) => (
  field.name in changes
  && !isSame(field, before.values[field.name], now.values[field.name])
  && !isSame(field, edits[field.name], now.values[field.name])
);

// ---- buttons ----------------------------------------------------------------

// The buttons of a form that saves, and `children` at their end.
export function SaveFoot({ form, children }) {
  if (form.conflict) return html`<${ConflictFoot} form=${form}/>`;
  return html`<${Fragment}>
    <button type="button" id="save" class="primary" disabled=${!form.changed || form.saving}
      title="Ctrl+Enter" onClick=${form.save}>${form.saving ? word().saving : word().save}</button>
    ${form.changed > 0 && html`<button type="button" onClick=${form.reset}>${word().reset}</button>`}
    <span class="gap"></span>${children}
  </${Fragment}>`;
}

function ConflictFoot({ form }) {
  const { both, chosen } = form.conflict;
  const open = both.filter((field) => !chosen[field.name]).length;
  return html`<${Fragment}>
    <button type="button" id="settle" class="primary" disabled=${open > 0} onClick=${form.settle}>${word().save}</button>
    <button type="button" onClick=${() => form.setConflict(null)}>${word().stay}</button>
    ${open > 0 && html`<span class="hint">${word().chooseEach(open)}</span>`}
  </${Fragment}>`;
}

// ---- changed here and elsewhere ---------------------------------------------

// Both sides of each field, side by side.
export function Conflict({ form }) {
  const { now, both, chosen } = form.conflict;
  const pick = (name, side) => (
    form.setConflict({ ...form.conflict, chosen: { ...chosen, [name]: side } })
  );
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  return html`<${Fragment}>
    <p ref=${first} tabindex="-1" role="alert" class="conflict-words">${word().conflict}</p>
    ${both.map((field) => html`<fieldset key=${field.name} class="conflict">
      <legend>${labelOf(field)}</legend>
      <${Side} name=${field.name} side="mine" chosen=${chosen} pick=${pick} label=${word().mine}
        text=${said(field, form.edits[field.name])}/>
      <${Side} name=${field.name} side="now" chosen=${chosen} pick=${pick} label=${word().now}
        text=${said(field, now.values[field.name])}/>
    </fieldset>`)}
  </${Fragment}>`;
}

function Side({ name, side, chosen, pick, label, text }) {
  return html`<label class=${chosen[name] === side ? "picked" : ""}>
    <span class="which"><input type="radio" name=${`conflict-${name}`} value=${side} checked=${chosen[name] === side}
      onChange=${() => pick(name, side)}/> ${label}</span>
    <span class="value" lang="ja">${text}</span></label>`;
}
