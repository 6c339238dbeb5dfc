// What the pane says by itself. Findings and refusals are said by the server, in the same language.

/** @typedef {"vi" | "en"} Language */

const VI = {
  title: "Tổng Hợp",
  notInExcel: "Bảng này chỉ chạy trong Excel. Ở đây, hãy dùng trang “Gửi”: trang này làm được mọi việc.",
  openSend: "Mở trang “Gửi”",
  language: "English",
  token: "Mã truy cập",
  tokenHelp: "Dán mã một lần. Lấy mã ở trang “Mã truy cập” của máy chủ.",
  openTokens: "Mở trang “Mã truy cập”",
  signIn: "Đăng nhập",
  signOut: "Đăng xuất",
  signedOut: "Đã đăng xuất: mã truy cập không còn trên máy này.",
  signedInAs: "{account} · {unit}",
  everything: "toàn bộ đơn vị",
  getWorkbook: "Lấy biểu mẫu",
  check: "Kiểm tra",
  send: "Gửi",
  status: "Trạng thái",
  consolidate: "Tổng hợp",
  clear: "Xoá đánh dấu",
  campaign: "Đợt",
  period: "Kỳ báo cáo",
  unit: "Đơn vị",
  due: "Hạn",
  state: "Tình trạng",
  filter: "Lọc theo tên hoặc mã đơn vị",
  open: "Mở trong Excel",
  download: "Mở ở trình duyệt",
  opened: "Đã mở biểu mẫu trong cửa sổ mới. Điền xong, mở lại bảng này ở cửa sổ đó.",
  nothingDue: "Không có báo cáo nào phải gửi.",
  more: "Còn {count} dòng nữa; hãy lọc để thấy.",
  include: "Số liệu lấy từ",
  submitted: "mọi báo cáo đã gửi",
  accepted: "chỉ báo cáo đã duyệt",
  make: "Tổng hợp kỳ này",
  made: "Đã tổng hợp lần {number}: {reports} báo cáo.",
  issuePage: "Tải báo cáo và xem nguồn số liệu",
  working: "Đang làm…",
  again: "Thử lại",
  clean: "Không tìm thấy lỗi nào.",
  checkedOnly: "Mới kiểm tra, chưa gửi.",
  found: "{errors} lỗi, {warnings} cảnh báo, {notes} lưu ý.",
  taken: "{unit} · {period}: đã nhận, lần gửi {revision}.",
  blocked: "{unit} · {period}: đã nhận lần gửi {revision} nhưng còn lỗi; sửa rồi gửi lại.",
  same: "Số liệu giống lần gửi trước.",
  waits: "Lần gửi này chưa có hiệu lực.",
  notTaken: "Chưa được nhận.",
  cleared: "Đã xoá đánh dấu, màu cũ đã trả lại.",
  moved: "{count} ô đã đổi màu hoặc dời chỗ từ lúc đánh dấu nên được để nguyên.",
  notPainted: "Không tô màu được các ô ({reason}); xem danh sách dưới đây.",
  tooMany: "Chỉ tô {painted} ô đầu; danh sách dưới đây có đủ.",
  unreachable: "Không liên lạc được máy chủ. Kiểm tra mạng rồi bấm lại; chưa có gì bị mất.",
  uncertain: "Mất liên lạc khi đang gửi nên chưa biết máy chủ đã nhận chưa. Xem “Trạng thái” hoặc gửi lại: gửi hai lần không bị tính hai lần.",
  hostFailed: "Excel không làm được việc này ({reason}). Kết thúc ô đang nhập, lưu tệp rồi thử lại, hoặc dùng trang “Gửi”.",
  failed: "Bảng này gặp lỗi ({reason}). Đóng rồi mở lại bảng, hoặc dùng trang “Gửi”.",
  noCell: "Không tới được ô này: trang tính đã bị xoá hoặc đổi tên.",
  remedy: "Cách sửa: {remedy}",
  blocking: "Lỗi",
  warning: "Cảnh báo",
  note: "Lưu ý",
  not_due: "chưa đến hạn",
  not_sent: "chưa gửi",
  empty: "gửi tệp trống",
  isBlocked: "còn lỗi",
  isSubmitted: "đã gửi",
  returned: "bị trả lại",
  isAccepted: "đã duyệt",
  reopened: "được mở lại",
  exempt: "được miễn",
  progress: "{came}/{owed} báo cáo đã về, {late} muộn.",
};

/** @type {typeof VI} */
const EN = {
  title: "Tổng Hợp",
  notInExcel: "This pane runs in Excel only. Here, use the page “Send”: it does everything.",
  openSend: "Open the page “Send”",
  language: "Tiếng Việt",
  token: "Access token",
  tokenHelp: "Paste it once. It is made on the server’s page “Access tokens”.",
  openTokens: "Open the page “Access tokens”",
  signIn: "Sign in",
  signOut: "Sign out",
  signedOut: "Signed out: the access token is no longer on this computer.",
  signedInAs: "{account} · {unit}",
  everything: "all units",
  getWorkbook: "Get a workbook",
  check: "Check",
  send: "Send",
  status: "Status",
  consolidate: "Consolidate",
  clear: "Remove marks",
  campaign: "Campaign",
  period: "Period",
  unit: "Unit",
  due: "Due",
  state: "State",
  filter: "Filter by a unit’s name or code",
  open: "Open in Excel",
  download: "Open in the browser",
  opened: "The workbook is open in a new window. When it is filled, open this pane there.",
  nothingDue: "Nothing has to be reported.",
  more: "{count} more lines; filter to see them.",
  include: "Figures of",
  submitted: "all submitted reports",
  accepted: "accepted reports only",
  make: "Consolidate this period",
  made: "Consolidated as number {number}: {reports} reports.",
  issuePage: "Download the report and see where figures come from",
  working: "Working…",
  again: "Try again",
  clean: "Nothing was found.",
  checkedOnly: "Checked only, not sent yet.",
  found: "Errors: {errors}; warnings: {warnings}; notes: {notes}.",
  taken: "{unit} · {period}: received, revision {revision}.",
  blocked: "{unit} · {period}: revision {revision} was received but has errors; put them right and send again.",
  same: "The figures are those of the revision before.",
  waits: "This revision is not in force yet.",
  notTaken: "Not received.",
  cleared: "The marks are gone and the former colours are back.",
  moved: "{count} cells changed their colour or place since they were marked and are left as they are.",
  notPainted: "The cells could not be coloured ({reason}); see the list below.",
  tooMany: "Only the first {painted} cells are coloured; the list below is complete.",
  unreachable: "The server cannot be reached. Check the network and press again; nothing is lost.",
  uncertain: "The connection broke while sending, so it is not known whether the server has the file. Look at “Status” or send again: nothing is counted twice.",
  hostFailed: "Excel did not do this ({reason}). Finish the cell you are typing in, save and try again, or use the page “Send”.",
  failed: "Something went wrong in this pane ({reason}). Close it and open it again, or use the page “Send”.",
  noCell: "This cell cannot be reached: its sheet was removed or renamed.",
  remedy: "What to do: {remedy}",
  blocking: "Error",
  warning: "Warning",
  note: "Note",
  not_due: "not due yet",
  not_sent: "not sent",
  empty: "sent empty",
  isBlocked: "has errors",
  isSubmitted: "submitted",
  returned: "returned",
  isAccepted: "accepted",
  reopened: "reopened",
  exempt: "exempt",
  progress: "{came} of {owed} reports came, {late} late.",
};

/** @typedef {keyof typeof VI} Word */

const CATALOGUES = { vi: VI, en: EN };

/** The words of the states that the server names.
 * @type {Record<string, Word>} */
const STATES = {
  not_due: "not_due", not_sent: "not_sent", empty: "empty", blocked: "isBlocked", submitted: "isSubmitted",
  returned: "returned", accepted: "isAccepted", reopened: "reopened", exempt: "exempt",
};

/**
 * Return the language for what Office displays: English for an English Office, else Vietnamese.
 * @param {string} display such as “vi-VN”
 * @returns {Language}
 */
export function languageOf(display) {
  return display.toLowerCase().startsWith("en") ? "en" : "vi";
}

/**
 * Return what says words in a language.
 * @param {Language} language
 */
export function speaker(language) {
  const words = CATALOGUES[language];
  return {
    language,
    /** @param {Word} word @param {Record<string, string | number>} [values] */
    say(word, values = {}) {
      return words[word].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
    },
    /** @param {string} state */
    state(state) {
      return state in STATES ? words[STATES[state]] : state;
    },
    /** @param {string} day as 2022-03-27 */
    day(day) {
      const [year, month, date] = day.split("-").map(Number);
      return `${date}/${month}/${year}`;
    },
  };
}

/** @typedef {ReturnType<typeof speaker>} Speaker */
