"""What stops a command; each class holds its sentence.

AddinError
├── SettingsError    NoServer, BadAddress, NoToken, NoSafe
├── HostError        NoExcel, NoBook, BookClosed, HostBusy, SaveFirst, NoWindows
└── ServiceError
    ├── Unreached    NotReached, Busy, NotTheService, TokenRefused: what was to be sent is kept and sent later
    └── Refused, TooLarge, NotUnderstood: sending it again would not help
"""

from typing import ClassVar

from tonghop_addin.words import Language, Text


class AddinError(Exception):
    """What stops a command of the add-in; ``text`` is its sentence."""

    text: ClassVar[Text]

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """Return the sentence in a language."""
        return self.text.said(language, **self.parameters)


class SettingsError(AddinError):
    pass


class NoServer(SettingsError):
    text = Text(
        "Chưa có địa chỉ máy chủ. Bấm “Thiết lập…” và điền địa chỉ mà cơ quan cho.",
        "There is no server’s address yet. Open “Settings…” and enter the one your office gave you.",
    )


class BadAddress(SettingsError):
    text = Text(
        "“{address}” không phải địa chỉ máy chủ. Ví dụ đúng: https://tonghop.tinh.example",
        "“{address}” is no server’s address. A right one looks like https://tonghop.tinh.example",
    )


class NoToken(SettingsError):
    text = Text(
        "Chưa có mã truy cập cho {server}. Tạo mã ở trang “Mã truy cập” của máy chủ, rồi dán vào “Thiết lập…”.",
        "There is no access token for {server}. Make one on its page “Access tokens” and paste it in “Settings…”.",
    )


class NoSafe(SettingsError):
    text = Text(
        "Không mở được kho mật khẩu của hệ điều hành ({reason}), nên không giữ được mã truy cập.",
        "The system’s safe for passwords cannot be used ({reason}), so the access token cannot be kept.",
    )


class HostError(AddinError):
    pass


class NoExcel(HostError):
    text = Text(
        "Không thấy Excel đang chạy. Mở tệp trong Excel rồi bấm lại.",
        "Excel is not running. Open your file in Excel and press again.",
    )


class NoBook(HostError):
    text = Text(
        "Excel chưa mở tệp nào, hoặc tệp đang ở “Chế độ xem được bảo vệ”. Mở tệp, bấm “Bật chỉnh sửa” rồi thử lại.",
        "No file is open in Excel, or it is in Protected View. Open it, press “Enable Editing” and try again.",
    )


class BookClosed(HostError):
    text = Text(
        "Tệp “{name}” không còn mở trong Excel. Mở lại tệp và bấm “Kiểm tra”.",
        "“{name}” is no longer open in Excel. Open it again and press “Check”.",
    )


class HostBusy(HostError):
    text = Text(
        "Excel đang bận hoặc không cho làm: {reason}. Nếu đang gõ trong ô thì bấm Enter, đóng hộp thoại rồi thử lại.",
        "Excel is busy or does not allow it: {reason}. If you are typing in a cell press Enter, then try again.",
    )


class SaveFirst(HostError):
    text = Text(
        "Lưu tệp “{name}” trước (⌘S) rồi bấm lại: Excel cho Mac không cho lấy bản sao của tệp chưa lưu.",
        "Save “{name}” first (⌘S) and press again: Excel for Mac gives no copy of a file with unsaved changes.",
    )


class NoWindows(HostError):
    text = Text(
        "Python này không có tkinter nên không mở được bảng; trên Windows và macOS cài Python từ python.org",
        "This Python lacks tkinter, so the panel cannot open; on Windows and macOS install Python from python.org",
    )


class ServiceError(AddinError):
    pass


class Unreached(ServiceError):
    """The service has not judged what was sent: it may be sent again as it is."""


class NotReached(Unreached):
    text = Text(
        "Không nối được với máy chủ {server}. Xem lại mạng; địa chỉ máy chủ đặt trong “Thiết lập…”.",
        "The server {server} cannot be reached. Look at the network; its address is in “Settings…”.",
    )


class Busy(Unreached):
    text = Text("Máy chủ đang bận ({status}): {detail}", "The server is busy ({status}): {detail}")


class NotTheService(Unreached):
    text = Text(
        "Ở {server} có máy khác trả lời thay cho Tổng Hợp (mã {status}), có thể là trang đăng nhập mạng hoặc proxy. "
        "Mở địa chỉ này bằng trình duyệt để xem.",
        "Something else than Tổng Hợp answers at {server} (status {status}), perhaps the network’s sign-in page or a "
        "proxy. Open the address in a browser to see.",
    )


class TokenRefused(Unreached):
    text = Text(
        "Máy chủ không nhận mã truy cập: {detail} Tạo mã mới ở trang “Mã truy cập” rồi dán vào “Thiết lập…”.",
        "The server does not take the access token: {detail} Make a new one on its page “Access tokens” and paste it "
        "in “Settings…”.",
    )


class Refused(ServiceError):
    text = Text("{detail}", "{detail}")


class TooLarge(ServiceError):
    text = Text(
        "Tệp quá lớn, máy chủ không nhận. Bỏ hình ảnh và các trang tính không thuộc biểu mẫu rồi thử lại.",
        "The file is too large for the server. Take out pictures and sheets that are no part of the form, try again.",
    )


class NotUnderstood(ServiceError):
    text = Text(
        "Máy chủ trả lời khác với điều phần mềm này biết. Cập nhật: pip install --upgrade tonghop.",
        "The server’s answer is not one that this program knows. Update it: pip install --upgrade tonghop.",
    )
