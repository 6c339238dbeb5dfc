// The pane: who is signed in, the commands, and what they tell.

import { Client, Refused, Unreachable } from "./client.js";
import * as host from "./host.js";
import { findingsOf, marksOf, MOST } from "./marks.js";
import { button, byId, chooser, element, labelled } from "./page.js";
import * as views from "./views.js";
import { languageOf, speaker } from "./words.js";

/** @typedef {import("./client.js").Campaign} Campaign */
/** @typedef {import("./client.js").Consolidation} Consolidation */
/** @typedef {import("./client.js").Delivery} Delivery */
/** @typedef {import("./client.js").Me} Me */
/** @typedef {import("./client.js").Period} Period */
/** @typedef {import("./client.js").Standing} Standing */
/** @typedef {import("./words.js").Word} Word */

/** States in which a report is still to be sent. */
const OWED = new Set(["not_due", "not_sent", "empty", "blocked", "returned", "reopened"]);
const LANGUAGE = "language";

let words = speaker("vi");
/** @type {Client} */
let client;
/** @type {Me} */
let me;
let working = 0;

/** @param {string[]} sentences @param {"" | "good" | "bad"} [kind] */
function tell(sentences, kind = "") {
  const told = byId("told");
  told.className = kind;
  told.replaceChildren(...sentences.map((textContent) => element("p", { textContent })));
}

/** @param {...Node} parts */
function show(...parts) {
  byId("work").replaceChildren(...parts);
}

/** Do one thing at a time, and say what went wrong. @param {() => Promise<void>} work */
async function act(work) {
  busy(1);
  tell([words.say("working")]);
  try {
    await work();
  } catch (error) {
    explain(error);
  } finally {
    busy(-1);
  }
}

/** @param {1 | -1} more */
function busy(more) {
  working += more;
  byId("pane").setAttribute("aria-busy", String(working > 0));
  document.querySelectorAll("button").forEach((one) => { one.disabled = working > 0; });
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof Refused && error.status === 401) {
    signOut(error.message);
    return;
  }
  if (error instanceof Refused) {
    tell([error.message], "bad");
    if (error.deliveries.length > 0) {
      show(views.findingList(words, findingsOf(error.deliveries), go));
    }
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const said = error instanceof host.HostError ? words.say("hostFailed", { reason }) : words.say("failed", { reason });
  tell([error instanceof Unreachable ? words.say("unreachable") : said], "bad");
}

/** @param {{sheet: string | null, cell: string | null}} finding */
function go({ sheet, cell }) {
  if (sheet && cell) {
    host.select(sheet, cell).then((found) => found || tell([words.say("noCell")], "bad"), explain);
  }
}

async function check() {
  await host.clear();
  const deliveries = await client.check(await host.bytes(), host.fileName());
  await showFound(deliveries, false);
}

async function send() {
  await host.clear(); // The file goes out without our colours.
  const content = await host.bytes();
  try {
    await showFound(await client.send(content, host.fileName()), true);
  } catch (error) {
    if (!(error instanceof Unreachable)) {
      throw error;
    }
    tell([words.say("uncertain")], "bad");
  }
}

/** @param {Delivery[]} deliveries @param {boolean} sent */
async function showFound(deliveries, sent) {
  const findings = findingsOf(deliveries);
  const marks = marksOf(findings);
  const said = [...views.outcomes(words, deliveries, sent), views.summary(words, findings), ...views.paintedSaid(words, marks.length)];
  const unpainted = await tryToPaint(marks.slice(0, MOST));
  tell([...said, ...unpainted], deliveries.every((one) => one.taken) ? "good" : "bad");
  show(views.findingList(words, findings, go));
}

/** @param {import("./host.js").Mark[]} marks @returns {Promise<string[]>} what is to be said where it failed */
async function tryToPaint(marks) {
  if (marks.length === 0) {
    return [];
  }
  try {
    await host.paint(marks);
    return [];
  } catch (error) {
    return [words.say("notPainted", { reason: error instanceof Error ? error.message : String(error) })];
  }
}

async function clear() {
  const { left } = await host.clear();
  show();
  tell([words.say("cleared"), ...(left > 0 ? [words.say("moved", { count: left })] : [])], "good");
}

async function getWorkbook() {
  const campaigns = await client.campaigns();
  tell([]);
  show(views.periodChooser(words, campaigns, isFilled, (campaign, period, below) => act(async () => {
    const { standings } = await client.status(campaign.code, period.code);
    const owed = standings.filter((one) => OWED.has(one.state));
    tell(owed.length > 0 ? [] : [words.say("nothingDue")]);
    below.replaceChildren(views.standingTable(words, owed, (one) => openButton(campaign, one)));
  })));
}

/** @param {Campaign} campaign @param {Standing} report */
function openButton(campaign, report) {
  if (!host.opensWorkbooks()) {
    const path = ["c", campaign.code, "workbook", report.period, report.unit, report.coverage].map(encodeURIComponent).join("/");
    return button(words.say("download"), () => host.browse(`/${path}`));
  }
  return button(words.say("open"), () => act(async () => {
    await host.openWorkbook(await client.workbook(campaign.code, report));
    tell([words.say("opened")], "good");
  }));
}

async function status() {
  const campaigns = await client.campaigns();
  tell([]);
  show(views.periodChooser(words, campaigns, isFilled, (campaign, period, below) => act(async () => {
    const { standings, progress } = await client.status(campaign.code, period.code);
    tell(progress.map(({ on_time, late, owed }) => words.say("progress", { came: on_time + late, late, owed })));
    below.replaceChildren(views.standingTable(words, standings, null));
  })));
}

async function consolidate() {
  const campaigns = (await client.campaigns()).filter((one) => one.whole);
  tell([]);
  show(views.periodChooser(words, campaigns, () => true, (campaign, period, below) => {
    /** @type {[string, string][]} */
    const choices = [["submitted", words.say("submitted")], ["accepted", words.say("accepted")]];
    const include = chooser(choices, "submitted", () => {});
    const make = button(words.say("make"), () => act(async () => {
      showIssue(await client.consolidate(campaign.code, period.code, include.value), below);
    }), "primary");
    below.replaceChildren(labelled(words.say("include"), include), make);
  }));
}

/** @param {Consolidation} made @param {HTMLElement} below */
function showIssue(made, below) {
  tell([words.say("made", { number: made.number, reports: made.reports })], "good");
  const page = ["c", made.campaign, "issues", made.period, String(made.number)].map(encodeURIComponent).join("/");
  const open = button(words.say("open"), () => act(async () => {
    await host.openWorkbook(await client.file(made.files.xlsx));
    tell([]);
  }));
  const links = [button(words.say("issuePage"), () => host.browse(`/${page}`), "plain")];
  below.replaceChildren(...(host.opensWorkbooks() ? [open] : []), ...links);
}

/** @param {Period} period */
function isFilled(period) {
  return !period.derived;
}

/** @param {string} said */
function signOut(said) {
  host.remember("token", "");
  showFrame([]);
  show(views.signInForm(words, (token) => act(() => signIn(token)), () => host.browse("/tokens")));
  tell([said], "");
}

/** @param {string} token */
async function signIn(token) {
  client = new Client(token, () => words.language);
  me = await client.me();
  host.remember("token", token);
  showCommands();
  tell([]);
}

function showCommands() {
  /** @type {[Word, () => Promise<void>][]} */
  const commands = [
    ["getWorkbook", getWorkbook], ["check", check], ["send", send], ["status", status], ["consolidate", consolidate],
    ["clear", clear],
  ];
  const needed = { check: "send", send: "send", consolidate: "manage" };
  const allowed = commands.filter(([name]) => !(name in needed) || me.rights.includes(needed[/** @type {"send"} */ (name)]));
  showFrame(allowed.map(([name, work]) => {
    const made = button(words.say(name), () => act(work), name === "send" ? "primary" : "");
    made.id = `do-${name}`;
    return made;
  }));
}

/** @param {HTMLElement[]} commands */
function showFrame(commands) {
  const unit = me && commands.length > 0 ? me.unit_name || me.unit || words.say("everything") : "";
  const whose = unit ? [element("p", { id: "whose", textContent: words.say("signedInAs", { account: me.account, unit }) })] : [];
  const leave = unit ? [button(words.say("signOut"), () => signOut(words.say("signedOut")), "plain")] : [];
  leave.forEach((one) => { one.id = "sign-out"; });
  const other = words.language === "vi" ? "en" : "vi";
  const switcher = button(words.say("language"), () => speak(other), "plain");
  switcher.lang = other;
  byId("pane").replaceChildren(
    element("header", {}, [element("h1", { textContent: words.say("title") }), ...whose, element("p", {}, [switcher, ...leave])]),
    element("div", { className: "commands", role: "group", ariaLabel: words.say("title") }, commands),
    element("div", { id: "told", role: "status" }),
    element("div", { id: "work" }),
  );
}

/** @param {"vi" | "en"} language */
function speak(language) {
  words = speaker(language);
  document.documentElement.lang = language;
  host.remember(LANGUAGE, language);
  begin();
}

function begin() {
  const token = host.remembered("token");
  if (!token) {
    signOut("");
    return;
  }
  showFrame([]);
  show(button(words.say("again"), begin));
  act(() => signIn(token));
}

/** @param {"old" | "elsewhere"} found */
function elsewhere(found) {
  if (found === "old") {
    byId("old").hidden = false;
    byId("pane").hidden = true;
    return;
  }
  byId("pane").replaceChildren(
    element("h1", { textContent: words.say("title") }),
    element("p", { textContent: words.say("notInExcel") }),
    element("p", {}, [element("a", { href: "/send", className: "button", textContent: words.say("openSend") })]),
  );
}

async function start() {
  if (document.documentElement.className === "old" || typeof Office === "undefined") {
    return; // boot.js has sent the clerk to the upload page.
  }
  const found = await host.ready();
  document.documentElement.className = "started";
  const remembered = found === "excel" ? host.remembered(LANGUAGE) : "";
  const language = remembered === "en" || remembered === "vi" ? remembered : languageOf(host.displayLanguage());
  words = speaker(language);
  document.documentElement.lang = language;
  if (found === "excel") {
    begin();
  } else {
    elsewhere(found);
  }
}

start();
