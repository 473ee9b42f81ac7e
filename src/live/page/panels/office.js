// Who writes the letters.

import { Problems, act, ask, html, say, word } from "../core.js";
import { Fields, bothLanguages, withoutField } from "../fields.js";
import { Panel } from "../panel.js";
import { Conflict, SaveFoot, useRecord } from "../record.js";

const NAMES = ["name", "person.title", "person.name", "postal_code", "address", "phone", "fax", "email"];
const WORDS = { "person.title": "title", "person.name": "person" };

// The fields, with the words of the page.
const fields = () => NAMES.map((name) => ({
  name, kind: name === "address" ? "lines" : "text", needed: name === "name",
  ...bothLanguages(word().office[WORDS[name] ?? name]),
}));

export default function Office({ store, close }) {
  const form = useRecord({
    key: "office",
    version: store.standing?.version,
    read: async () => ({ fields: fields(), answer: await ask("office") }),
    write: (changes, seen) => act("office", { changes, seen }),
    saved: () => {
      say(word().savedOffice);
      return true;
    },
  });
  const { record } = form;
  const all = fields();
  return html`<${Panel} title=${word().officeTitle} note=${record?.file} close=${close} onSave=${form.save}
    foot=${record && html`<${SaveFoot} form=${form}/>`}>
    <${Problems} problems=${withoutField(form.problems, all)}/>
    ${!record && !form.problems.length && html`<p>${word().loading}</p>`}
    ${record && (form.conflict ? html`<${Conflict} form=${form}/>` : html`<${Fields} fields=${all} values=${record.values}
      edits=${form.edits} edit=${form.edit} problems=${form.problems} first="name"/>`)}
  </${Panel}>`;
}
