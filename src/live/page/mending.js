// Where a problem is put right: which panel, for which record or text.

import { html, openPanel, state, word } from "./core.js";
import { client as known } from "./follow.js";

const CLIENTS = /^data\/clients\.ya?ml$/;
const OFFICE = /^data\/office\.ya?ml$/;
const TEXTS = /^data\/(notices\/[^/]+|incident)\.ya?ml$/;

// The panel for a problem, as [name, props]; null where only a person with an editor can help.
// `client` is whose letter it stands in.
export function placeOf(problem, client) {
  const file = problem?.file ?? "";
  if (TEXTS.test(file)) return ["text", { file, line: problem.line }];
  if (OFFICE.test(file)) return ["office", {}];
  const id = problem?.clients?.[0] ?? (CLIENTS.test(file) ? client : undefined);
  return id && known(id) ? ["client", { client: id, field: problem.field }] : null;
}

// Leads to where a problem is put right.
export function Mend({ problem, client }) {
  const place = state.desk ? placeOf(problem, client) : null;
  if (!place) return null;
  const [name, props] = place;
  return html`<p class="mend"><button type="button" onClick=${() => openPanel(name, props)}>${word().toPlace[name]}</button></p>`;
}
