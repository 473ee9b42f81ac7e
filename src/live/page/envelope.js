// The sheet folded, and in its window envelope. Only the picture of the page is needed, and
// where the letter's own texts begin.

import { html, useEffect, useState, word } from "./core.js";

// In millimetres. A 長形3号 envelope is 120 by 235; where its window is differs from maker to
// maker, and the sheet can slide in it: it is shown in the middle. At first the window is
// where the model letter has its address.
const ENVELOPE = { width: 235, height: 120 };
const WINDOW = { left: 38, top: 55, width: 90, height: 46 };
const MARGIN = 5; // no window comes nearer to the edge
const A4 = { width: 210, height: 297 };
const FOLD = 99;
const SHEET = { left: (ENVELOPE.width - A4.width) / 2, top: (ENVELOPE.height - FOLD) / 2 };
const POINTS = 72 / 25.4; // to the millimetre
const EDGE = 40; // pixels beside it
const LARGEST = 3.4; // pixels to the millimetre

const isA4 = (page) => (
  Math.abs(page.width / POINTS - A4.width) < 2 && Math.abs(page.height / POINTS - A4.height) < 2
);

// ---- where the address is ------------------------------------------------------

const INDENT = 45; // millimetres from the left at which a line of the address has begun
const APART = 6; // between lines that do not belong together
const BESIDE = 12; // between the address and what stands beside it
const DARK = 160; // of 255: anything darker is ink

// The rows of the picture above the first text, each as the columns that have ink.
async function inkOf(page, above) {
  const picture = new Image();
  picture.src = `picture/${page.picture}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth;
  canvas.height = Math.floor((above / page.height) * picture.naturalHeight);
  if (!canvas.height) return { rows: [], size: 1 };
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const columns = Array.from({ length: canvas.width }, (_, x) => x);
  const rows = Array.from({ length: canvas.height }, (_, y) => (
    columns.filter((x) => data[4 * (y * canvas.width + x) + 1] < DARK)
  ));
  return { rows, size: A4.width / canvas.width };
}

// The lines that those rows make, from the left to where something else stands beside them.
function linesOf({ rows, size }) {
  const lines = [];
  let begins = null;
  for (let y = 0; y <= rows.length; y += 1) {
    const isInk = rows[y]?.length > 0;
    if (isInk && begins === null) begins = y;
    if (isInk || begins === null) continue;
    const columns = [...new Set(rows.slice(begins, y).flat())].sort((one, other) => one - other);
    const ends = columns.findIndex((x, index) => columns[index + 1] - x > BESIDE / size);
    lines.push({
      left: columns[0] * size, right: (ends < 0 ? columns.at(-1) : columns[ends]) * size,
      top: begins * size, bottom: y * size,
    });
    begins = null;
  }
  return lines;
}

// Where the address stands, in millimetres from the sheet's top left; null if there is none to
// be seen: it is the first lines at the left, above the letter's own texts.
async function addressOf(view) {
  const texts = (view.passages ?? []).filter(({ page }) => page === 0);
  if (!texts.length) return null;
  const above = Math.min(...texts.map(({ top }) => top));
  const lines = linesOf(await inkOf(view.pages[0], above)).filter(({ left }) => left < INDENT);
  const end = lines.findIndex((line, index) => lines[index + 1]?.top - line.bottom > APART);
  const own = end < 0 ? lines : lines.slice(0, end + 1);
  if (!own.length) return null;
  const most = (name) => Math.max(...own.map((line) => line[name]));
  return { left: Math.min(...own.map((line) => line.left)), top: own[0].top, right: most("right"), bottom: most("bottom") };
}

// Whether all of the address is seen; null as long as nobody knows.
function useIsSeen(view, window_) {
  const [address, setAddress] = useState(null);
  useEffect(() => {
    let here = true;
    setAddress(null);
    // Where the picture cannot be read, nothing is said of it.
    if (isA4(view.pages[0])) addressOf(view).then((found) => { if (here) setAddress(found); }, () => {});
    return () => { here = false; };
  }, [view]);
  if (!address) return null;
  const left = window_.left - SHEET.left;
  const top = window_.top - SHEET.top;
  return address.left >= left && address.right <= left + window_.width
    && address.top >= top && address.bottom <= top + window_.height;
}

// ---- the envelope --------------------------------------------------------------

// Where the window is, as the office's envelopes have it, as long as the page is open.
let lastWindow = WINDOW;

export function Envelope({ view, width, stale }) {
  const [window_, setWindow] = useState(lastWindow);
  const [page] = view.pages;
  const isSeen = useIsSeen(view, window_);
  if (!isA4(page)) return html`<p class="empty">${word().noEnvelope}</p>`;
  const scale = Math.min(LARGEST, Math.max(1, (width - EDGE) / ENVELOPE.width));
  const px = (millimetres) => `${millimetres * scale}px`;
  const image = {
    backgroundImage: `url("picture/${page.picture}")`, backgroundSize: `${px(A4.width)} ${px(A4.height)}`,
  };
  const change = (changes) => {
    lastWindow = { ...window_, ...changes };
    setWindow(lastWindow);
  };
  return html`<div id="envelope" class=${stale}>
    <figure>
      <div class="envelope" style=${{ width: px(ENVELOPE.width), height: px(ENVELOPE.height) }}>
        <div class="window" role="img" aria-label=${page.lines.slice(0, 6).join("\n")} style=${{
    ...image,
    backgroundPosition: `${px(SHEET.left - window_.left)} ${px(SHEET.top - window_.top)}`,
    left: px(window_.left), top: px(window_.top), width: px(window_.width), height: px(window_.height),
  }}></div>
      </div>
      <p class="outside" role="status">${isSeen === false ? word().addressOutside : ""}</p>
      <figcaption>${word().envelopeWords}<${Measures} window_=${window_} change=${change}/></figcaption>
    </figure>
    <figure>
      <div class="folded">
        ${[0, 1, 2].map((third) => html`<div key=${third} class="third" style=${{
    ...image, width: px(A4.width), height: px(FOLD), backgroundPosition: `0 ${px(-FOLD * third)}`,
  }}></div>`)}
      </div>
      <figcaption>${word().foldWords}</figcaption>
    </figure>
  </div>`;
}

function Measures({ window_, change }) {
  const most = {
    left: ENVELOPE.width - window_.width - MARGIN, top: ENVELOPE.height - window_.height - MARGIN,
    width: ENVELOPE.width - window_.left - MARGIN, height: ENVELOPE.height - window_.top - MARGIN,
  };
  const set = (name, text) => {
    const number = Number(text);
    if (text !== "" && number >= MARGIN && number <= most[name]) change({ [name]: number });
  };
  return html`<div class="measures" role="group" aria-label=${word().windowWords}>
    <span>${word().windowWords}</span>
    ${Object.keys(WINDOW).map((name) => html`<label key=${name}>${word().windowMeasures[name]}
      <input type="number" min=${MARGIN} max=${most[name]} value=${window_[name]}
        onInput=${(event) => set(name, event.target.value)}/></label>`)} mm
  </div>`;
}
