// The spreadsheet and its windows: the only file that touches SpreadsheetApp, Sheets and HtmlService.

/** The number of the hidden tab that says what the spreadsheet is for. */
const STAMP_ID = 3;
const STAMPED = ["campaign", "period", "unit"];

/** Google did not do what it was asked. */
class HostError extends Error {
  /** @param {"noService" | "notRead"} word @param {string} reason */
  constructor(word, reason) {
    super(reason);
    this.word = word;
  }
}

/** The spreadsheet in which the menu stands. */
class Book {
  constructor() {
    this.book = SpreadsheetApp.getActiveSpreadsheet();
  }

  /** @returns {string} */
  name() {
    return this.book.getName();
  }

  /** Return what stands in it, exactly as the server reads it. @returns {string} JSON */
  contents() {
    const service = typeof Sheets === "undefined" ? null : Sheets;
    if (!service || !service.Spreadsheets) {
      throw new HostError("noService", "");
    }
    try {
      return JSON.stringify(service.Spreadsheets.get(this.book.getId(), { fields: MASK }));
    } catch (error) {
      throw new HostError("notRead", messageOf_(error));
    }
  }

  /** Return what it is for, as far as it says so itself: the service asks who may see that. @returns {Record<string, string>} */
  stamp() {
    const sheet = this.book.getSheets().find((one) => one.getSheetId() === STAMP_ID);
    const rows = sheet ? sheet.getRange(1, 1, sheet.getMaxRows(), 2).getDisplayValues() : [];
    const known = rows.filter(([name]) => STAMPED.includes(name));
    return Object.fromEntries(known.map(([name, value]) => [name, value.replace(/^"|"$/g, "")]));
  }

  /**
   * Give cells our lines in their notes and take ours from all others; what somebody wrote himself stays.
   * @param {Mark[]} marks @returns {number} how many cells were left as they are because they are protected
   */
  mark(marks) {
    const sheets = this.book.getSheets().filter((sheet) => sheet.getType() === SpreadsheetApp.SheetType.GRID);
    return sheets.reduce((left, sheet) => {
      const own = marks.filter((mark) => mark.sheet === sheet.getName());
      return left + renote_(sheet, new Map(own.map(({ cell, note }) => [cell, note])));
    }, 0);
  }

  /** @param {string} sheet @param {string} cell @returns {boolean} false where the tab is gone */
  select(sheet, cell) {
    const found = this.book.getSheetByName(sheet);
    if (!found) {
      return false;
    }
    found.getRange(cell).activate();
    return true;
  }

  /** @param {string} said @param {number} seconds @param {Speaker} words */
  toast(said, seconds, words) {
    this.book.toast(said, words.say("title"), seconds);
  }
}

/** @param {GoogleAppsScript.Spreadsheet.Sheet} sheet @param {Map<string, string>} wanted by cell @returns {number} */
function renote_(sheet, wanted) {
  const isOpen = openCells_(sheet);
  let left = 0;
  sheet.getRange(1, 1, sheet.getMaxRows(), sheet.getMaxColumns()).getNotes().forEach((line, row) => {
    line.forEach((note, column) => {
      const said = joined_(note, wanted.get(`${letters_(column + 1)}${row + 1}`) || "");
      if (note === said) {
        return;
      }
      if (isOpen(row + 1, column + 1)) {
        sheet.getRange(row + 1, column + 1).setNote(said || null);
      } else {
        left += 1;
      }
    });
  });
  return left;
}

/**
 * Tell which cells of a tab this person may write to: protection counts for notes too.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet @returns {(row: number, column: number) => boolean}
 */
function openCells_(sheet) {
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  const closed = sheet.getProtections(RANGE).filter((one) => !one.canEdit()).map((one) => one.getRange());
  const [whole] = sheet.getProtections(SHEET).filter((one) => !one.canEdit());
  const open = whole ? whole.getUnprotectedRanges() : null;
  return (row, column) => (
    (open === null || open.some((range) => covers_(range, row, column))) && !closed.some((range) => covers_(range, row, column))
  );
}

/** @param {GoogleAppsScript.Spreadsheet.Range} range @param {number} row @param {number} column @returns {boolean} */
function covers_(range, row, column) {
  return range.getRow() <= row && row <= range.getLastRow() && range.getColumn() <= column && column <= range.getLastColumn();
}

/** @param {number} column from 1 on @returns {string} such as “AB” */
function letters_(column) {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? letters_(before) : ""}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

/** @param {Speaker} words @param {[Word, string][]} commands what they are called, and their functions */
function showMenu_(words, commands) {
  const menu = SpreadsheetApp.getUi().createMenu(words.say("title"));
  commands.forEach(([word, name]) => menu.addItem(words.say(word), name));
  menu.addToUi();
}

/** @param {Speaker} words @param {string} said */
function tell_(words, said) {
  const ui = SpreadsheetApp.getUi();
  ui.alert(words.say("title"), said, ui.ButtonSet.OK);
}

/** @param {Speaker} words @param {string} said @returns {boolean} */
function ask_(words, said) {
  const ui = SpreadsheetApp.getUi();
  return ui.alert(words.say("title"), said, ui.ButtonSet.YES_NO) === ui.Button.YES;
}

/** @param {Speaker} words @param {string} said @returns {string | null} null where it was not wanted */
function askText_(words, said) {
  const ui = SpreadsheetApp.getUi();
  const answer = ui.prompt(words.say("title"), said, ui.ButtonSet.OK_CANCEL);
  return answer.getSelectedButton() === ui.Button.OK ? answer.getResponseText().trim() : null;
}

/** @param {Speaker} words @param {string} page */
function showBeside_(words, page) {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput(page).setTitle(words.say("title")));
}
