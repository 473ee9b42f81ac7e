// The texts of the letter, as buttons over its pages: each opens the text behind it.
//
// On each page one of them is reached with Tab, the others with the arrow keys, so that
// a letter of a hundred texts does not stand in the way of who goes on with Tab.

import { html, openPanel, state, useLayoutEffect, useMemo, useRef, useState, word } from "./core.js";

const AROUND = 3; // pixels between the letters and the frame

const keyOf = ({ file, path }) => JSON.stringify([file, path]);

// Whether a text is what the open panel is about: the text that is edited, or all below
// `marks`, a path.
function isAbout(store, { key, path }) {
  const { name, props } = store.panel ?? {};
  if (name === "text") return key === keyOf(props);
  return props?.marks?.every((step, index) => path[index] === step) ?? false;
}

// What is open already is gone on with.
function open({ key, file, path }) {
  const { name, props } = state.panel ?? {};
  if (name === "text" && key === keyOf(props)) document.querySelector(".prose textarea")?.focus();
  else openPanel("text", { file, path });
}

// The text that is to be brought into view as soon as the letter has it.
let wanted = null;

// Brings the first text into view of which `isIt({ file, path })` holds; one that is not in
// the letter yet, when it is there.
export function bringIntoView(isIt) {
  wanted = isIt;
  for (const button of document.querySelectorAll("#letter button.passage")) show(button);
}

function show(button) {
  const [file, path] = JSON.parse(button.dataset.passage);
  if (!wanted?.({ file, path })) return;
  wanted = null;
  button.scrollIntoView({ block: "nearest" });
}

// ---- pages ------------------------------------------------------------------

// The texts of one page in the letter's order; `scale` is pixels to the point.
export function Layer({ store, view, index, scale }) {
  const texts = useMemo(() => {
    const here = (view.passages ?? []).filter((passage) => passage.page === index);
    return gathered(here, (passage) => {
      const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((side) => passage[side] * scale);
      return { left, top, width: right - left, height: bottom - top };
    });
  }, [view, index, scale]);
  if (!store.desk || view.stale || !texts.length) return null;
  return html`<${Texts} texts=${texts} store=${store} page=${index + 1}/>`;
}

// ---- mails ------------------------------------------------------------------

// The texts of a mail, over its lines.
export function MailLayer({ store, view }) {
  const place = useRef(null);
  const [texts, setTexts] = useState([]);
  const shown = store.desk && view.text !== null && !view.stale;
  useLayoutEffect(() => {
    const mail = document.getElementById("mail");
    if (!shown || !mail) return undefined;
    const measure = () => setTexts(textsOfMail(view, mail, place.current));
    const sizes = new ResizeObserver(measure);
    sizes.observe(mail);
    sizes.observe(mail.parentElement);
    measure();
    return () => sizes.disconnect();
  }, [view, shown]);
  if (!shown) return null;
  return html`<div class="map-of-mail" ref=${place}>
    <${Texts} texts=${texts} store=${store} page=${1}/></div>`;
}

function textsOfMail(view, mail, layer) {
  const origin = layer.getBoundingClientRect();
  const text = mail.firstChild;
  if (text?.nodeType !== Node.TEXT_NODE) return [];
  const starts = [0];
  for (let at = text.data.indexOf("\n"); at >= 0; at = text.data.indexOf("\n", at + 1)) starts.push(at + 1);
  return gathered(view.passages ?? [], ({ first, last }) => {
    if (starts[first] === undefined) return null;
    const range = document.createRange();
    range.setStart(text, starts[first]);
    range.setEnd(text, Math.max(starts[first], (starts[last + 1] ?? text.data.length + 1) - 1));
    const { left, top, width, height } = range.getBoundingClientRect();
    return height ? { left: left - origin.left, top: top - origin.top, width, height } : null;
  });
}

// ---- both -------------------------------------------------------------------

// Passages of one text together, each with its rectangle in pixels.
function gathered(passages, rectangleOf) {
  const texts = new Map();
  for (const passage of passages) {
    const rectangle = rectangleOf(passage);
    if (!rectangle) continue;
    const key = keyOf(passage);
    if (!texts.has(key)) {
      const { file, path, words } = passage;
      texts.set(key, { key, file, path, words, rectangles: [] });
    }
    texts.get(key).rectangles.push(rectangle);
  }
  return [...texts.values()];
}

// Where an arrow key leads to among all texts of the letter.
function move(event) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const isEnd = event.key === "Home" || event.key === "End";
  if ((!by && !isEnd) || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...document.querySelectorAll("#letter button.passage")];
  const at = isEnd ? (event.key === "Home" ? 0 : buttons.length - 1) : buttons.indexOf(event.target) + by;
  const next = buttons[at];
  // At either end the keys scroll the letter, as they do anywhere else.
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function Texts({ texts, store, page }) {
  const words = word().texts;
  const [current, setCurrent] = useState(0);
  const [hovered, setHovered] = useState(null);
  const place = useRef(null);
  useLayoutEffect(() => {
    if (wanted) for (const button of place.current.querySelectorAll("button.passage")) show(button);
  }, [texts]);
  const stop = Math.min(current, texts.length - 1);
  const classOf = (text) => `${isAbout(store, text) ? " chosen" : ""}${text.key === hovered ? " hovered" : ""}`;
  const mouse = (text) => ({
    onClick: () => open(text), onMouseEnter: () => setHovered(text.key), onMouseLeave: () => setHovered(null),
  });
  return html`<div class="map" ref=${place} role="group" aria-label=${words.map} onKeyDown=${move}>
    ${texts.map((text, index) => {
    const label = words.edit(text.words || words.unnamed(page, index + 1));
    return html`<button key=${text.key} type="button" class=${`passage${classOf(text)}`} aria-label=${label}
        data-passage=${text.key} tabindex=${index === stop ? 0 : -1} aria-current=${isAbout(store, text) ? "true" : undefined}
        style=${framed(text.rectangles[0])} onFocus=${() => setCurrent(index)} ...${mouse(text)}></button>
      ${text.rectangles.slice(1).map((rectangle) => html`<span class=${`passage-more${classOf(text)}`}
        aria-hidden="true" style=${framed(rectangle)} ...${mouse(text)}></span>`)}`;
  })}
  </div>`;
}

const framed = ({ left, top, width, height }) => ({
  left: `${left - AROUND}px`,
  top: `${top - AROUND}px`,
  width: `${width + 2 * AROUND}px`,
  height: `${height + 2 * AROUND}px`,
});
