// The menu “Tổng Hợp” of a district's shared spreadsheet: check, send, status. Nothing is checked in here.
//
// A function whose name ends in “_” cannot be called from outside; the others are the menu's and the list's.

/** How often it is checked anew where somebody changes the spreadsheet meanwhile. */
const LOOKS = 3;
const TOKEN = "token";
const LANGUAGE = "language";

/** Google calls this when the spreadsheet is opened: no permission is given yet, so nothing but the menu is made. */
function onOpen() {
  showMenu_(speaker_(), [
    ["check", "checkSheet"], ["send", "sendSheet"], ["status", "showStatus"], ["connect", "connect"],
    ["unmark", "removeMarks"], ["language", "switchLanguage"],
  ]);
}

function checkSheet() {
  act_((words, book) => {
    const seen = examined_(words, book);
    const findings = findingsOf_(seen.deliveries);
    const said = seen.isSteady ? marked_(words, book, findings) : [words.say("changed")];
    showBeside_(words, foundPage_(words, findings, [...said, words.say("checkedOnly")]));
  });
}

function sendSheet() {
  act_((words, book) => {
    const seen = examined_(words, book);
    const parts = seen.deliveries.flatMap((delivery) => delivery.submissions);
    if (!ask_(words, question_(words, parts))) {
      return words.say("notSentYet");
    }
    return showReceipt_(words, book, seen.content, sent_(words, book, seen.content));
  });
}

function showStatus() {
  act_((words, book) => showBeside_(words, statusPage_(words, client_(words).status(book.stamp()))));
}

/** Ask for the access token, and keep it for this person alone where the server knows it. */
function connect() {
  act_((words) => {
    const token = askText_(words, words.say("tokenAsked"));
    if (token === null) {
      return;
    }
    if (token === "") {
      remember_(TOKEN, "");
      tell_(words, words.say("disconnected"));
      return;
    }
    const me = new Client(SERVER, token, words.language).me();
    remember_(TOKEN, token);
    tell_(words, words.say("connected", { account: me.account, unit: me.unit_name || me.unit || words.say("everything") }));
  });
}

function removeMarks() {
  act_((words, book) => {
    const left = book.mark([]);
    tell_(words, [words.say("unmarked"), ...locked_(words, left)].join(" "));
  });
}

function switchLanguage() {
  remember_(LANGUAGE, speaker_().language === "vi" ? "en" : "vi");
  onOpen();
}

/** The list beside the spreadsheet calls this. @param {string} sheet @param {string} cell @returns {string} what to say */
function goTo(sheet, cell) {
  return new Book().select(sheet, cell) ? "" : speaker_().say("noCell");
}

/** Do one thing, and say what went wrong. @param {(words: Speaker, book: Book) => string | void} work tells how it ended */
function act_(work) {
  const words = speaker_();
  const book = new Book();
  book.toast(words.say("working"), -1, words);
  try {
    book.toast(work(words, book) || words.say("done"), 3, words);
  } catch (error) {
    book.toast(words.say("stopped"), 3, words);
    explain_(words, error);
  }
}

/** @param {Speaker} words @param {unknown} error */
function explain_(words, error) {
  if (error instanceof Refused && error.deliveries.length > 0) {
    showBeside_(words, foundPage_(words, findingsOf_(error.deliveries), [error.message]));
  }
  if (error instanceof Refused && error.status === 401) {
    remember_(TOKEN, "");
  }
  tell_(words, reason_(words, error));
}

/** @param {Speaker} words @param {unknown} error @returns {string} what happened and what to do */
function reason_(words, error) {
  const reason = messageOf_(error);
  if (error instanceof Refused) {
    return refusal_(words, error);
  }
  if (error instanceof HostError) {
    return words.say(error.word, { reason });
  }
  if (error instanceof NotConnected) {
    return words.say("notConnected");
  }
  if (error instanceof NotHttps) {
    return words.say("notHttps");
  }
  if (error instanceof Uncertain) {
    return words.say("uncertain");
  }
  return words.say(error instanceof Unreachable ? "unreachable" : "failed", { reason });
}

/** @param {Speaker} words @param {Refused} refused @returns {string} the server's own sentence, where it was the server */
function refusal_(words, { status, isSaid, message }) {
  const own = { 401: words.say("connectAgain"), 403: words.say("otherAccount") }[status] || "";
  if (isSaid) {
    return `${message} ${own}`.trim();
  }
  if (status === 413) {
    return words.say("tooLarge");
  }
  return words.say(status === 429 || status === 503 ? "busy" : "notTheService", { status });
}

/** Nobody has entered a token yet. */
class NotConnected extends Error {}

/** No answer came while sending: the server may have taken it in. */
class Uncertain extends Error {}

/** @param {Speaker} words @returns {Client} */
function client_(words) {
  const token = remembered_(TOKEN);
  if (!token) {
    throw new NotConnected();
  }
  return new Client(SERVER, token, words.language);
}

/**
 * Have what stands in the spreadsheet checked, anew where somebody changes it meanwhile.
 * @param {Speaker} words @param {Book} book
 * @returns {{content: string, deliveries: Delivery[], isSteady: boolean}}
 */
function examined_(words, book) {
  const client = client_(words);
  let content = book.contents();
  for (let look = 1; ; look += 1) {
    const deliveries = client.check(content, book.name());
    const now = book.contents();
    if (now === content || look === LOOKS) {
      return { content, deliveries, isSteady: now === content };
    }
    content = now;
  }
}

/** @param {Speaker} words @param {Part[]} parts @returns {string} */
function question_(words, parts) {
  const blocked = parts.filter((part) => !part.taken).length;
  const found = summaryOf_(parts.flatMap((part) => part.findings), words);
  const asked = words.say("asked", { units: parts.length, found });
  return blocked > 0 ? `${asked}\n${words.say("askedBlocked", { blocked })}` : asked;
}

/** @param {Speaker} words @param {Book} book @param {string} content @returns {Delivery[]} */
function sent_(words, book, content) {
  try {
    return client_(words).send(content, book.name(), Utilities.getUuid());
  } catch (error) {
    throw error instanceof Unreachable ? new Uncertain(error.message) : error;
  }
}

/** @param {Speaker} words @param {Book} book @param {string} content what was sent @param {Delivery[]} deliveries */
function showReceipt_(words, book, content, deliveries) {
  const isSteady = book.contents() === content;
  const said = isSteady ? marked_(words, book, findingsOf_(deliveries)) : [words.say("changed")];
  showBeside_(words, receiptPage_(words, deliveries, names_(words, deliveries), said));
}

/** What the units are called; the receipt is shown with their codes where that cannot be had.
 * @param {Speaker} words @param {Delivery[]} deliveries @returns {Record<string, string>} by code */
function names_(words, deliveries) {
  const [part] = deliveries.flatMap((delivery) => delivery.submissions);
  try {
    const { standings } = client_(words).status({ campaign: part.campaign, period: part.period });
    return Object.fromEntries(standings.map((one) => [one.unit, one.unit_name]));
  } catch (error) {
    return {};
  }
}

/** Give cells their notes; what is found is listed all the same where that fails.
 * @param {Speaker} words @param {Book} book @param {Finding[]} findings @returns {string[]} what is to be said of it */
function marked_(words, book, findings) {
  try {
    return locked_(words, book.mark(marksOf_(findings, words)));
  } catch (error) {
    return [words.say("notMarked", { reason: messageOf_(error) })];
  }
}

/** @param {Speaker} words @param {number} count @returns {string[]} */
function locked_(words, count) {
  return count > 0 ? [words.say("locked", { count })] : [];
}

/** @returns {Speaker} */
function speaker_() {
  const chosen = remembered_(LANGUAGE);
  return new Speaker(chosen === "vi" || chosen === "en" ? chosen : languageOf_(Session.getActiveUserLocale()));
}

/** Kept for this person and this script alone: not in the document, which colleagues share.
 * @param {string} name @returns {string} */
function remembered_(name) {
  return PropertiesService.getUserProperties().getProperty(`tonghop.${name}`) || "";
}

/** @param {string} name @param {string} value blank forgets it */
function remember_(name, value) {
  const kept = PropertiesService.getUserProperties();
  if (value) {
    kept.setProperty(`tonghop.${name}`, value);
  } else {
    kept.deleteProperty(`tonghop.${name}`);
  }
}
