"""The words of the drop-down lists, each for one value of the definitions."""

from collections.abc import Mapping

from tonghop.core.definitions import Text

TYPES: Mapping[str, Text] = {
    "count": Text(vi="số đếm", en="count"),
    "decimal": Text(vi="số thập phân", en="decimal"),
    "rate": Text(vi="tỷ lệ", en="rate"),
    "date": Text(vi="ngày", en="date"),
    "text": Text(vi="chữ", en="text"),
    "choice": Text(vi="một lựa chọn", en="one choice"),
    "choices": Text(vi="nhiều lựa chọn", en="several choices"),
}
ROW_TYPES = {value: TYPES[value] for value in ("count", "decimal")}
SOURCES: Mapping[str, Text] = {
    "clerk": Text(vi="đơn vị điền", en="clerk"),
    "computed": Text(vi="công thức", en="computed"),
    "given": Text(vi="in sẵn", en="given"),
    "history": Text(vi="lũy kế kỳ trước", en="history"),
}
AGGREGATIONS: Mapping[str, Text] = {
    "sum": Text(vi="cộng", en="sum"),
    "last": Text(vi="mới nhất", en="newest"),
    "max": Text(vi="lớn nhất", en="largest"),
    "none": Text(vi="không gộp", en="none"),
}
SEVERITIES: Mapping[str, Text] = {
    "blocking": Text(vi="lỗi", en="error"),
    "warning": Text(vi="cảnh báo", en="warning"),
    "note": Text(vi="lưu ý", en="note"),
}
SCOPES: Mapping[str, Text] = {
    "row": Text(vi="dòng", en="row"),
    "form": Text(vi="cả biểu", en="form"),
    "history": Text(vi="các kỳ trước", en="history"),
    "subtree": Text(vi="cấp dưới", en="subtree"),
}
ROWS: Mapping[str, Text] = {
    "single": Text(vi="một dòng", en="one row"),
    "list": Text(vi="danh sách", en="list"),
    "fixed": Text(vi="dòng có mã số", en="fixed rows"),
}
KINDS: Mapping[str, Text] = {
    "once": Text(vi="một lần", en="once"),
    "month": Text(vi="hằng tháng", en="month"),
    "half_year": Text(vi="nửa năm", en="half-year"),
    "year": Text(vi="hằng năm", en="year"),
}
LANGUAGES: Mapping[str, Text] = {"vi": Text(vi="tiếng Việt", en="Vietnamese"), "en": Text(vi="tiếng Anh", en="English")}
PLACES: Mapping[str, Text] = {
    "fields": Text(vi="cột", en="column"),
    "texts": Text(vi="ô chữ dưới bảng", en="text under the table"),
}
