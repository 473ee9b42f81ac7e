// What is said about the letter that is looked at.

import { Problems, html, openPanel, set, useMemo, word } from "./core.js";
import { Mend } from "./mending.js";
import { label, shortcuts } from "./letter.js";

export function About({ store }) {
  const { view } = store;
  return html`<aside id="about" aria-labelledby="name" class=${store.about ? "open" : ""}>
    <button type="button" class="close middle-only" aria-label=${word().close}
      onClick=${() => set({ about: false })}>×</button>
    <h2 id="name" lang="ja">${view ? view.name || view.client : ""}</h2>
    ${view && html`<${Facts} store=${store} view=${view}/>`}
    <${Keys} desk=${store.desk}/>
  </aside>`;
}

function Facts({ store, view }) {
  // A notice for nobody in particular has one letter, which is called as the notice is.
  const isNobody = view.client === store.list.notice;
  const entry = store.list.clients.find((client) => client.id === view.client);
  const about = [view.client, word().state[view.state]];
  if (!view.stale && view.pages.length) about.push(word().pages(view.pages.length));
  if (entry?.variant) about.push(word().variantOf(entry.variant, store.list.variants));
  if (!view.addressed) about.push(word().away);
  const warnings = view.problems.filter((problem) => problem.severity === "warning");
  const time = useMemo(() => new Date().toLocaleTimeString(store.language), [view, store.language]);
  const standing = store.desk && view.addressed ? store.letters.standing[view.client] : undefined;
  return html`
    <p id="state" class=${view.state}>${about.join(" · ")}</p>
    ${standing && html`<p class=${`standing-long ${standing}`}>${word().standingLong[standing]}
      ${(store.letters.reasons?.[view.client] ?? []).map((reason) => html`<span class="reason" lang="ja">${reason}</span>`)}</p>`}
    ${store.desk && html`<p class="buttons">
      ${entry && !isNobody && html`<button type="button" id="edit-client" onClick=${() => openPanel("client", { client: view.client })}>${word().editClient}</button>`}
      <button type="button" id="difference" onClick=${() => openPanel("difference", { client: view.client })}>${word().difference}</button>
    </p>`}
    <section id="warnings" aria-live="polite" hidden=${!warnings.length}>
      <h3>${word().warningsOf(warnings.length)}</h3>
      <div><${Problems} problems=${warnings} shown=${warnings.length}
        below=${(problem) => html`<${Mend} problem=${problem} client=${view.client}/>`}/></div>
    </section>
    <h3>${word().parts}</h3>
    <${Parts} view=${view}/>
    <p id="made" aria-live="polite">${view.stale ? (view.pages.length || view.text) && word().stale : word().made(view.milliseconds.toFixed(0), time)}</p>`;
}

function Parts({ view }) {
  return html`<ul id="parts" lang="ja">
    ${view.parts.map((part, index) => html`<li key=${index} class=${part.given ? "" : "not"}>
      <span role="img" aria-label=${part.given ? word().given : word().notGiven}>${part.given ? "＋" : "−"}</span>
      <span>${part.words}</span><span class="why">${part.decided_by}</span>
    </li>`)}
    ${!view.parts.length && html`<li class="not alone">${view.stale ? "" : word().noParts}</li>`}
  </ul>`;
}

function Keys({ desk }) {
  const all = [["/", word().findKey], ...shortcuts.map(([action, key]) => [key, label(action)])];
  if (desk) all.push(["Ctrl+Z", word().undoKey], ["Esc", word().escapeKey]);
  return html`<details id="keys"><summary>${word().keys}</summary>
    <dl>${all.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
  </details>`;
}
