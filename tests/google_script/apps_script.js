// A strict stand-in for Apps Script: runs functions of the menu's script in one execution, as Google does.
//
// Read from the standard input: {files, call, arguments, byTrigger, book, user, network, answers, faults} as JSON; what
// became of it is written to the standard output. What Google refuses is refused here: services without their scope in
// the manifest, addresses that are not in its list, options that do not exist, notes on protected cells.
"use strict";

const { execFileSync } = require("node:child_process");
const { randomUUID } = require("node:crypto");
const { readFileSync } = require("node:fs");
const vm = require("node:vm");

const asked = JSON.parse(readFileSync(0, "utf8"));
const manifest = JSON.parse(asked.files["appsscript.json"]);
const SCOPE = "https://www.googleapis.com/auth/";
const made = { alerts: [], toasts: [], requests: [], sleeps: [], noted: [], menu: null, sidebar: null, selected: null };
const answers = [...(asked.answers || [])];
const faults = asked.faults || {};
let reads = 0;

class Exception extends Error {}

/** One of these scopes must be in the manifest. */
function scoped(...scopes) {
  if (!scopes.some((scope) => manifest.oauthScopes.includes(SCOPE + scope))) {
    throw new Exception(`Specified permissions are not sufficient. Required: ${scopes.join(" || ")}`);
  }
}

/** Not in a simple trigger, where nobody has given a permission yet. */
function authorised(what) {
  if (asked.byTrigger) {
    throw new Exception(`You do not have permission to call ${what}`);
  }
}

/** Refuse an option that does not exist: Google ignores some and stumbles over others. */
function known(options, names) {
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Exception(`Invalid argument: ${unknown}`);
  }
}

function numbered(a1) {
  const [, letters, row] = /^([A-Z]+)([1-9][0-9]*)$/.exec(a1) || [];
  if (!letters) {
    throw new Exception("Range not found");
  }
  return [Number(row), [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)];
}

// The spreadsheet: its cells are those of Google's answer, so that what is noted stands in the next one.

class Range {
  constructor(sheet, row, column, rows = 1, columns = 1) {
    if (row < 1 || column < 1 || row + rows - 1 > sheet.getMaxRows() || column + columns - 1 > sheet.getMaxColumns()) {
      throw new Exception("The coordinates of the range are outside the dimensions of the sheet.");
    }
    Object.assign(this, { sheet, row, column, rows, columns });
  }
  getRow() { return this.row; }
  getLastRow() { return this.row + this.rows - 1; }
  getColumn() { return this.column; }
  getLastColumn() { return this.column + this.columns - 1; }
  getNotes() {
    return this.table("note");
  }
  getDisplayValues() {
    return this.table("formattedValue");
  }
  table(part) {
    return Array.from({ length: this.rows }, (_, row) => (
      Array.from({ length: this.columns }, (__, column) => this.sheet.cell(this.row + row, this.column + column)[part] || "")
    ));
  }
  setNote(note) {
    if (note !== null && (typeof note !== "string" || note === "")) {
      throw new Exception("a note is a text; null takes it away");
    }
    if (faults.notesFail || this.sheet.isProtected(this.row, this.column)) {
      throw new Exception("You are trying to edit a protected cell or object.");
    }
    const cell = this.sheet.cell(this.row, this.column);
    if (note === null) {
      delete cell.note;
    } else {
      cell.note = note;
    }
    made.noted.push([this.sheet.getName(), this.row, this.column, note]);
  }
  activate() { made.selected = [this.sheet.getName(), this.row, this.column]; }
}

class Sheet {
  constructor(told) {
    this.told = told;
    this.protection = (asked.book.protections || {})[told.properties.title] || { ranges: [], whole: null };
  }
  cell(row, column) {
    const [data] = this.told.data || (this.told.data = [{}]);
    const rows = data.rowData || (data.rowData = []);
    const line = rows[row - 1] || (rows[row - 1] = {});
    const cells = line.values || (line.values = []);
    for (let place = 0; place < rows.length; place += 1) { rows[place] = rows[place] || {}; }
    for (let place = 0; place < column; place += 1) { cells[place] = cells[place] || {}; }
    return cells[column - 1];
  }
  isProtected(row, column) {
    const within = ([top, left, bottom, right]) => top <= row && row <= bottom && left <= column && column <= right;
    const { ranges, whole } = this.protection;
    return ranges.some(within) || (whole !== null && !whole.some(within));
  }
  getSheetId() { return this.told.properties.sheetId; }
  getName() { return this.told.properties.title; }
  getType() { return this.told.properties.sheetType || "GRID"; }
  getMaxRows() { return this.grid().rowCount; }
  getMaxColumns() { return this.grid().columnCount; }
  grid() {
    if (this.getType() !== "GRID") {
      throw new Exception("This operation is not supported on a sheet that holds no cells.");
    }
    return this.told.properties.gridProperties;
  }
  getRange(...place) {
    scoped("spreadsheets.currentonly", "spreadsheets");
    return new Range(this, ...(typeof place[0] === "string" ? numbered(place[0]) : place));
  }
  getProtections(type) {
    const made = ([top, left, bottom, right]) => new Range(this, top, left, bottom - top + 1, right - left + 1);
    const { ranges, whole } = this.protection;
    if (type === "RANGE") {
      return ranges.map((range) => ({ canEdit: () => false, getRange: () => made(range) }));
    }
    return whole === null ? [] : [{ canEdit: () => false, getUnprotectedRanges: () => whole.map(made) }];
  }
}

const sheets = asked.book.answer.sheets.map((told) => new Sheet(told));
const spreadsheet = {
  getId: () => asked.book.answer.spreadsheetId,
  getName: () => asked.book.answer.properties.title,
  getSheets: () => sheets,
  getSheetByName: (name) => sheets.find((sheet) => sheet.getName() === name) || null,
  toast: (said, title, seconds) => made.toasts.push([said, title, seconds]),
};

const Button = { OK: "OK", CANCEL: "CANCEL", YES: "YES", NO: "NO", CLOSE: "CLOSE" };
const ButtonSet = { OK: "OK", OK_CANCEL: "OK_CANCEL", YES_NO: "YES_NO" };

function answered(buttons) {
  if (buttons === "OK") {
    return { button: "OK" };
  }
  if (answers.length === 0) {
    throw new Error(`nobody answers a question with ${buttons}`);
  }
  return answers.shift();
}

const ui = {
  Button,
  ButtonSet,
  createMenu: (title) => {
    const items = [];
    const menu = {
      addItem: (said, name) => { items.push([said, name]); return menu; },
      addToUi: () => { made.menu = { title, items }; },
    };
    return menu;
  },
  alert: (title, said, buttons) => {
    scoped("script.container.ui");
    made.alerts.push(said);
    return answered(buttons).button;
  },
  prompt: (title, said, buttons) => {
    scoped("script.container.ui");
    made.alerts.push(said);
    const { button, text } = answered(buttons);
    return { getSelectedButton: () => button, getResponseText: () => text || "" };
  },
  showSidebar: (output) => {
    scoped("script.container.ui");
    made.sidebar = output.html;
  },
};

// The network: Google's computers call the service, here over real HTTP.

const FETCH = `
  const { address, how } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  fetch(address, how).then(async (answer) => {
    const told = { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
    process.stdout.write(JSON.stringify(told));
  });`;

function called(address, options) {
  known(options, ["method", "headers", "payload", "contentType", "muteHttpExceptions", "followRedirects"]);
  if (!address.startsWith("https://") || !manifest.urlFetchWhitelist.some((prefix) => address.startsWith(prefix))) {
    throw new Exception(`${address} is not in the list of addresses that may be called`);
  }
  const [server] = Object.keys(asked.network).filter((name) => address.startsWith(`${name}/`));
  const path = address.slice(server.length).split("?")[0];
  const { followRedirects: follows = true, headers: { "Idempotency-Key": key = null } } = options;
  const request = { method: options.method, path, key, follows, status: null };
  made.requests.push(request);
  const headers = { ...options.headers, ...(options.contentType ? { "Content-Type": options.contentType } : {}) };
  const method = options.method.toUpperCase();
  const how = { method, headers, body: options.payload, redirect: follows ? "follow" : "manual" };
  if ((faults.unreachable || []).some((part) => path.endsWith(part))) {
    throw new Exception(`Address unavailable: ${address}`);
  }
  const faked = (faults.replies || {})[path];
  const told = faked && faked.length > 0 ? faked.shift() : overHttp(asked.network[server] + address.slice(server.length), how);
  if ((faults.lost || []).some((part) => path.endsWith(part))) {
    throw new Exception(`Timeout: ${address}`); // Only the answer was lost.
  }
  request.status = told.status;
  return told;
}

function overHttp(address, how) {
  try {
    const input = JSON.stringify({ address, how });
    return JSON.parse(execFileSync(process.execPath, ["--eval", FETCH], { input, stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1 << 26 }));
  } catch (error) {
    throw new Exception(`Address unavailable: ${address}`);
  }
}

function typed() {
  reads += 1;
  for (const { sheet, row, column, value } of (faults.typed || {})[reads] || []) {
    spreadsheet.getSheetByName(sheet).cell(row, column).effectiveValue = { stringValue: value };
  }
}

const SpreadsheetApp = {
  SheetType: { GRID: "GRID", OBJECT: "OBJECT", DATASOURCE: "DATASOURCE" },
  ProtectionType: { RANGE: "RANGE", SHEET: "SHEET" },
  getActiveSpreadsheet: () => { scoped("spreadsheets.currentonly", "spreadsheets"); return spreadsheet; },
  getUi: () => ui,
};
const Spreadsheets = {
  get: (id, options) => {
    authorised("Sheets");
    scoped("spreadsheets.readonly", "spreadsheets", "drive.readonly", "drive.file", "drive"); // Google's discovery document
    known(options, ["fields"]);
    if (id !== spreadsheet.getId() || options.fields !== asked.book.mask) {
      throw new Exception("Requested entity was not found.");
    }
    typed();
    return JSON.parse(JSON.stringify(asked.book.answer));
  },
};
const services = (manifest.dependencies || {}).enabledAdvancedServices || [];
const Sheets = services.some(({ serviceId, version }) => serviceId === "sheets" && version === "v4") ? { Spreadsheets } : undefined;
const UrlFetchApp = {
  fetch: (address, options) => {
    authorised("UrlFetchApp.fetch");
    scoped("script.external_request");
    const told = called(address, options);
    if (told.status >= 400 && !options.muteHttpExceptions) {
      throw new Exception(`Request failed for ${address} returned code ${told.status}`);
    }
    return { getResponseCode: () => told.status, getContentText: () => told.text, getHeaders: () => told.headers || {} };
  },
};
const properties = asked.user.properties;
const PropertiesService = {
  getUserProperties: () => ({
    getProperty: (name) => (name in properties ? properties[name] : null),
    setProperty: (name, value) => { properties[name] = String(value); },
    deleteProperty: (name) => { delete properties[name]; },
  }),
};
const HtmlService = {
  createHtmlOutput: (html) => {
    authorised("HtmlService");
    const output = { html, setTitle: () => output };
    return output;
  },
};
const Session = { getActiveUserLocale: () => asked.user.locale, getScriptTimeZone: () => manifest.timeZone };
const Utilities = {
  sleep: (milliseconds) => made.sleeps.push(milliseconds),
  getUuid: () => randomUUID(),
  formatDate: (time, zone, pattern) => {
    if (pattern !== "HH:mm d/M/yyyy") {
      throw new Exception(`unknown pattern ${pattern}`);
    }
    const format = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", day: "numeric", month: "numeric", year: "numeric" };
    const part = Object.fromEntries(new Intl.DateTimeFormat("en", format).formatToParts(time).map(({ type, value }) => [type, value]));
    return `${part.hour}:${part.minute} ${part.day}/${part.month}/${part.year}`;
  },
};

const global = vm.createContext({
  SpreadsheetApp, UrlFetchApp, PropertiesService, HtmlService, Session, Utilities, ...(Sheets ? { Sheets } : {}),
});
for (const [name, text] of Object.entries(asked.files)) {
  if (name.endsWith(".js")) {
    vm.runInContext(text, global, { filename: name });
  }
}
if (asked.call.endsWith("_")) {
  throw new Error(`${asked.call} cannot be called from outside`);
}
const result = vm.runInContext(asked.call, global)(...(asked.arguments || []));
process.stdout.write(JSON.stringify({ ...made, result: result === undefined ? null : result, properties, answer: asked.book.answer }));
