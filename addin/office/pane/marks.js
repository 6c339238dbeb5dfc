// From what was found to what cells get: one mark a cell, of its gravest finding.

/** @typedef {import("./client.js").Finding} Finding */
/** @typedef {import("./client.js").Delivery} Delivery */
/** @typedef {import("./client.js").Severity} Severity */
/** @typedef {import("./host.js").Mark} Mark */

/** @type {Record<Severity, string>} */
export const COLORS = { blocking: "#FFC7CE", warning: "#FFEB9C", note: "#DDEBF7" };
/** Gravest first. @type {Severity[]} */
export const SEVERITIES = ["blocking", "warning", "note"];
/** How many cells are coloured at most: each costs Excel time. */
export const MOST = 1000;

/** @param {Delivery[]} deliveries @returns {Finding[]} gravest first, else as the server told them */
export function findingsOf(deliveries) {
  const found = deliveries.flatMap((delivery) => [
    ...(delivery.refusal && delivery.refusal.finding ? [delivery.refusal.finding] : []),
    ...delivery.submissions.flatMap((part) => part.findings),
  ]);
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

/** @param {Finding[]} findings gravest first @returns {Mark[]} */
export function marksOf(findings) {
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  for (const { sheet, cell, severity, sentence, remedy } of findings) {
    if (sheet === null || cell === null) {
      continue;
    }
    const place = `${sheet}!${cell}`;
    const note = `${sentence} ${remedy}`;
    const before = marks.get(place);
    marks.set(place, before ? { ...before, note: `${before.note}\n${note}` } : { sheet, cell, color: COLORS[severity], note });
  }
  return [...marks.values()];
}

/** @param {Finding[]} findings @returns {Record<Severity, number>} */
export function counts(findings) {
  const found = { blocking: 0, warning: 0, note: 0 };
  findings.forEach((finding) => { found[finding.severity] += 1; });
  return found;
}
