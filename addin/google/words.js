// What the menu says by itself. Findings and refusals are said by the server, in the same language.

/** @typedef {"vi" | "en"} Language */

const VI = {
  title: "Tổng Hợp",
  check: "Kiểm tra",
  send: "Gửi",
  status: "Trạng thái",
  connect: "Kết nối…",
  unmark: "Bỏ dấu",
  language: "English",
  working: "Đang làm, xin đợi…",
  done: "Xong.",
  stopped: "Chưa làm xong.",
  at: "Lúc {time}",
  tokenAsked: "Dán mã truy cập lấy ở {server}/tokens. Mã được giữ riêng cho tài khoản Google này, không nằm trong bảng tính. Để trống rồi bấm OK để ngắt kết nối.",
  connected: "Đã kết nối: {account} · {unit}",
  everything: "toàn bộ đơn vị",
  disconnected: "Đã ngắt kết nối: mã truy cập không còn được giữ.",
  notConnected: "Chưa kết nối với máy chủ. Chọn Tổng Hợp › Kết nối… và dán mã truy cập lấy ở {server}/tokens.",
  connectAgain: "Mã cũ đã được bỏ. Lấy mã mới ở {server}/tokens rồi chọn Tổng Hợp › Kết nối…",
  otherAccount: "Nếu mã truy cập là của tài khoản khác, chọn Tổng Hợp › Kết nối… để nhập mã đúng.",
  clean: "Không có gì phải sửa.",
  checkedOnly: "Mới kiểm tra, chưa gửi.",
  found: "{errors} lỗi, {warnings} cảnh báo, {notes} lưu ý.",
  asked: "Gửi báo cáo của {units} đơn vị?\n\n{found}",
  askedBlocked: "{blocked} đơn vị còn lỗi: báo cáo được nhận nhưng chưa đưa vào tổng hợp.",
  notSentYet: "Chưa gửi gì.",
  received: "Đã nhận báo cáo của {units} đơn vị.",
  taken: "đã nhận, lần gửi {revision}.",
  blockedOne: "đã nhận lần gửi {revision} nhưng còn lỗi; sửa rồi gửi lại.",
  same: "Số liệu giống lần gửi trước.",
  waits: "Lần gửi này chưa có hiệu lực.",
  progress: "{came}/{owed} báo cáo đã về, {late} muộn.",
  noStanding: "Chưa có báo cáo nào phải gửi.",
  unit: "Đơn vị",
  state: "Tình trạng",
  due: "Hạn {day}",
  more: "Còn {count} dòng nữa; xem trên máy chủ: {server}",
  unmarked: "Đã bỏ các ghi chú [KT]. Ghi chú riêng của đơn vị được giữ nguyên.",
  locked: "{count} ô đang khoá nên không ghi chú được; hệ thống sẽ tự đánh dấu.",
  changed: "Bảng tính vừa có người sửa nên các ô không được ghi chú. Bấm Kiểm tra lại.",
  notMarked: "Không ghi chú được các ô ({reason}); xem danh sách dưới đây.",
  noCell: "Không tới được ô này: trang tính đã bị xoá hoặc đổi tên. Bấm Kiểm tra lại.",
  remedy: "Cần làm: {remedy}",
  moreInCell: "Còn {count} phát hiện khác ở ô này, xem trang “Lỗi”.",
  unreachable: "Không liên lạc được {server} ({reason}). Google gọi máy chủ từ Internet: hỏi cán bộ công nghệ thông tin xem máy chủ có đang chạy và có chứng thư hợp lệ không, rồi bấm lại. Chưa có gì bị mất.",
  uncertain: "Mất liên lạc với {server} khi đang gửi nên chưa biết máy chủ đã nhận chưa. Xem “Trạng thái” hoặc gửi lại: gửi hai lần không bị tính hai lần.",
  notHttps: "Địa chỉ máy chủ trong tập lệnh này ({server}) không phải https nên không gửi gì. Dán lại tập lệnh lấy ở trang “Google Trang tính” của máy chủ.",
  notTheService: "{server} trả lời {status}, nhưng không phải hệ thống Tổng Hợp trả lời. Đợi ít phút rồi bấm lại; vẫn vậy thì báo cán bộ công nghệ thông tin.",
  tooLarge: "Bảng tính lớn hơn mức máy chủ nhận. Xoá các trang tính và dòng trống tự thêm rồi bấm lại.",
  busy: "Máy chủ đang bận ({status}). Đợi một phút rồi bấm lại; chưa có gì bị mất.",
  noService: "Dịch vụ Google Sheets API chưa được bật trong tập lệnh. Mở Tiện ích mở rộng › Apps Script, dán lại tệp appsscript.json rồi tải lại bảng tính.",
  notRead: "Google không cho đọc bảng tính này ({reason}). Tải lại trang rồi thử lại; Google có thể hỏi cấp quyền thêm một lần.",
  failed: "Tập lệnh gặp lỗi ({reason}). Tải lại bảng tính rồi thử lại; vẫn vậy thì gửi tệp ở trang “Gửi” của máy chủ.",
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
};

/** @type {typeof VI} */
const EN = {
  title: "Tổng Hợp",
  check: "Check",
  send: "Send",
  status: "Status",
  connect: "Connect…",
  unmark: "Remove marks",
  language: "Tiếng Việt",
  working: "Working, please wait…",
  done: "Done.",
  stopped: "Not done.",
  at: "At {time}",
  tokenAsked: "Paste the access token made at {server}/tokens. It is kept for this Google account alone, never in the spreadsheet. Leave it empty and press OK to disconnect.",
  connected: "Connected: {account} · {unit}",
  everything: "all units",
  disconnected: "Disconnected: the access token is no longer kept.",
  notConnected: "Not connected to the server. Choose Tổng Hợp › Connect… and paste the access token made at {server}/tokens.",
  connectAgain: "The old token was dropped. Make a new one at {server}/tokens, then choose Tổng Hợp › Connect…",
  otherAccount: "If the access token is another account’s, choose Tổng Hợp › Connect… and enter the right one.",
  clean: "Nothing to correct.",
  checkedOnly: "Checked only, not sent yet.",
  found: "Errors: {errors}; warnings: {warnings}; notes: {notes}.",
  asked: "Send the reports of {units} units?\n\n{found}",
  askedBlocked: "{blocked} units have errors: their reports are received but not consolidated yet.",
  notSentYet: "Nothing was sent.",
  received: "The reports of {units} units were received.",
  taken: "received, revision {revision}.",
  blockedOne: "revision {revision} was received but has errors; put them right and send again.",
  same: "The figures are those of the revision before.",
  waits: "This revision is not in force yet.",
  progress: "{came} of {owed} reports came, {late} late.",
  noStanding: "Nothing has to be reported yet.",
  unit: "Unit",
  state: "State",
  due: "Due {day}",
  more: "{count} more lines; see the server: {server}",
  unmarked: "The [KT] notes are gone. Notes of your own were kept.",
  locked: "{count} cells are protected and got no note; the system will mark them by itself.",
  changed: "Somebody has just changed the spreadsheet, so no cell got a note. Press Check again.",
  notMarked: "The cells could not get their notes ({reason}); see the list below.",
  noCell: "This cell cannot be reached: its tab was removed or renamed. Press Check again.",
  remedy: "What to do: {remedy}",
  moreInCell: "{count} more findings in this cell: see “Lỗi”.",
  unreachable: "{server} cannot be reached ({reason}). Google calls the server from the Internet: ask your IT officer whether it runs and has a valid certificate, then press again. Nothing is lost.",
  uncertain: "The connection to {server} broke while sending, so it is not known whether the reports arrived. Look at “Status” or send again: nothing is counted twice.",
  notHttps: "The server’s address in this script ({server}) is not https, so nothing is sent. Paste the script anew from the server’s page “Google Sheets”.",
  notTheService: "{server} answered {status}, but it was not Tổng Hợp that answered. Wait some minutes and press again; if it stays so, tell your IT officer.",
  tooLarge: "The spreadsheet is larger than the server takes. Remove tabs and empty rows that were added and press again.",
  busy: "The server is busy ({status}). Wait a minute and press again; nothing is lost.",
  noService: "The service Google Sheets API is not switched on in the script. Open Extensions › Apps Script, paste the file appsscript.json anew and reload the spreadsheet.",
  notRead: "Google does not let this spreadsheet be read ({reason}). Reload the page and try again; Google may ask for permission once more.",
  failed: "The script failed ({reason}). Reload the spreadsheet and try again; if it stays so, send the file on the server’s page “Send”.",
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
};

/** @typedef {keyof typeof VI} Word */

/** The words of the states that the server names.
 * @type {Record<string, Word>} */
const STATES = {
  not_due: "not_due", not_sent: "not_sent", empty: "empty", blocked: "isBlocked", submitted: "isSubmitted",
  returned: "returned", accepted: "isAccepted", reopened: "reopened", exempt: "exempt",
};

/** Says words in a language. */
class Speaker {
  /** @param {Language} language */
  constructor(language) {
    this.language = language;
    this.words = language === "en" ? EN : VI;
  }

  /** @param {Word} word @param {Record<string, string | number>} [values] @returns {string} */
  say(word, values = {}) {
    const known = { server: SERVER, ...values };
    return this.words[word].replace(/\{(\w+)\}/g, (_, name) => String(known[/** @type {"server"} */ (name)]));
  }

  /** @param {string} state as the server names it @returns {string} */
  state(state) {
    return state in STATES ? this.words[STATES[state]] : state;
  }

  /** @param {string} day as 2022-03-27 @returns {string} */
  day(day) {
    return day.split("-").map(Number).reverse().join("/");
  }
}

/**
 * Return the language for what Google displays: English for English, else Vietnamese.
 * @param {string} locale such as “vi” @returns {Language}
 */
function languageOf_(locale) {
  return locale.toLowerCase().startsWith("en") ? "en" : "vi";
}
