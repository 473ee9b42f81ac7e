// The next notice: a copy of the last one, with a day, a number and recipients of its own.

import { html, openPanel, say, useEffect, useState, word } from "../core.js";
import { ConditionEditor, Fitting, useFields } from "../condition.js";
import { Panel } from "../panel.js";
import { Growing, Labelled, Refusal, useAct, useAnswer, useDirty } from "../parts.js";

export default function NoticePanel({ store, props, close }) {
  const words = word().texts;
  const fields = useFields();
  const answer = useAnswer("next-notice", {}, store.standing?.version);
  const [said, setSaid] = useState(null);
  const [audience, setAudience] = useState({ chosen: false, when: null, isRight: true });
  const [isTouched, setTouched] = useState(false);
  const { busy, answer: refused, run, forget } = useAct();
  useDirty(isTouched);
  // What is proposed, as long as nobody has written something else.
  useEffect(() => {
    if (!answer?.ok || isTouched) return;
    const { model, id, date, number, title, nobody } = answer.body;
    setSaid({ model, id, date, number: number ?? "", title: title ?? "", nobody });
  }, [answer]);
  const touch = () => {
    forget();
    setTouched(true);
  };
  const change = (changes) => {
    touch();
    setSaid((now) => ({ ...now, ...changes }));
  };
  const choose = (changes) => {
    touch();
    setAudience((now) => ({ ...now, ...changes }));
  };
  const isReady = said?.date && said.id && (!audience.chosen || audience.isRight);
  const create = async () => {
    if (busy || !isReady) return;
    const number = String(said.number).trim();
    const got = await run("notice", {
      from: said.model, id: said.id.trim(), date: said.date, title: said.title,
      ...(number ? { number: Number(number) } : {}),
      to: audience.chosen ? audience.when : null,
    });
    if (!got.ok) return;
    say(`${words.created(got.body.notice)} ${words.undoLater}`);
    setTouched(false);
    close(true);
    openPanel("outline");
  };
  if (!said) {
    return html`<${Panel} title=${words.notice} close=${close}>
      ${!answer && html`<p class="soft" role="status">${words.loading}</p>`}
      <${Refusal} answer=${answer}/></${Panel}>`;
  }
  const save = () => { create(); };
  save.plain = true;
  const model = store.standing?.notices.find((it) => it.id === said.model);
  const text = (name, more = {}) => (labelled) => html`<input type="text" autocomplete="off" value=${said[name]}
    onInput=${(event) => change({ [name]: event.target.value })} ...${more} ...${labelled}/>`;
  const foot = html`<button type="button" class="primary" disabled=${busy || !isReady} onClick=${create}>${words.create}</button>
    <button type="button" onClick=${() => close()}>${words.cancel}</button>`;
  return html`<${Panel} title=${words.notice} close=${close} foot=${foot} onSave=${create}
    note=${words.noticeSays(model?.number ? words.nthNotice(model.number) : model?.title || said.model)}>
    ${props.bulletin && html`<p class="soft">${words.noticeForBulletin(words.nth(props.bulletin))}</p>`}
    <div class="fields-in-row">
      <${Labelled} label=${words.noticeDate}>${(more) => html`<input type="date" required data-first value=${said.date}
        onInput=${(event) => change({ date: event.target.value })} ...${more}/>`}</${Labelled}>
      <${Labelled} label=${words.noticeNumber}>${text("number", { inputmode: "numeric", size: 4 })}</${Labelled}>
    </div>
    <${Labelled} label=${words.noticeTitle}>${(more) => html`<${Growing} value=${said.title} onEnter=${save} onText=${(title) => change({ title })} ...${more}/>`}</${Labelled}>
    <${Labelled} label=${words.noticeId}>${text("id", { spellcheck: false })}</${Labelled}>
    ${said.nobody ? html`<p class="labelled">${words.noticeTo}: ${words.says.none}</p>` : html`<${Audience}
      audience=${audience} fields=${fields} onChoose=${choose}/>`}
    <${Refusal} answer=${refused}/>
  </${Panel}>`;
}

// To everyone, or to those of whom a condition holds.
function Audience({ audience, fields, onChoose }) {
  const words = word().texts;
  const { chosen, when, isRight } = audience;
  return html`<fieldset class="kinds"><legend>${words.noticeTo}</legend>
      <label><input type="radio" name="to" checked=${!chosen} onChange=${() => onChoose({ chosen: false })}/> <span>${words.toAll}</span></label>
      <label><input type="radio" name="to" checked=${chosen} onChange=${() => onChoose({ chosen: true, isRight: when !== null })}/> <span>${words.toSome}</span></label>
    </fieldset>
    ${chosen && html`<${ConditionEditor} when=${when} fields=${fields}
      onChange=${(now, is) => onChoose({ when: now, isRight: is && now !== null })}/>`}
    <${Fitting} notice when=${chosen ? when : null} isRight=${!chosen || isRight}/>`;
}
