// The letter: its pages as pictures, its text for who cannot see them, and how large it is.

import {
  Fragment, Problems, html, remember, set, state, useLayoutEffect, useMemo, useRef, useState, word,
} from "./core.js";
import { nextVariant, step } from "./follow.js";
import { Envelope } from "./envelope.js";
import { Mend } from "./mending.js";
import { Layer, MailLayer } from "./letter_map.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const LARGEST_FIT = 1.5;
const EDGE = 40; // pixels beside the page
const PIXELS_PER_POINT = 96 / 72;
const LETTER_OF_MAIL = 15; // pixels

const letter = () => document.getElementById("letter");

const isMail = (view) => (view?.text ?? null) !== null;

// ---- zoom -------------------------------------------------------------------

function scaleOf(view, zoom, width) {
  if (zoom) return zoom;
  if (!view?.pages.length || !width) return 1;
  const widest = Math.max(...view.pages.map((page) => page.width));
  return Math.max(0.2, Math.min(LARGEST_FIT, (width - EDGE) / (widest * PIXELS_PER_POINT)));
}

const scaleNow = () => scaleOf(state.view, state.zoom, letter()?.clientWidth);

function setZoom(zoom) {
  const place = letter();
  const middle = (place.scrollTop + place.clientHeight / 2) / place.scrollHeight;
  remember("zoom", zoom ?? "");
  set({ zoom });
  requestAnimationFrame(() => {
    place.scrollTop = middle * place.scrollHeight - place.clientHeight / 2;
  });
}

export const actions = {
  previous: () => step(-1),
  next: () => step(1),
  variant: nextVariant,
  larger: () => setZoom(STEPS.find((size) => size > scaleNow() + 0.01) ?? STEPS.at(-1)),
  smaller: () => setZoom(STEPS.findLast((size) => size < scaleNow() - 0.01) ?? STEPS[0]),
  fit: () => setZoom(null),
  envelope: () => { if (!isMail(state.view)) set({ folded: !state.folded }); },
  pdf: () => document.getElementById("pdf")?.click(),
};

// The keys of the actions, as they are shown.
export const shortcuts = [
  ["previous", "K"], ["next", "J"], ["variant", "V"], ["smaller", "−"], ["larger", "+"], ["fit", "0"],
  ["envelope", "E"], ["pdf", "P"],
];

export const label = (action) => ({
  next: word().next_client, envelope: word().envelopeLong,
}[action] ?? word()[action]);

// ---- the bar ----------------------------------------------------------------

// `reason`: why it cannot be done now.
function Button({ action, text, pressed, reason, class: name }) {
  const key = shortcuts.find(([it]) => it === action)[1];
  return html`<button type="button" data-action=${action} data-key=${key} class=${name}
    title=${reason ?? `${label(action)} (${key})`} aria-label=${reason ? `${label(action)}: ${reason}` : label(action)}
    aria-pressed=${pressed} disabled=${Boolean(reason)}
    onClick=${actions[action]}>${text}</button>`;
}

function Bar({ store, scale }) {
  const { view } = store;
  const ending = isMail(view) ? "txt" : "pdf";
  const address = view ? `letter.${ending}?client=${encodeURIComponent(view.client)}` : undefined;
  return html`<div id="bar" role="toolbar" aria-label=${word().bar}>
    <button type="button" class="narrow-only" onClick=${() => set({ front: "list" })}>‹ ${word().toList}</button>
    <${Button} action="previous" text="←"/>
    <${Button} action="next" text="→"/>
    <${Button} action="variant" text=${word().variant} class="wide-only"/>
    <span class="gap"></span>
    <${Button} action="smaller" text="−"/>
    <output id="zoom">${Math.round(scale * 100)} %</output>
    <${Button} action="larger" text="+"/>
    <${Button} action="fit" text=${word().fit} class="wide-only"/>
    <${Button} action="envelope" text=${word().envelope} pressed=${String(store.folded && !isMail(view))}
      reason=${isMail(view) ? word().noEnvelopeForMail : undefined}/>
    <span class="gap"></span>
    <a id="pdf" target="_blank" rel="noopener" data-key="P" href=${address}
      hidden=${!view || view.state === "error"} title=${`${word().pdf} (P)`}
      aria-label=${word().pdf}>${ending.toUpperCase()}</a>
    <button type="button" id="about-button" aria-expanded=${String(store.about)} aria-controls="about"
      onClick=${() => set({ about: !store.about })}>${word().aboutButton}</button>
  </div>`;
}

// ---- the pages --------------------------------------------------------------

// The letter with its pictures, as soon as they can be shown: a new picture takes the old
// one's place when it is decoded, so that nothing flickers and nothing scrolls.
function useShown(view) {
  const [shown, setShown] = useState(null);
  useLayoutEffect(() => {
    if (!view) {
      setShown(null);
      return undefined;
    }
    let isWanted = true;
    const wait = async () => {
      const old = new Map(shown?.pictures.map((picture) => [picture.dataset.picture, picture]));
      const pictures = await Promise.all(view.pages.map(async ({ picture: name }) => {
        const known = old.get(name);
        // The same page twice in one letter is two pictures.
        if (known && old.delete(name)) return known;
        const picture = new Image();
        picture.dataset.picture = name;
        picture.src = `picture/${name}`;
        await picture.decode().catch(() => {});
        return picture;
      }));
      if (isWanted) setShown({ view, pictures });
    };
    wait();
    return () => { isWanted = false; };
  }, [view]);
  return shown;
}

// A picture that was made elsewhere, in its place.
function Picture({ picture, width, height, alt }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    if (place.current.firstChild !== picture) place.current.replaceChildren(picture);
  }, [picture]);
  useLayoutEffect(() => {
    picture.alt = alt;
    picture.style.width = width;
    picture.style.height = height;
  });
  return html`<div class="picture" ref=${place}></div>`;
}

function Pages({ store, shown: { view, pictures }, scale }) {
  const dots = PIXELS_PER_POINT * scale;
  return html`<${Fragment}>
    ${view.pages.map((page, index) => html`<div class="page" key=${index}>
      <${Picture} picture=${pictures[index]} alt=${word().page(index + 1, view.pages.length)}
        width=${`${page.width * dots}px`} height=${`${page.height * dots}px`}/>
      <${Layer} store=${store} view=${view} page=${page} index=${index} scale=${dots}/>
    </div>`)}
  </${Fragment}>`;
}

function Text({ view }) {
  const lines = useMemo(() => view.pages.flatMap((page) => page.lines), [view]);
  return html`<div id="text" class="unseen" lang="ja">${lines.map((line, index) => html`<p key=${index}>${line}</p>`)}</div>`;
}

export function Letter({ store }) {
  const { view } = store;
  const place = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(place.current.clientWidth));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const shown = useShown(view);
  const scale = scaleOf(shown?.view ?? view, store.zoom, width);
  const errors = view?.problems.filter((problem) => problem.severity === "error") ?? [];
  // A place that is to be filled in is seen best where it stands in the letter.
  const isPlace = (problem) => problem.check === "unfilled" && !view.stale;
  const places = errors.filter(isPlace);
  const others = errors.filter((problem) => !isPlace(problem));
  const stale = view?.stale ? "stale" : "";
  return html`<main id="main">
    <${Bar} store=${store} scale=${scale}/>
    ${!store.connected && html`<div id="lost" role="alert">${word().lost}</div>`}
    ${view?.draft && html`<div id="draft" role="status">${word().draft}</div>`}
    <div id="letter" ref=${place} tabindex="-1" role="region" aria-labelledby="name">
      <section id="problems" hidden=${!errors.length}>
        ${places.length > 0 && html`<div class="problem error places"><p class="what">${word().places(places.length)}</p>
          <${Mend} problem=${places[0]} client=${view.client}/></div>`}
        <${Problems} problems=${others} below=${(problem) => html`<${Mend} problem=${problem} client=${view.client}/>`}/>
      </section>
      ${!view && html`<p class="empty">${store.list.clients.length ? word().noLetter : word().noClients}</p>`}
      ${store.folded && shown?.view.pages.length
    ? html`<${Envelope} view=${shown.view} width=${width} stale=${stale}/>`
    : html`<div id="pages" class=${stale}>${shown && html`<${Pages} store=${store} shown=${shown} scale=${scale}/>`}</div>`}
      <pre id="mail" lang="ja" class=${stale} hidden=${(shown?.view.text ?? null) === null}
        style=${{ fontSize: `${LETTER_OF_MAIL * scale}px` }}>${shown?.view.text}</pre>
      ${shown && html`<${MailLayer} store=${store} view=${shown.view}/>`}
      ${shown && html`<${Text} view=${shown.view}/>`}
    </div>
  </main>`;
}
