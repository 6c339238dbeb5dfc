// A strict Excel for the tests, written from Microsoft's documentation of Office.js: it stands in office.js's place.
//
// What it holds to: nothing is done before context.sync(); what was not loaded cannot be read; what a requirement set
// does not have is refused; values have their range's shape; an unknown member is an error, not undefined.
// The test says what the workbook is in window.fakeExcel before the page loads.
(() => {
  "use strict";
  const setUp = window.fakeExcel;
  if (!setUp) {
    window.Office = { onReady: async () => ({ host: null }), HostType: { Excel: "Excel" }, context: {} };
    return;
  }
  const book = {
    bytes: setUp.bytes, sheets: new Map(setUp.sheets.map((name) => [name, { fills: {}, notes: {}, values: {} }])),
    settings: { ...(setUp.settings || {}) }, opened: [], browsed: [], selected: null, openFiles: 0, syncs: 0, active: null,
  };
  Object.entries(setUp.fills || {}).forEach(([place, fill]) => {
    const [sheet, cell] = place.split("!");
    book.sheets.get(sheet).fills[cell] = { ...fill };
  });
  window.fakeBook = book;

  const failure = (code, message) => Object.assign(new Error(message || code), { code, name: "RichApi.Error" });
  const supports = (set, version) => {
    const [major, minor] = String((setUp.sets || {})[set] || "0.0").split(".").map(Number);
    const [wantedMajor, wantedMinor] = String(version).split(".").map(Number);
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  };
  const needs = (version) => {
    if (!supports("ExcelApi", version)) {
      throw failure("ApiNotFound", `The API needs ExcelApi ${version}`);
    }
  };
  const strict = (name, target) => new Proxy(target, {
    get(of, member) {
      if (typeof member === "symbol" || member in of || member === "then" || member === "toJSON") {
        return of[member];
      }
      throw failure("NoSuchMember", `${name} has no ${String(member)}`);
    },
    set(of, member, value) {
      const property = Object.getOwnPropertyDescriptor(of, member);
      if (!property || !property.set) {
        throw failure("NoSuchMember", `${name}.${String(member)} cannot be set`);
      }
      of[member] = value;
      return true;
    },
  });

  // A cell without a fill says that it is white, and, from ExcelApi 1.9 on, that its pattern is None.
  const NONE = { color: "#FFFFFF", pattern: "None", patternColor: "#000000" };

  class Context {
    constructor() {
      this.queue = [];
      this.open = true;
    }
    push(work) {
      if (!this.open) {
        throw failure("InvalidRequestContext", "This object belongs to a context that has ended");
      }
      this.queue.push(work);
    }
    async sync() {
      const queue = this.queue;
      this.queue = [];
      book.syncs += 1;
      await Promise.resolve();
      for (const work of queue) {
        work();
      }
    }
    // An object whose properties come with load() and sync(). `read` gives each property's value, or throws.
    object(name, { read = {}, write = {}, members = {}, exists = null }) {
      const loaded = {};
      let isNull;
      const target = { ...members };
      Object.entries(read).forEach(([property, { since = "1.1", value }]) => Object.defineProperty(target, property, {
        get: () => {
          needs(since);
          if (isNull) {
            throw failure("ItemNotFound", `${name} is a null object`);
          }
          if (!(property in loaded)) {
            throw failure("PropertyNotLoaded", `The property '${property}' of ${name} is not available: load it first`);
          }
          return loaded[property];
        },
        set: write[property] ? (given) => {
          needs(since);
          write[property].check(given);
          this.push(() => write[property].set(given));
        } : undefined,
        enumerable: true,
      }));
      target.load = (properties) => {
        const asked = String(properties).split(",").map((one) => one.trim()).filter((one) => one !== "isNullObject");
        asked.forEach((property) => {
          if (!(property in read)) {
            throw failure("InvalidArgument", `${name} has no property ${property} to load`);
          }
          needs(read[property].since || "1.1");
        });
        this.push(() => {
          isNull = exists ? !exists() : false;
          if (!isNull) {
            asked.forEach((property) => { loaded[property] = read[property].value(); });
          }
        });
      };
      if (exists) {
        this.push(() => { isNull = !exists(); });
        Object.defineProperty(target, "isNullObject", {
          get: () => {
            if (isNull === undefined) {
              throw failure("PropertyNotLoaded", `isNullObject of ${name} is not known before sync`);
            }
            return isNull;
          },
        });
      }
      return strict(name, target);
    }
    get workbook() {
      return strict("workbook", { worksheets: strict("worksheets", {
        getItemOrNullObject: (name) => { needs("1.4"); return this.sheet(name); },
      }) });
    }
    sheet(name) {
      const exists = () => book.sheets.has(name);
      const made = this.object(`worksheet ${name}`, {
        exists, read: { name: { value: () => name } },
        members: {
          activate: () => this.push(() => { found(name); book.active = name; }),
          getRange: (address) => this.range(name, address),
        },
      });
      return made;
    }
    notes(sheet) {
      const addressOf = (cell) => (typeof cell === "string" ? cell : cell.fakeAddress);
      return strict("notes", {
        add: (cell, content) => {
          const address = addressOf(cell);
          this.push(() => {
            if (address in found(sheet).notes) {
              throw failure("InvalidArgument", `${address} has a note already`);
            }
            found(sheet).notes[address] = content;
          });
        },
        getItemOrNullObject: (address) => this.object(`note ${address}`, {
          exists: () => address in found(sheet).notes,
          read: { content: { since: "1.18", value: () => found(sheet).notes[address] } },
          members: { delete: () => this.push(() => { delete found(sheet).notes[address]; }) },
        }),
      });
    }
    range(sheet, address) {
      const parts = /^([A-Z]{1,3})([1-9]\d*)(?::([A-Z]{1,3})([1-9]\d*))?$/.exec(address);
      if (!parts) {
        throw failure("InvalidArgument", `${address} is no address`);
      }
      const { rows, columns } = size(parts);
      const sides = { fakeAddress: address };
      Object.defineProperty(sides, "worksheet", { get: () => {
        const own = { };
        Object.defineProperty(own, "notes", { get: () => { needs("1.18"); return this.notes(sheet); } });
        return strict("worksheet", own);
      } });
      const state = () => found(sheet).fills[address] || NONE;
      const change = (fields) => { found(sheet).fills[address] = { ...state(), ...fields }; };
      const guard = () => {
        if ((setUp.locked || []).includes(sheet)) {
          throw failure("AccessDenied", "The sheet is protected");
        }
      };
      const color = /^#[0-9A-F]{6}$/i;
      const valid = (given) => {
        if (!color.test(given)) {
          throw failure("InvalidArgument", `${given} is no colour`);
        }
      };
      const fill = this.object(`fill of ${address}`, {
        read: {
          color: { value: () => state().color },
          pattern: { since: "1.9", value: () => state().pattern },
          patternColor: { since: "1.9", value: () => state().patternColor },
        },
        write: {
          color: { check: valid, set: (given) => { guard(); change({ color: given.toUpperCase(), pattern: "Solid" }); } },
          pattern: { check: () => {}, set: (given) => { guard(); change({ pattern: given }); } },
          patternColor: { check: valid, set: (given) => { guard(); change({ patternColor: given }); } },
        },
        members: { clear: () => this.push(() => { guard(); delete found(sheet).fills[address]; }) },
      });
      return Object.defineProperties(this.object(`range ${address}`, {
        read: { values: { value: () => found(sheet).values[address] } },
        write: { values: {
          check: (given) => {
            const fits = Array.isArray(given) && given.length === rows && given.every((row) => Array.isArray(row) && row.length === columns);
            if (!fits) {
              throw failure("InvalidArgument", `values of ${address} must be ${rows} rows of ${columns}`);
            }
          },
          set: (given) => { found(sheet).values[address] = given; },
        } },
        members: {
          select: () => this.push(() => { found(sheet); book.selected = `${sheet}!${address}`; }),
          format: strict("format", { fill }),
          worksheet: sides.worksheet,
          fakeAddress: address,
        },
      }), {});
    }
  }

  function found(name) {
    if (!book.sheets.has(name)) {
      throw failure("ItemNotFound", `There is no sheet ${name}`);
    }
    return book.sheets.get(name);
  }

  function size([, left, top, right, bottom]) {
    const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    return { rows: bottom ? bottom - top + 1 : 1, columns: right ? column(right) - column(left) + 1 : 1 };
  }

  const later = (done, result) => setTimeout(() => done(result), 0);
  const succeeded = (value) => ({ status: "succeeded", value });
  const failed = (message) => ({ status: "failed", error: { message } });

  function file(bytes, sliceSize) {
    let open = true;
    book.openFiles += 1;
    return strict("File", {
      size: bytes.length,
      sliceCount: Math.ceil(bytes.length / sliceSize),
      getSliceAsync: (index, done) => {
        const data = bytes.slice(index * sliceSize, (index + 1) * sliceSize);
        const inside = open && index >= 0 && data.length > 0;
        later(done, inside ? succeeded({ data, index, size: data.length }) : failed("The slice cannot be read"));
      },
      closeAsync: (done) => {
        book.openFiles -= open ? 1 : 0;
        open = false;
        later(done, succeeded(undefined));
      },
    });
  }

  function getFileAsync(kind, options, done) {
    if (kind !== "compressed" || options.sliceSize < 1 || options.sliceSize > 4194304) {
      throw failure("InvalidArgument", "getFileAsync");
    }
    if (setUp.noFile || book.openFiles >= 2) {
      later(done, failed(setUp.noFile || "Two files are open already"));
      return;
    }
    book.sent = { settings: { ...book.settings }, fills: fills() };
    const bytes = Array.from(atob(book.bytes), (letter) => letter.charCodeAt(0));
    later(done, succeeded(file(bytes, options.sliceSize)));
  }

  function fills() {
    return Object.fromEntries([...book.sheets].flatMap(([sheet, { fills: of }]) => (
      Object.entries(of).map(([cell, fill]) => [`${sheet}!${cell}`, fill.color])
    )));
  }
  book.fills = fills;

  const unsaved = { ...book.settings };
  window.Excel = strict("Excel", {
    run: async (work) => {
      const context = new Context();
      try {
        const result = await work(context);
        await context.sync();
        return result;
      } finally {
        context.open = false;
      }
    },
    createWorkbook: async (content) => {
      needs("1.8");
      atob(content);
      book.opened.push(content);
    },
  });
  window.Office = strict("Office", {
    onReady: async () => ({ host: "Excel", platform: "PC" }),
    HostType: { Excel: "Excel" },
    FileType: { Compressed: "compressed" },
    AsyncResultStatus: { Succeeded: "succeeded", Failed: "failed" },
    context: strict("Office.context", {
      displayLanguage: setUp.language || "vi-VN",
      partitionKey: setUp.partitionKey,
      requirements: { isSetSupported: supports },
      ui: strict("ui", { openBrowserWindow: (address) => book.browsed.push(address) }),
      document: strict("document", {
        url: setUp.url || "C:\\bao cao\\S-CB01 báo cáo.xlsx",
        getFileAsync,
        settings: strict("settings", {
          get: (name) => (name in unsaved ? JSON.parse(JSON.stringify(unsaved[name])) : null),
          set: (name, value) => { unsaved[name] = JSON.parse(JSON.stringify(value)); },
          remove: (name) => { delete unsaved[name]; },
          saveAsync: (options, done) => {
            book.settings = { ...unsaved };
            later(done, succeeded(undefined));
          },
        }),
      }),
    }),
  });
})();
