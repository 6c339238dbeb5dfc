// From what was found to what cells get: one note a cell, with everything that was found there.

/** @typedef {{sheet: string, cell: string, note: string}} Mark */

/** Begins every line of ours in a note; the server's own begin so too. */
const TAG = "[KT]";
/** Gravest first. @type {Severity[]} */
const SEVERITIES = ["blocking", "warning", "note"];
/** As the server's own notes are: so many findings in the note of a cell, so many characters of each. */
const MOST_LINES = 5;
const LONGEST_LINE = 600;

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
  /** @type {Map<string, {sheet: string, cell: string, found: Finding[]}>} */
  const cells = new Map();
  for (const finding of findings) {
    const { sheet, cell } = finding;
    if (sheet !== null && cell !== null) {
      const place = `${sheet}!${cell}`;
      const known = cells.get(place) || { sheet, cell, found: [] };
      cells.set(place, { ...known, found: [...known.found, finding] });
    }
  }
  return [...cells.values()].map(({ sheet, cell, found }) => ({ sheet, cell, note: note_(found, words) }));
}

/** @param {Finding[]} found in one cell @param {Speaker} words @returns {string} */
function note_(found, words) {
  const lines = found.slice(0, MOST_LINES).map((finding) => line_(finding, words));
  const more = found.length - lines.length;
  return [...lines, ...(more > 0 ? [words.say("moreInCell", { count: more })] : [])].map((line) => `${TAG} ${line}`).join("\n");
}

/** @param {Finding} finding @param {Speaker} words @returns {string} */
function line_({ severity, sentence, remedy }, words) {
  const said = `${words.say(severity)}: ${sentence} ${remedy}`.replace(/\s+/g, " ").trim();
  return said.length <= LONGEST_LINE ? said : `${said.slice(0, LONGEST_LINE - 1)}…`;
}

/**
 * Put our lines after those that somebody wrote himself, which stay as they are; our former ones go.
 * @param {string} note as it stands @param {string} ours empty takes ours away @returns {string}
 */
function joined_(note, ours) {
  const his = note.split("\n").filter((line) => !line.trimStart().startsWith(TAG)).join("\n");
  return his && ours ? `${his}\n${ours}` : his || ours;
}

/** @param {Finding[]} findings @param {Speaker} words @returns {string} */
function summaryOf_(findings, words) {
  const [errors, warnings, notes] = SEVERITIES.map((one) => findings.filter(({ severity }) => severity === one).length);
  return findings.length === 0 ? words.say("clean") : words.say("found", { errors, warnings, notes });
}
