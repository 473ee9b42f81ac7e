// One more recipient.

import {
  Problems, act, ask, html, problemsOf, say, setDirty, useEffect, useMemo, useState, word,
} from "../core.js";
import { Fields, changesOf, held, missing, toFirstWrong, withoutField } from "../fields.js";
import { choose } from "../follow.js";
import { Panel } from "../panel.js";

// What nearly every record has; the rest is folded away.
const USUAL = new Set([
  "id", "name", "honorific", "kana", "person.title", "person.name", "delivery", "postal_code", "address",
  "phone", "email",
]);

export default function Add({ close }) {
  const [fields, setFields] = useState(null);
  const [problems, setProblems] = useState([]);
  const [edits, setEdits] = useState({});
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    ask("fields", { new: true }).then((answer) => {
      if (!answer.ok) return void setProblems(problemsOf(answer));
      setFields(answer.body.fields.filter((field) => field.kind !== "rows"));
      // One that nobody has had, in no letter either.
      return setEdits((before) => ({ id: answer.body.id ?? "", ...before }));
    });
  }, []);
  const edit = (name, value) => {
    setDirty(true);
    setEdits((before) => ({ ...before, [name]: value }));
  };
  const wrong = (found) => {
    setProblems(found);
    toFirstWrong(found, fields);
  };
  const save = async () => {
    if (saving || !fields) return;
    const values = changesOf(fields, {}, edits);
    const without = missing(fields, values);
    if (without.length) {
      wrong(without);
      return;
    }
    setSaving(true);
    const answer = await act("client-add", { values });
    setSaving(false);
    if (!answer.ok) {
      wrong(problemsOf(answer));
      return;
    }
    setDirty(false);
    say(word().addedClient(held({ kind: "text" }, edits.name)));
    close(true);
    choose(answer.body.client);
  };
  const [usual, others] = useMemo(() => {
    const isUsual = (field) => USUAL.has(field.name) || field.needed;
    return [(fields ?? []).filter(isUsual), (fields ?? []).filter((field) => !isUsual(field))];
  }, [fields]);
  const form = (some, first) => html`<${Fields} fields=${some} values=${{}} edits=${edits} edit=${edit}
    problems=${problems} first=${first}/>`;
  const isWrongBelow = problems.some((problem) => others.some((field) => field.name === problem.field));
  const foot = html`<button type="button" id="save" class="primary" disabled=${saving || !fields} title="Ctrl+Enter"
    onClick=${save}>${saving ? word().saving : word().add}</button>
    <button type="button" onClick=${() => close()}>${word().cancel}</button>`;
  return html`<${Panel} title=${word().addClient} close=${close} onSave=${save} foot=${foot}>
    <${Problems} problems=${withoutField(problems, fields ?? [])}/>
    ${!fields && !problems.length && html`<p>${word().loading}</p>`}
    ${fields && form(usual, "name")}
    ${others.length > 0 && html`<details open=${isWrongBelow || undefined}><summary>${word().otherFields}</summary>${form(others)}</details>`}
  </${Panel}>`;
}
