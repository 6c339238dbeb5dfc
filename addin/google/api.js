// The server's API, /api/v1, spoken with a token.

const ROOT = "/api/v1";
const CONTENT_TYPE = "application/json";
/** How often a request goes out where no answer came or the server was busy: under one key it is done once. */
const ATTEMPTS = 3;
const PAUSE = 2000;
const LONGEST_PAUSE = 20000;
const WORTH_REPEATING = [429, 502, 503, 504];

/** @typedef {"blocking" | "warning" | "note"} Severity */
/** @typedef {{code: string, severity: Severity, sheet: string | null, cell: string | null,
 *   sentence: string, remedy: string}} Finding */
/** @typedef {{campaign: string, period: string, unit: string, taken: boolean, revision: number | null,
 *   new: boolean | null, waits: boolean | null, findings: Finding[]}} Part */
/** @typedef {{taken: boolean, refusal: {detail: string, finding: Finding | null} | null,
 *   submissions: Part[]}} Delivery */
/** @typedef {{account: string, unit: string | null, unit_name: string | null}} Me */
/** @typedef {{unit: string, unit_name: string, state: string, due: string}} Standing */
/** @typedef {{period: string, owed: number, on_time: number, late: number}} Progress */
/** @typedef {{standings: Standing[], progress: Progress[]}} Status */

/** The server, or something before it, answered that it will not. */
class Refused extends Error {
  /**
   * @param {number} status
   * @param {{detail?: string, deliveries?: Delivery[]} | null} problem what the service says; null where it was not it
   */
  constructor(status, problem) {
    super((problem && problem.detail) || String(status));
    this.status = status;
    this.isSaid = Boolean(problem && problem.detail);
    this.deliveries = (problem && problem.deliveries) || [];
  }
}

/** No answer came. */
class Unreachable extends Error {}

/** The address in the script is not https: the token must not go there. */
class NotHttps extends Error {}

/** What one account may ask of the server. */
class Client {
  /** @param {string} server @param {string} token @param {Language} language */
  constructor(server, token, language) {
    if (!server.startsWith("https://")) {
      throw new NotHttps(server);
    }
    this.server = server;
    this.token = token;
    this.language = language;
  }

  /** @returns {Me} */
  me() {
    return this.request("get", "/me");
  }

  /** @param {Record<string, string>} of campaign, period and unit, as far as they are known @returns {Status} */
  status(of) {
    return this.request("get", "/status", of);
  }

  /** @param {string} content @param {string} name @returns {Delivery[]} */
  check(content, name) {
    return this.deliver("/check", content, name, {});
  }

  /** @param {string} content @param {string} name @param {string} key @returns {Delivery[]} */
  send(content, name, key) {
    return this.deliver("/submissions", content, name, { "Idempotency-Key": key });
  }

  /**
   * @private
   * @param {string} path @param {string} content @param {string} name @param {Record<string, string>} headers
   * @returns {Delivery[]}
   */
  deliver(path, content, name, headers) {
    const told = { "X-File-Name": encodeURIComponent(name), ...headers };
    return this.request("post", path, {}, { headers: told, contentType: CONTENT_TYPE, payload: content }).deliveries;
  }

  /**
   * @private
   * @param {"get" | "post"} method @param {string} path @param {Record<string, string>} [query]
   * @param {{headers?: Record<string, string>, contentType?: string, payload?: string}} [more]
   * @returns {any}
   */
  request(method, path, query = {}, more = {}) {
    const asked = Object.entries({ ...query, lang: this.language }).map((pair) => pair.map(encodeURIComponent).join("="));
    const headers = { Authorization: `Bearer ${this.token}`, ...more.headers };
    return answered_(`${this.server}${ROOT}${path}?${asked.join("&")}`, {
      ...more, method, headers, muteHttpExceptions: true, followRedirects: false,
    });
  }
}

/**
 * Ask until there is an answer worth telling, and return what it holds.
 * @param {string} address @param {GoogleAppsScript.URL_Fetch.URLFetchRequestOptions} how @returns {any}
 */
function answered_(address, how) {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS;
    try {
      const answer = UrlFetchApp.fetch(address, how);
      if (last || !WORTH_REPEATING.includes(answer.getResponseCode())) {
        return judged_(answer);
      }
      Utilities.sleep(patience_(answer));
    } catch (error) {
      if (error instanceof Refused) {
        throw error;
      }
      if (last) {
        throw new Unreachable(messageOf_(error));
      }
      Utilities.sleep(PAUSE);
    }
  }
}

/** @param {GoogleAppsScript.URL_Fetch.HTTPResponse} answer @returns {number} milliseconds */
function patience_(answer) {
  const headers = /** @type {Record<string, string>} */ (answer.getHeaders());
  const asked = Number(headers["Retry-After"] || headers["retry-after"]) * 1000;
  return asked > 0 ? Math.min(asked, LONGEST_PAUSE) : PAUSE;
}

/** Return what a good answer holds; a sign-in page of the network must not be taken for one.
 * @param {GoogleAppsScript.URL_Fetch.HTTPResponse} answer @returns {any} */
function judged_(answer) {
  const status = answer.getResponseCode();
  const told = parsed_(answer.getContentText("UTF-8"));
  if (status >= 200 && status < 300 && told !== null) {
    return told;
  }
  throw new Refused(status, told);
}

/** What an error says; Google's own are not known to be Errors. @param {any} error @returns {string} */
function messageOf_(error) {
  return String((error && error.message) || error);
}

/** @param {string} text @returns {any} null where it is no JSON */
function parsed_(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}
