// What is shown beside the spreadsheet, as HTML. Everything that is not written here is escaped.

/** How many lines are listed at most: a list beside the spreadsheet is read, not searched. */
const LINES = 500;

const STYLE = `
  body { font: 14px/1.45 Arial, sans-serif; color: #1b1f24; margin: 0; padding: 12px; }
  h1 { font-size: 16px; margin: 0; } p { margin: 0 0 8px; } ul { list-style: none; margin: 0; padding: 0; }
  li { border: 1px solid #c9ced6; border-left: 4px solid #4a6c91; border-radius: 4px; padding: 8px; margin: 0 0 8px; overflow-wrap: anywhere; }
  li.blocking { border-left-color: #b3261e; } li.warning { border-left-color: #d69a00; } li p { margin: 4px 0 0; }
  button { font: inherit; border: 0; background: none; padding: 0; color: #0b57d0; text-decoration: underline; cursor: pointer; text-align: left; }
  .kind { font-weight: 700; } .soft { color: #565d67; } .good { color: #1c6b3c; font-weight: 700; }
  #told { color: #b3261e; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 4px; border-bottom: 1px solid #c9ced6; }
  tbody th { font-weight: 400; } td { white-space: nowrap; }`;

/** Runs in the browser of whoever reads: a click on a cell's name leads there. */
const SCRIPT = `
  document.addEventListener("click", function (event) {
    var place = event.target.closest("button[data-cell]");
    if (!place) { return; }
    var told = document.getElementById("told");
    told.textContent = "";
    google.script.run
      .withSuccessHandler(function (said) { told.textContent = said; })
      .withFailureHandler(function (error) { told.textContent = error.message; })
      .goTo(place.dataset.sheet, place.dataset.cell);
  });`;

/** @param {string} text @returns {string} */
function escaped_(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {Speaker} words @param {"check" | "send" | "status"} command what it tells of @param {string} body @returns {string} */
function page_(words, command, body) {
  const time = Utilities.formatDate(new Date(), Session.getScriptTimeZone(), "HH:mm d/M/yyyy");
  return `<!doctype html><html lang="${words.language}"><head><meta charset="utf-8"><title>${escaped_(words.say("title"))}</title>`
    + `<style>${STYLE}</style></head><body><main><h1>${escaped_(words.say(command))}</h1>`
    + `<p class="soft">${escaped_(words.say("at", { time }))}</p>${body}`
    + `<p id="told" role="status"></p></main><script>${SCRIPT}</script></body></html>`;
}

/** @param {string[]} said @param {string} [kind] @returns {string} */
function sentences_(said, kind = "") {
  return said.map((one) => `<p${kind && ` class="${kind}"`}>${escaped_(one)}</p>`).join("");
}

/** @param {Speaker} words @param {Finding[]} findings @param {string[]} said what stands above them @returns {string} */
function foundPage_(words, findings, said) {
  const summary = sentences_([summaryOf_(findings, words)], findings.length === 0 ? "good" : "kind");
  return page_(words, "check", summary + sentences_(said) + findingList_(words, findings));
}

/** @param {Speaker} words @param {Finding[]} findings @returns {string} */
function findingList_(words, findings) {
  const lines = findings.slice(0, LINES).map((finding) => findingLine_(words, finding));
  return (lines.length > 0 ? `<ul class="findings">${lines.join("")}</ul>` : "") + rest_(words, findings.length);
}

/** @param {Speaker} words @param {Finding} finding @returns {string} */
function findingLine_(words, { severity, sheet, cell, sentence, remedy }) {
  const place = escaped_([sheet, cell].filter(Boolean).join(" · "));
  const link = sheet && cell
    ? `<button type="button" data-sheet="${escaped_(sheet)}" data-cell="${escaped_(cell)}">${place}</button>` : place;
  const done = remedy ? sentences_([words.say("remedy", { remedy })], "soft") : "";
  return `<li class="${severity}"><span class="kind">${escaped_(words.say(severity))}</span> ${link}${sentences_([sentence])}${done}</li>`;
}

/** @param {Speaker} words @param {number} count of all lines @returns {string} */
function rest_(words, count) {
  return count > LINES ? sentences_([words.say("more", { count: count - LINES })], "soft") : "";
}

/**
 * @param {Speaker} words @param {Delivery[]} deliveries @param {Record<string, string>} names of units, by code
 * @param {string[]} said @returns {string}
 */
function receiptPage_(words, deliveries, names, said) {
  const parts = deliveries.flatMap((delivery) => delivery.submissions);
  const findings = findingsOf_(deliveries);
  const lines = parts.map((part) => (
    `<li class="${part.taken ? "taken" : "blocking"}"><span class="kind">${escaped_(unitOf_(part.unit, names))}</span>${sentences_([outcome_(words, part)])}</li>`
  ));
  const received = sentences_([words.say("received", { units: parts.length })], "good");
  const list = `<ul class="receipt">${lines.join("")}</ul>`;
  return page_(words, "send", received + sentences_([summaryOf_(findings, words), ...said]) + list + findingList_(words, findings));
}

/** @param {string} code @param {Record<string, string>} names @returns {string} */
function unitOf_(code, names) {
  return code in names ? `${names[code]} (${code})` : code;
}

/** @param {Speaker} words @param {Part} part @returns {string} */
function outcome_(words, part) {
  const revision = part.revision || 0;
  const said = [words.say(part.taken ? "taken" : "blockedOne", { revision })];
  if (part.new === false) {
    said.push(words.say("same"));
  }
  if (part.waits && part.taken) {
    said.push(words.say("waits"));
  }
  return said.join(" ");
}

/** @param {Speaker} words @param {Status} status @returns {string} */
function statusPage_(words, { standings, progress }) {
  const said = progress.map(({ on_time, late, owed }) => words.say("progress", { came: on_time + late, late, owed }));
  const lines = standings.slice(0, LINES).map((one) => standingLine_(words, one));
  const heads = [words.say("unit"), words.say("state")].map((head) => `<th scope="col">${escaped_(head)}</th>`).join("");
  const table = `<table><thead><tr>${heads}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
  const listed = lines.length > 0 ? table : sentences_([words.say("noStanding")]);
  return page_(words, "status", sentences_(said, "kind") + listed + rest_(words, standings.length));
}

/** @param {Speaker} words @param {Standing} one @returns {string} */
function standingLine_(words, one) {
  const due = `<br><span class="soft">${escaped_(words.say("due", { day: words.day(one.due) }))}</span>`;
  return `<tr><th scope="row">${escaped_(`${one.unit_name} (${one.unit})`)}${due}</th><td>${escaped_(words.state(one.state))}</td></tr>`;
}
