// What each command shows below the buttons.

import { button, chooser, element, labelled } from "./page.js";
import { counts, MOST } from "./marks.js";

/** @typedef {import("./client.js").Campaign} Campaign */
/** @typedef {import("./client.js").Delivery} Delivery */
/** @typedef {import("./client.js").Finding} Finding */
/** @typedef {import("./client.js").Part} Part */
/** @typedef {import("./client.js").Period} Period */
/** @typedef {import("./client.js").Standing} Standing */
/** @typedef {import("./words.js").Speaker} Speaker */

const LINES = 60;
/** From how many lines on a list can be filtered. */
const MANY = 10;

/**
 * @param {Speaker} words @param {(token: string) => void} signIn @param {() => void} openTokens
 */
export function signInForm(words, signIn, openTokens) {
  const token = element("input", { type: "password", id: "token", autocomplete: "off", spellcheck: false, required: true });
  const form = element("form", { id: "sign-in" }, [
    element("p", { textContent: words.say("tokenHelp") }),
    labelled(words.say("token"), token),
    element("button", { textContent: words.say("signIn"), className: "primary" }),
    button(words.say("openTokens"), openTokens, "plain"),
  ]);
  form.onsubmit = (event) => {
    event.preventDefault();
    signIn(token.value.trim());
  };
  return form;
}

/** @param {Speaker} words @param {Delivery[]} deliveries @param {boolean} sent @returns {string[]} one sentence a report */
export function outcomes(words, deliveries, sent) {
  if (!sent) {
    return [words.say("checkedOnly")];
  }
  return deliveries.flatMap((delivery) => (
    delivery.refusal ? [words.say("notTaken"), delivery.refusal.detail] : delivery.submissions.map((part) => outcome(words, part))
  ));
}

/** @param {Speaker} words @param {Part} part */
function outcome(words, part) {
  const { unit, period } = part;
  const said = [words.say(part.taken ? "taken" : "blocked", { unit, period, revision: part.revision || 0 })];
  if (part.new === false) {
    said.push(words.say("same"));
  }
  if (part.waits && part.taken) {
    said.push(words.say("waits"));
  }
  return said.join(" ");
}

/** @param {Speaker} words @param {Finding[]} findings */
export function summary(words, findings) {
  const { blocking, warning, note } = counts(findings);
  return findings.length === 0 ? words.say("clean")
    : words.say("found", { errors: blocking, warnings: warning, notes: note });
}

/**
 * @param {Speaker} words @param {Finding[]} findings @param {(finding: Finding) => void} go
 */
export function findingList(words, findings, go) {
  return element("ul", { className: "findings" }, findings.map((finding) => findingLine(words, finding, go)));
}

/** @param {Speaker} words @param {Finding} finding @param {(finding: Finding) => void} go */
function findingLine(words, finding, go) {
  const place = [finding.sheet, finding.cell].filter(Boolean).join(" · ");
  const parts = [element("span", { className: `severity ${finding.severity}`, textContent: words.say(finding.severity) }), " "];
  if (finding.sheet && finding.cell) {
    parts.push(button(place, () => go(finding), "place"));
  } else if (place) {
    parts.push(element("span", { className: "place", textContent: place }));
  }
  parts.push(element("p", { textContent: finding.sentence }));
  if (finding.remedy) {
    parts.push(element("p", { className: "remedy", textContent: words.say("remedy", { remedy: finding.remedy }) }));
  }
  return element("li", { className: finding.severity }, parts);
}

/** @param {Speaker} words @param {number} marked how many cells there are to mark @returns {string[]} */
export function paintedSaid(words, marked) {
  return marked > MOST ? [words.say("tooMany", { painted: MOST })] : [];
}

/**
 * Choose a campaign and one of its periods; what is chosen is shown below.
 * @param {Speaker} words @param {Campaign[]} campaigns
 * @param {(period: Period) => boolean} offered
 * @param {(campaign: Campaign, period: Period, below: HTMLElement) => void} show
 */
export function periodChooser(words, campaigns, offered, show) {
  const below = element("div", { className: "below" });
  const periods = element("div");
  const choose = (/** @type {string} */ code) => {
    const campaign = /** @type {Campaign} */ (campaigns.find((one) => one.code === code));
    const known = campaign.periods.filter(offered);
    const chosen = (/** @type {string} */ name) => {
      const period = known.find((one) => one.code === name);
      const section = element("div"); // Its own: an answer that comes late shows nothing of another choice.
      below.replaceChildren(section);
      if (period) {
        show(campaign, period, section);
      }
    };
    const newest = known.length > 0 ? known[known.length - 1].code : "";
    const options = known.map((one) => /** @type {[string, string]} */ ([one.code, one.label]));
    periods.replaceChildren(labelled(words.say("period"), chooser(options, newest, chosen)));
    chosen(newest);
  };
  const named = campaigns.map((one) => /** @type {[string, string]} */ ([one.code, one.short_title]));
  const made = element("div", {}, [labelled(words.say("campaign"), chooser(named, "", choose)), periods, below]);
  if (campaigns.length > 0) {
    choose(campaigns[0].code);
  }
  return made;
}

/**
 * @param {Speaker} words @param {Standing[]} standings
 * @param {((standing: Standing) => HTMLElement) | null} action what stands at the end of each line
 */
export function standingTable(words, standings, action) {
  const body = element("tbody");
  const rest = element("p", { className: "soft" });
  const fill = (/** @type {string} */ asked) => {
    const wanted = standings.filter((one) => `${one.unit} ${one.unit_name}`.toLowerCase().includes(asked.toLowerCase()));
    body.replaceChildren(...wanted.slice(0, LINES).map((one) => standingLine(words, one, action)));
    rest.textContent = wanted.length > LINES ? words.say("more", { count: wanted.length - LINES }) : "";
  };
  fill("");
  const heads = [words.say("unit"), words.say("state"), words.say("due")];
  const head = element("tr", {}, heads.map((said) => element("th", { scope: "col", textContent: said })));
  const table = element("table", {}, [element("thead", {}, [head]), body]);
  if (standings.length <= MANY) {
    return element("div", {}, [table]);
  }
  const filter = element("input", { type: "search", oninput: () => fill(filter.value.trim()) });
  return element("div", {}, [labelled(words.say("filter"), filter), table, rest]);
}

/** @param {Speaker} words @param {Standing} one @param {((standing: Standing) => HTMLElement) | null} action */
function standingLine(words, one, action) {
  const unit = element("th", { scope: "row" }, [`${one.unit_name} (${one.unit})`]);
  if (action) {
    unit.append(element("br"), action(one));
  }
  const state = element("span", { className: `state ${one.state}`, textContent: words.state(one.state) });
  return element("tr", {}, [unit, element("td", {}, [state]), element("td", { textContent: words.day(one.due) })]);
}
