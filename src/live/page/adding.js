// The form for a new block: a text, a heading with its text, a list, or notes.

import { html, useEffect, useState, word } from "./core.js";
import { useDraft } from "./drafting.js";
import { Effect, Growing, Labelled, Refusal, useAct } from "./parts.js";

const KINDS = ["text", "heading", "list", "notes"];

// Lists of texts, and lists to which this form can add nothing.
const OF_TEXTS = ["list", "notes", "blanks"];
const OF_OTHERS = ["qa", "rows", "columns"];

// Whether something can be added behind a block.
export const canAddBehind = (block) => !OF_OTHERS.includes(behind(block).list.at(-1));

// The list that a block stands in, and the place behind it. A body that is one text is
// made a list when something is added.
export const behind = (block) => (typeof block.at(-1) === "number"
  ? { list: block.slice(0, -1), at: block.at(-1) + 1 }
  : { list: block, at: 1 });

// Adds a block to the list of blocks at `list`, as its block number `at`.
export function Adding({ file, list, at, onAdded, onCancel, onDirty }) {
  const words = word().texts;
  const [kind, setKind] = useState("text");
  const [heading, setHeading] = useState("");
  const [text, setText] = useState("");
  const draft = useDraft();
  const { busy, answer, run, forget } = useAct();
  const isWritten = (kind === "heading" ? heading : text).trim() !== "";
  const body = () => {
    const block = kind === "heading" ? { kind, heading, text } : { kind, text };
    return { file, list, at, block };
  };
  useEffect(() => {
    if (isWritten) draft.follow("block-add", body());
    else draft.drop();
  }, [kind, heading, text]);
  useEffect(() => onDirty?.(heading !== "" || text !== ""), [heading !== "" || text !== ""]);
  const add = async () => {
    if (!isWritten || busy) return;
    const got = await run("block-add", body());
    if (!got.ok) return;
    draft.settle();
    onDirty?.(false);
    onAdded(got.body.path);
  };
  const isOfTexts = OF_TEXTS.includes(list.at(-1));
  const label = { text: words.newText, heading: words.underHeading, list: words.newList, notes: words.newNotes };
  return html`<form class="adding" onSubmit=${(event) => { event.preventDefault(); add(); }}>
    ${!isOfTexts && html`<fieldset class="kinds">
      <legend>${words.kind}</legend>
      ${KINDS.map((it) => html`<label key=${it}><input type="radio" name="kind" checked=${kind === it}
        onChange=${() => { forget(); setKind(it); }}/> <span>${words.kinds[it]}</span></label>`)}
    </fieldset>`}
    ${kind === "heading" && html`<${Labelled} label=${words.headingText}>
      ${(more) => html`<${Growing} value=${heading} onText=${setHeading} onEnter=${add} takesFocus ...${more}/>`}
    </${Labelled}>`}
    <${Labelled} key=${kind} label=${isOfTexts ? words.newItem : label[kind]}>
      ${(more) => html`<${Growing} value=${text} onText=${setText} onEnter=${add} takesFocus=${kind !== "heading"} ...${more}/>`}
    </${Labelled}>
    <${Effect} effect=${draft.effect}/>
    <${Refusal} answer=${answer}/>
    <p class="buttons">
      <button type="submit" class="primary" disabled=${busy || !isWritten}>${words.add}</button>
      <button type="button" onClick=${onCancel}>${words.cancel}</button>
    </p>
  </form>`;
}
