// The frame of a panel: its heading, its place in the page, what happens to the focus.

import {
  closePanel, html, leavePanel, saveAndLeave, useEffect, useLayoutEffect, useRef, useState, word,
} from "./core.js";

const loaded = new Map();
// Of the panel that is open: what saves it, and the field that was written in.
let saver = null;
let lastField = null;

// The panel that is open. Its file is read when it is opened for the first time.
export function OpenPanel({ store }) {
  const { name, props, number, asks } = store.panel;
  const [, draw] = useState(0);
  const component = loaded.get(name);
  useEffect(() => {
    if (loaded.has(name)) return;
    import(`./panels/${name}.js`)
      .then((file) => loaded.set(name, file.default), () => loaded.set(name, Failed))
      .then(() => draw((count) => count + 1));
  }, [name]);
  if (!component) return html`<${Panel} title=${word().loading} close=${closePanel}/>`;
  return html`<div class="open-panel" key=${number}>
    <${component} store=${store} props=${props} close=${closePanel} key=${number}/>
    ${asks && html`<${Unsaved}/>`}
  </div>`;
}

function Failed({ close }) {
  return html`<${Panel} title=${word().close} close=${close}><p>${word().panelFailed}</p></${Panel}>`;
}

function Unsaved() {
  const stay = useRef(null);
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => {
    const before = document.activeElement;
    stay.current.focus();
    return () => {
      const back = lastField?.isConnected ? lastField : before;
      if (back?.isConnected) back.focus();
    };
  }, []);
  const key = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    leavePanel(false);
  };
  const save = () => {
    setBusy(true);
    saveAndLeave(saver);
  };
  return html`<div class="unsaved" role="alertdialog" aria-label=${word().unsaved} onKeyDown=${key}>
    <p>${word().unsaved}</p>
    <button type="button" ref=${stay} class=${saver ? "" : "primary"} onClick=${() => leavePanel(false)}>${word().stay}</button>
    ${saver && html`<button type="button" class="primary save-and-leave" disabled=${busy} onClick=${save}>${word().saveAndLeave}</button>`}
    <button type="button" onClick=${() => leavePanel(true)}>${word().discard}</button>
  </div>`;
}

// A panel. `wide`: over the list and the letter too; "column": no wider than is pleasant to read. `foot`: its buttons, always in sight.
// `onSave`: what Ctrl+Enter does. `note`: a line below the title.
export function Panel({ title, note, wide, close, foot, onSave, children }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    lastField = null;
    return () => { saver = null; };
  }, []);
  useLayoutEffect(() => {
    const inside = place.current;
    if (!inside.contains(document.activeElement)) {
      (inside.querySelector("[data-first]") ?? inside.querySelector("h2")).focus();
    }
  }, []);
  // Fields that came later take the focus from the heading.
  useLayoutEffect(() => {
    const first = place.current.querySelector("[data-first]");
    if (first && document.activeElement === place.current.querySelector("h2")) first.focus();
  });
  useLayoutEffect(() => { saver = onSave ?? null; });
  const remember = ({ target }) => { if (target.matches("input, textarea, select")) lastField = target; };
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && close) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && onSave) {
      event.preventDefault();
      onSave();
    }
  };
  return html`<section class=${`panel ${wide ? "wide" : ""} ${wide === "column" ? "in-column" : ""}`} ref=${place} role="region"
    aria-labelledby="panel-title" onKeyDown=${key} onFocusCapture=${remember}>
    <header>
      <div><h2 id="panel-title" tabindex="-1">${title}</h2>${note && html`<p class="note">${note}</p>`}</div>
      ${close && html`<button type="button" class="close" aria-label=${word().close} title=${`${word().close} (Esc)`}
        onClick=${() => close()}>×</button>`}
    </header>
    <div class="panel-body">${children}</div>
    ${foot && html`<footer>${foot}</footer>`}
  </section>`;
}

