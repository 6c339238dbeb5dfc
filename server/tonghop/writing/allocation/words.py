"""The rule of apportionment, in the words that stand on the workbook's face."""

from collections.abc import Iterator

from tonghop.core.allocating import Allocation


def rule(allocation: Allocation) -> Iterator[str]:
    """Yield the rule's sentences."""
    yield (
        "1. Số được cấp của đơn vị = định mức × số liệu nền của chính đơn vị, làm tròn lên thành bản. "
        "Dòng không áp dụng định mức chỉ được cấp theo số lượng do cơ quan phân bổ ấn định cho mỗi đơn vị."
    )
    yield "2. Đủ tài liệu thì cấp đủ; không nơi nào nhận quá số được cấp."
    yield (
        "3. Thiếu tài liệu thì mỗi đối tượng được cấp của mỗi đơn vị nhận trước 1 bản (không đủ cả 1 bản thì theo "
        f"thứ tự ưu tiên, rồi nơi được cấp nhiều hơn). {_priorities(allocation)} Nhóm không đủ thì mọi nơi nhận cùng "
        "một tỷ lệ của số được cấp, làm tròn đến bản gần nhất (phần lẻ từ nửa bản thì làm tròn lên); tỷ lệ ấy vừa "
        "hết số tài liệu. Nơi cùng phần lẻ mà không đủ cho tất cả thì theo thứ tự danh sách đơn vị. Có thêm tài liệu "
        "thì chia tiếp như vậy, không nơi nào bị bớt."
    )
    yield "4. Đơn vị chưa có số liệu nền thì chưa biết số được cấp: chưa phân bổ, không ước tính, chờ báo cáo."


def _priorities(allocation: Allocation) -> str:
    rows = [row for one in allocation.items for row in one.item.rows if row.priority is not None]
    if not rows:
        return "Số còn lại chia chung cho mọi đối tượng, không ai được ưu tiên."
    rows.sort(key=lambda row: row.priority or 0)
    named = "; ".join(dict.fromkeys(f"({row.priority}) {row.label.vi}" for row in rows))
    return f"Số còn lại cấp đủ lần lượt theo ưu tiên: {named}; rồi đến các đối tượng khác."
