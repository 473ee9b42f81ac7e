// A bulletin: when it came and what it says, with its paragraph in the letter meanwhile.

import { html, openPanel, say, set, state, useEffect, useRef, useState, word } from "../core.js";
import { useDraft } from "../drafting.js";
import { bringIntoView } from "../letter_map.js";
import { Panel } from "../panel.js";
import { Effect, Growing, Labelled, Refusal, today, useAct, useAnswer, useDirty } from "../parts.js";
import { IssuedNote } from "../issued_note.js";

export default function BulletinPanel({ store, props, close }) {
  const words = word().texts;
  const answer = useAnswer("bulletins", {}, store.standing?.version);
  const bulletins = answer?.ok ? answer.body.bulletins : [];
  const last = bulletins.at(-1);
  // Only what the last one with a text of its own says can be said again.
  const model = bulletins.findLast((it) => it.text);
  const number = props.number ?? answer?.body.next;
  const [said, setSaid] = useState({ date: today(), time: "", label: "", text: "", same: false, tell: true });
  const [missing, setMissing] = useState(null);
  const draft = useDraft();
  const { busy, answer: refused, run, forget } = useAct();
  const area = useRef(null);
  const at = said.date && said.time ? `${said.date}T${said.time}` : null;
  const hasText = said.same ? model !== undefined : said.text.trim() !== "";
  const isIssued = Boolean(store.standing?.issued);
  const tells = said.tell && !isIssued;
  const isEarlier = at !== null && last !== undefined && at < last.at.slice(0, at.length);
  useDirty(said.text !== "" || said.time !== "" || said.label !== "");

  const body = () => ({
    at,
    ...(said.label.trim() ? { label: said.label.trim() } : {}),
    ...(said.same ? { same_as: model.number } : { text: said.text }),
    ...(isEarlier ? { earlier: true } : {}),
  });
  useEffect(() => {
    if (at && hasText && tells) draft.follow("bulletin", body());
    else draft.drop();
  }, [JSON.stringify(said), at, hasText, tells, model?.number]);
  // Its paragraph is marked, and brought into view when the letter has it for the first time.
  const index = said.same ? bulletins.indexOf(model) : bulletins.filter((it) => it.at.slice(0, 16) <= at).length;
  const isDrafted = Boolean(draft.effect?.changed);
  useEffect(() => {
    if (!isDrafted) return;
    set({ panel: { ...state.panel, props: { ...props, marks: ["bulletins", index] } } });
    bringIntoView(({ path }) => path[0] === "bulletins" && path[1] === index);
  }, [isDrafted, index]);
  const change = (changes) => {
    forget();
    setMissing(null);
    setSaid((now) => ({ ...now, ...changes }));
  };
  const add = async () => {
    if (busy) return;
    if (!at) return setMissing("needsMoment");
    if (!hasText) return setMissing("needsText");
    const name = said.label.trim() || words.nth(number);
    const got = await run("bulletin", body());
    if (!got.ok) return undefined;
    draft.settle();
    // A notice tells of bulletins up to its own moment, which moves behind this one.
    if (tells) await run("tell", {});
    say(`${words.bulletinAdded(name)} ${words.undoLater}`);
    return close(true);
  };

  const foot = html`<button type="button" class="primary" disabled=${busy} onClick=${add}>${words.addBulletin}</button>
    <button type="button" onClick=${() => close()}>${words.cancel}</button>`;
  return html`<${Panel} title=${number ? words.addNth(words.nth(number)) : words.bulletin} note=${words.bulletinSays}
    close=${close} foot=${foot} onSave=${add}>
    <${IssuedNote} store=${store} says=${words.bulletinIssued}/>
    <${Refusal} answer=${answer}/>
    <div class="fields-in-row">
      <${Labelled} label=${words.date}>${(more) => html`<input type="date" required value=${said.date}
        onInput=${(event) => change({ date: event.target.value })} ...${more}/>`}</${Labelled}>
      <${Labelled} label=${words.time}>${(more) => html`<input type="time" required data-first value=${said.time}
        onInput=${(event) => change({ time: event.target.value })} ...${more}/>`}</${Labelled}>
    </div>
    ${isEarlier && html`<p class="soft" role="status">${words.earlier}</p>`}
    <${Labelled} label=${words.label} says=${words.labelSays}>${(more) => html`<input type="text" lang="ja" autocomplete="off"
      value=${said.label} onInput=${(event) => change({ label: event.target.value })} ...${more}/>`}</${Labelled}>
    ${model && html`<fieldset class="kinds"><legend>${words.content}</legend>
      <label><input type="radio" name="content" checked=${!said.same} onChange=${() => change({ same: false })}/> <span>${words.writeNew}</span></label>
      <label><input type="radio" name="content" checked=${said.same} onChange=${() => change({ same: true })}/>
        <span>${words.sameAs(model.label || words.nth(model.number))}</span></label>
    </fieldset>`}
    ${said.same && model
    ? html`<blockquote lang="ja">${model.text}</blockquote>`
    : html`<${Labelled} label=${words.content} says=${words.hints.text}>${(more) => html`<${Growing} inputRef=${area}
        value=${said.text} onText=${(text) => change({ text })} onEnter=${add} ...${more}/>`}</${Labelled}>`}
    ${!isIssued && html`<p class="confirm"><label><input type="checkbox" checked=${said.tell}
      onChange=${(event) => change({ tell: event.target.checked })}/> <span>${words.tell}</span></label></p>`}
    ${missing && html`<p class="fault" role="alert">${words[missing]}</p>`}
    <${Effect} effect=${draft.effect}/>
    <${Refusal} answer=${refused}/>
    <p><button type="button" class="quiet" onClick=${() => openPanel("bulletins")}>${words.toBulletins}</button></p>
  </${Panel}>`;
}
