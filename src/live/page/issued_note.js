// What is issued stays as it is: who wants to say something else makes the next notice.

import { html, openPanel, word } from "./core.js";

// Whether a file is that of a notice that was issued.
export function isIssued(store, file) {
  const { issued, notice: shown, notices = [] } = store.standing ?? {};
  const id = file?.match(/^data\/notices\/(.+)\.ya?ml$/)?.[1];
  if (!id) return false;
  return id === shown ? Boolean(issued) : notices.some((notice) => notice.id === id && notice.issued);
}

// `says` is what there is to say besides, as a function of the day.
export function IssuedNote({ store, says }) {
  const words = word().texts;
  const { issued } = store.standing ?? {};
  if (!issued) return null;
  return html`<div class="issued-note" role="note">
    <p>${(says ?? words.issued)(issued.date)}</p>
    <p><button type="button" onClick=${() => openPanel("notice")}>${words.toNext}</button></p>
  </div>`;
}
