// A recipient's record as a form.

import {
  Fragment, Problems, act, ask, html, isPanelDirty, problemsOf, say, setDirty, useEffect, useState, word,
} from "../core.js";
import { Fields, withoutField } from "../fields.js";
import { choose } from "../follow.js";
import { Panel } from "../panel.js";
import { Conflict, SaveFoot, useRecord } from "../record.js";

export default function Client({ store, props, close }) {
  const [client, setClient] = useState(props.client ?? store.chosen);
  const form = useRecord({
    key: client,
    version: store.standing?.version,
    read: async () => {
      const [fields, answer] = await Promise.all([ask("fields"), ask("client", { client })]);
      return { fields: fields.body.fields, answer };
    },
    write: (changes, seen) => act("client", { client, seen, changes }),
    saved: (answer, changes) => {
      const { client: now = client } = answer.body;
      say(word().savedClient(changes.name ?? name));
      if (now !== client) choose(now);
      return now === client;
    },
  });
  const name = form.record?.values.name ?? client;
  // The form follows the letter, as long as nothing in it would be lost.
  useEffect(() => {
    if (store.chosen && store.chosen !== client && !isPanelDirty()) setClient(store.chosen);
  }, [store.chosen]);
  const { record } = form;
  return html`<${Panel} title=${name} note=${record && `${client} · ${record.file}:${record.line}`} close=${close}
    onSave=${form.save} foot=${record && html`<${Foot} form=${form} client=${client} name=${name} close=${close}/>`}>
    <${Problems} problems=${withoutField(form.problems, form.fields)}/>
    ${!record && !form.problems.length && html`<p>${word().loading}</p>`}
    ${record && (form.conflict ? html`<${Conflict} form=${form}/>` : html`<${Fields} fields=${form.fields}
      values=${record.values} edits=${form.edits} edit=${form.edit} problems=${form.problems}
      rows=${record.rows} first=${props.field ?? "name"}/>`)}
  </${Panel}>`;
}

function Foot({ form, client, name, close }) {
  const [removing, setRemoving] = useState(false);
  const remove = async () => {
    const answer = await act("client-remove", { client, seen: form.record.seen });
    setRemoving(false);
    if (!answer.ok) {
      form.setProblems(problemsOf(answer));
      return;
    }
    setDirty(false);
    say(word().removedClient(name));
    close(true);
  };
  if (!removing) {
    return html`<${SaveFoot} form=${form}><button type="button" id="remove" class="plain"
      onClick=${() => setRemoving(true)}>${word().removeClient}</button></${SaveFoot}>`;
  }
  return html`<${Fragment}><p class="sure" role="alert">${word().removeSure(name)}</p>
    <button type="button" id="remove-sure" class="danger" onClick=${remove}>${word().remove}</button>
    <button type="button" onClick=${() => setRemoving(false)}>${word().cancel}</button></${Fragment}>`;
}
