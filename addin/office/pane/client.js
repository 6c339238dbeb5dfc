// The server's API, /api/v1, spoken with a token. No cookie goes along: in Excel on the web it would not arrive.

const ROOT = "/api/v1";
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @typedef {"blocking" | "warning" | "note"} Severity */
/** @typedef {{code: string, severity: Severity, sheet: string | null, cell: string | null,
 *   sentence: string, remedy: string}} Finding */
/** @typedef {{id: string, campaign: string, period: string, unit: string, taken: boolean, revision: number | null,
 *   state: string | null, new: boolean | null, waits: boolean | null, findings: Finding[]}} Part */
/** @typedef {{taken: boolean, refusal: {detail: string, finding: Finding | null} | null,
 *   submissions: Part[]}} Delivery */
/** @typedef {{account: string, unit: string | null, unit_name: string | null, rights: string[]}} Me */
/** @typedef {{code: string, label: string, derived: boolean}} Period */
/** @typedef {{code: string, short_title: string, whole: boolean, periods: Period[]}} Campaign */
/** @typedef {{unit: string, unit_name: string, period: string, coverage: string, state: string, due: string,
 *   days_late: number}} Standing */
/** @typedef {{period: string, owed: number, on_time: number, late: number}} Progress */
/** @typedef {{campaign: string, number: number, period: string, reports: number,
 *   files: Record<string, string>}} Consolidation */

/** The server answered that it will not. */
export class Refused extends Error {
  /** @param {number} status @param {string} detail @param {Delivery[]} deliveries */
  constructor(status, detail, deliveries) {
    super(detail);
    this.status = status;
    this.deliveries = deliveries;
  }
}

/** No answer came. */
export class Unreachable extends Error {}

/** What one account may ask of the server. */
export class Client {
  /** @param {string} token @param {() => string} language @param {typeof fetch} [ask] */
  constructor(token, language, ask = window.fetch.bind(window)) {
    this.token = token;
    this.language = language;
    this.ask = ask;
  }

  /** @returns {Promise<Me>} */
  me() {
    return this.read("/me");
  }

  /** @returns {Promise<Campaign[]>} */
  async campaigns() {
    return (await this.read("/campaigns")).campaigns;
  }

  /**
   * @param {string} campaign @param {string | null} [period]
   * @returns {Promise<{standings: Standing[], progress: Progress[]}>}
   */
  status(campaign, period = null) {
    return this.read("/status", period ? { campaign, period } : { campaign });
  }

  /** @param {string} campaign @param {Standing} report @returns {Promise<ArrayBuffer>} */
  async workbook(campaign, report) {
    const { period, coverage } = report;
    const answer = await this.request("GET", `/workbooks/${encodeURIComponent(report.unit)}`, { campaign, period, coverage });
    return answer.arrayBuffer();
  }

  /** @param {Uint8Array} content @param {string} name @returns {Promise<Delivery[]>} */
  check(content, name) {
    return this.deliver("/check", content, name, {});
  }

  /**
   * Send a workbook; once more under the same key where no answer came, so that it is taken once.
   * @param {Uint8Array} content @param {string} name @returns {Promise<Delivery[]>}
   */
  async send(content, name) {
    const headers = { "Idempotency-Key": newKey() };
    try {
      return await this.deliver("/submissions", content, name, headers);
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      return this.deliver("/submissions", content, name, headers);
    }
  }

  /** @param {string} campaign @param {string} period @param {string} include @returns {Promise<Consolidation>} */
  async consolidate(campaign, period, include) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": newKey() };
    const body = JSON.stringify({ campaign, period, include });
    return (await this.request("POST", "/consolidations", {}, headers, body)).json();
  }

  /** @param {string} address as the server told it @returns {Promise<ArrayBuffer>} */
  async file(address) {
    const path = new URL(address, location.origin).pathname;
    return (await this.request("GET", path.slice(ROOT.length))).arrayBuffer();
  }

  /**
   * @private
   * @param {string} path @param {Uint8Array} content @param {string} name @param {Record<string, string>} headers
   * @returns {Promise<Delivery[]>}
   */
  async deliver(path, content, name, headers) {
    const all = { "Content-Type": WORKBOOK, "X-File-Name": encodeURIComponent(name), ...headers };
    const answer = await this.request("POST", path, {}, all, new Blob([/** @type {BlobPart} */ (content)]));
    return (await answer.json()).deliveries;
  }

  /** @private @param {string} path @param {Record<string, string>} [query] @returns {Promise<any>} */
  async read(path, query = {}) {
    return (await this.request("GET", path, query)).json();
  }

  /**
   * @private
   * @param {string} method @param {string} path @param {Record<string, string>} [query]
   * @param {Record<string, string>} [headers] @param {BodyInit | null} [body]
   * @returns {Promise<Response>}
   */
  async request(method, path, query = {}, headers = {}, body = null) {
    const asked = new URLSearchParams({ ...query, lang: this.language() });
    const told = { Authorization: `Bearer ${this.token}`, ...headers };
    const answer = await this.answer(`${ROOT}${path}?${asked}`, {
      method, headers: told, body, credentials: "omit", cache: "no-store", redirect: "error",
    });
    if (!answer.ok) {
      throw await refusal(answer);
    }
    return answer;
  }

  /** @private @param {string} address @param {RequestInit} how @returns {Promise<Response>} */
  async answer(address, how) {
    try {
      return await this.ask(address, how);
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }
}

/** @param {Response} answer @returns {Promise<Refused>} */
async function refusal(answer) {
  const problem = await answer.json().catch(() => ({}));
  return new Refused(answer.status, problem.detail || `${answer.status} ${answer.statusText}`, problem.deliveries || []);
}

/** @returns {string} a key under which what is sent twice is done once */
function newKey() {
  const numbers = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(numbers, (number) => number.toString(16).padStart(2, "0")).join("");
}
