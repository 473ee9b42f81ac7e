// Which clients a search and filters leave. Knows nothing of the page.

// Folds a text as the program does, so that 髙 finds 高, ㈱ finds 株式会社 and みなと finds ミナト,
// and the other way round. `forms` says what a legal form in brackets stands for, `folds` what
// each character does: { "(株)": "株式会社" }, { "髙": "高" }. Blanks are folded away.
export function folder(folds = {}, forms = {}) {
  const brackets = Object.entries(forms);
  const characters = new Map(Object.entries(folds));
  return (text) => {
    let plain = text.normalize("NFKC").toLowerCase();
    if (plain.includes("(")) {
      for (const [short, form] of brackets) plain = plain.replaceAll(short, form);
    }
    let folded = "";
    for (const character of plain) folded += characters.get(character) ?? character;
    return folded;
  };
}

// Gives each client what it is found by; the program has folded the rest of the record.
// What was folded before is not folded again.
export function prepare(clients, fold, before) {
  for (const client of clients) {
    const raw = `${client.id}\n${client.name}`;
    const old = before?.get(client.id);
    client.raw = raw;
    client.foldedName = old?.raw === raw ? old.foldedName : `${fold(client.id)} ${fold(client.name)}`;
    client.folded = `${client.foldedName} ${client.find ?? ""}`;
  }
  return new Map(clients.map((client) => [client.id, client]));
}

export const needsAttention = (client) => client.state === "error" || client.state === "warning";

// A search and filters that leave all.
export const noFilters = () => ({
  query: "", filters: { attention: false, state: "", variant: "", delivery: "" },
});

// The clients that are left, in their order.
export function find(clients, query, filters, standing, fold) {
  // Folding takes blanks away: what they part is searched for by itself.
  const wanted = query.split(/\s+/).map(fold).filter(Boolean);
  const variant = Number(filters.variant) || 0;
  return clients.filter((client) => (
    (!filters.attention || needsAttention(client))
    && (!variant || client.variant === variant)
    && (!filters.delivery || client.delivery === filters.delivery)
    && (!filters.state || (standing[client.id] ?? "made") === filters.state)
    && wanted.every((text) => client.folded.includes(text))
  ));
}
