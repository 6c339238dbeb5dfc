// Excel: the only file that touches Office or Excel. Nothing newer than ExcelApi 1.4 is used without being asked for.

/** @typedef {{sheet: string, cell: string, color: string, note: string}} Mark what a cell is to get */
/** @typedef {{color: string, pattern: string | null, patternColor: string | null}} Fill what a cell had */
/** @typedef {{sheet: string, cell: string, color: string, fill: Fill, noted: boolean}} Painted */

const SLICE = 1 << 20;
const PAINTED = "tonghop.painted";
const NOTE = "[KT]";
/** In Excel a cell without a fill says that it is white. */
const NO_FILL = new Set(["", "#FFFFFF"]);

/** Excel did not do what it was asked. */
export class HostError extends Error {}

/** @param {string} set @param {string} version */
function has(set, version) {
  return Office.context.requirements.isSetSupported(set, version);
}

/** Wait for Office; tells whether this is an Excel that can run the pane.
 * @returns {Promise<"excel" | "old" | "elsewhere">} */
export async function ready() {
  const { host } = await Office.onReady();
  if (host !== Office.HostType.Excel) {
    return "elsewhere";
  }
  return has("ExcelApi", "1.4") ? "excel" : "old";
}

/** @returns {string} */
export function displayLanguage() {
  return Office.context.displayLanguage || "";
}

/** Where this computer keeps what the pane remembers: apart for each site that Excel on the web stands in.
 * @param {string} name */
function kept(name) {
  return `${Office.context.partitionKey || ""}tonghop.${name}`;
}

/** @param {string} name @returns {string} */
export function remembered(name) {
  return localStorage.getItem(kept(name)) || "";
}

/** @param {string} name @param {string} value blank forgets it */
export function remember(name, value) {
  if (value) {
    localStorage.setItem(kept(name), value);
  } else {
    localStorage.removeItem(kept(name));
  }
}

/** @returns {string} the open workbook's name */
export function fileName() {
  const address = Office.context.document.url || "";
  const name = address.split(/[\\/]/).pop() || "";
  return /\.\w+$/.test(name) ? name : `${name || "workbook"}.xlsx`;
}

/** Return the open workbook as a file, with what is not saved yet. @returns {Promise<Uint8Array>} */
export async function bytes() {
  const file = await promised(
    /** @param {(result: Office.AsyncResult<Office.File>) => void} done */
    (done) => Office.context.document.getFileAsync(Office.FileType.Compressed, { sliceSize: SLICE }, done),
  );
  try {
    return await joined(file);
  } finally {
    await promised((done) => file.closeAsync(done)); // Office keeps two open files at most.
  }
}

/** @param {Office.File} file @returns {Promise<Uint8Array>} */
async function joined(file) {
  const content = new Uint8Array(file.size);
  let place = 0;
  for (let index = 0; index < file.sliceCount; index += 1) {
    const slice = await promised(
      /** @param {(result: Office.AsyncResult<Office.Slice>) => void} done */
      (done) => file.getSliceAsync(index, done),
    );
    content.set(slice.data, place);
    place += slice.size;
  }
  return content;
}

/** @returns {boolean} whether Excel opens a workbook that the pane hands it */
export function opensWorkbooks() {
  return has("ExcelApi", "1.8");
}

/** @param {ArrayBuffer} content @returns {Promise<void>} */
export async function openWorkbook(content) {
  const view = new Uint8Array(content);
  /** @type {string[]} */
  const parts = [];
  for (let at = 0; at < view.length; at += 0x8000) {
    parts.push(String.fromCharCode(...view.subarray(at, at + 0x8000)));
  }
  await guarded(() => Excel.createWorkbook(btoa(parts.join(""))));
}

/** @param {string} path of this server: opened in the browser */
export function browse(path) {
  const address = new URL(path, location.origin).href;
  if (has("OpenBrowserWindowApi", "1.1")) {
    Office.context.ui.openBrowserWindow(address);
  } else {
    window.open(address, "_blank", "noopener");
  }
}

/** @param {string} sheet @param {string} cell @returns {Promise<boolean>} false where the sheet is gone */
export async function select(sheet, cell) {
  return run(async (context) => {
    const found = context.workbook.worksheets.getItemOrNullObject(sheet);
    found.load("name");
    await context.sync();
    if (found.isNullObject) {
      return false;
    }
    found.activate();
    found.getRange(cell).select();
    await context.sync();
    return true;
  });
}

/**
 * Colour cells and remember, in the workbook itself, what they looked like; cells of sheets that are gone are left out.
 * @param {Mark[]} marks @returns {Promise<void>}
 */
export async function paint(marks) {
  await run(async (context) => {
    const places = await placesOf(context, marks);
    const fills = await fillsOf(context, places.map((place) => place.range));
    const noted = await withoutNotes(context, places);
    await keepPainted(places.map(({ mark: { sheet, cell, color } }, index) => (
      { sheet, cell, color, fill: fills[index], noted: noted[index] }
    )));
    places.forEach(({ mark, range }, index) => {
      range.format.fill.color = mark.color;
      if (noted[index]) {
        range.worksheet.notes.add(range, `${NOTE} ${mark.note}`);
      }
    });
    await context.sync();
  });
}

/** Give cells back what they looked like; tells how many were left because they changed meanwhile.
 * @returns {Promise<{cleared: number, left: number}>} */
export async function clear() {
  /** @type {Painted[]} */
  const painted = Office.context.document.settings.get(PAINTED) || [];
  if (painted.length === 0) {
    return { cleared: 0, left: 0 };
  }
  const cleared = await run(async (context) => {
    const places = await placesOf(context, painted);
    const fills = await fillsOf(context, places.map((place) => place.range));
    const ours = places.filter((place, index) => fills[index].color.toUpperCase() === place.mark.color);
    ours.forEach(({ mark, range }) => restore(range.format.fill, mark.fill));
    await removeNotes(context, places.filter(({ mark }) => mark.noted));
    await context.sync();
    return ours.length;
  });
  await keepPainted([]);
  return { cleared, left: painted.length - cleared };
}

/**
 * @template {{sheet: string, cell: string}} M
 * @param {Excel.RequestContext} context @param {M[]} marks
 * @returns {Promise<{mark: M, range: Excel.Range}[]>}
 */
async function placesOf(context, marks) {
  const sheets = new Map(marks.map((mark) => [mark.sheet, context.workbook.worksheets.getItemOrNullObject(mark.sheet)]));
  sheets.forEach((sheet) => sheet.load("name"));
  await context.sync();
  return marks.flatMap((mark) => {
    const sheet = /** @type {Excel.Worksheet} */ (sheets.get(mark.sheet));
    return sheet.isNullObject ? [] : [{ mark, range: sheet.getRange(mark.cell) }];
  });
}

/** @param {Excel.RequestContext} context @param {Excel.Range[]} ranges @returns {Promise<Fill[]>} */
async function fillsOf(context, ranges) {
  const patterned = has("ExcelApi", "1.9");
  ranges.forEach((range) => range.format.fill.load(patterned ? "color,pattern,patternColor" : "color"));
  await context.sync();
  return ranges.map(({ format: { fill } }) => ({
    color: fill.color || "",
    pattern: patterned ? fill.pattern : null,
    patternColor: patterned ? fill.patternColor : null,
  }));
}

/** @param {Excel.RangeFill} fill @param {Fill} former */
function restore(fill, former) {
  const none = former.pattern === null ? NO_FILL.has(former.color.toUpperCase()) : former.pattern === "None";
  if (none) {
    fill.clear();
    return;
  }
  fill.color = former.color;
  if (former.pattern && former.pattern !== "Solid") {
    fill.pattern = /** @type {Excel.FillPattern} */ (former.pattern);
    fill.patternColor = former.patternColor || "";
  }
}

/**
 * Tell of each cell whether it may get a note: the host has notes, and the clerk wrote none there.
 * @param {Excel.RequestContext} context @param {{mark: Mark, range: Excel.Range}[]} places
 * @returns {Promise<boolean[]>}
 */
async function withoutNotes(context, places) {
  if (!has("ExcelApi", "1.18")) {
    return places.map(() => false);
  }
  const notes = await notesAt(context, places);
  return notes.map((note) => note.isNullObject);
}

/** @param {Excel.RequestContext} context @param {{mark: Painted, range: Excel.Range}[]} places */
async function removeNotes(context, places) {
  if (places.length === 0 || !has("ExcelApi", "1.18")) {
    return;
  }
  const notes = await notesAt(context, places);
  notes.filter((note) => !note.isNullObject && note.content.startsWith(NOTE)).forEach((note) => note.delete());
}

/** @param {Excel.RequestContext} context @param {{range: Excel.Range, mark: {cell: string}}[]} places */
async function notesAt(context, places) {
  const notes = places.map(({ range, mark }) => range.worksheet.notes.getItemOrNullObject(mark.cell));
  notes.forEach((note) => note.load("content"));
  await context.sync();
  return notes;
}

/** @param {Painted[]} painted @returns {Promise<void>} */
async function keepPainted(painted) {
  const { settings } = Office.context.document;
  if (painted.length > 0) {
    settings.set(PAINTED, painted);
  } else {
    settings.remove(PAINTED);
  }
  await promised((done) => settings.saveAsync({}, done));
}

/** @template T @param {(context: Excel.RequestContext) => Promise<T>} work @returns {Promise<T>} */
function run(work) {
  return guarded(() => Excel.run(work));
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function guarded(work) {
  try {
    return await work();
  } catch (error) {
    throw new HostError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @template T @param {(done: (result: Office.AsyncResult<T>) => void) => void} begin @returns {Promise<T>}
 */
function promised(begin) {
  return new Promise((resolve, reject) => {
    begin((result) => {
      if (result.status === Office.AsyncResultStatus.Succeeded) {
        resolve(result.value);
      } else {
        reject(new HostError(result.error.message));
      }
    });
  });
}
