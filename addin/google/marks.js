// From what was found to what cells get: one note a cell, with everything that was found there.

/** @typedef {{sheet: string, cell: string, note: string}} Mark */

/** Begins every note of ours; the server's own begin so too. */
const TAG = "[KT]";
/** Gravest first. @type {Severity[]} */
const SEVERITIES = ["blocking", "warning", "note"];
const LONGEST_LINE = 1000;
const LONGEST_NOTE = 8000;

/** @param {Delivery[]} deliveries @returns {Finding[]} gravest first, else as the server told them */
function findingsOf_(deliveries) {
  const found = deliveries.flatMap((delivery) => [
    ...(delivery.refusal && delivery.refusal.finding ? [delivery.refusal.finding] : []),
    ...delivery.submissions.flatMap((part) => part.findings),
  ]);
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

/** @param {Finding[]} findings gravest first @param {Speaker} words @returns {Mark[]} */
function marksOf_(findings, words) {
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  for (const finding of findings) {
    const { sheet, cell } = finding;
    if (sheet !== null && cell !== null) {
      const place = `${sheet}!${cell}`;
      const before = marks.get(place);
      const line = lineOf_(finding, words);
      marks.set(place, { sheet, cell, note: shortened_(before ? `${before.note}\n${line}` : line, LONGEST_NOTE) });
    }
  }
  return [...marks.values()];
}

/** @param {Finding} finding @param {Speaker} words @returns {string} */
function lineOf_({ severity, sentence, remedy }, words) {
  return shortened_(`${TAG} ${words.say(severity)}: ${sentence} ${remedy}`.replace(/\s+/g, " ").trim(), LONGEST_LINE);
}

/** @param {string} text @param {number} longest @returns {string} */
function shortened_(text, longest) {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** @param {Finding[]} findings @param {Speaker} words @returns {string} */
function summaryOf_(findings, words) {
  const [errors, warnings, notes] = SEVERITIES.map((one) => findings.filter(({ severity }) => severity === one).length);
  return findings.length === 0 ? words.say("clean") : words.say("found", { errors, warnings, notes });
}
