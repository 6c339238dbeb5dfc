"""Make workbook_templates/report.docx, the template of the official report: ``make template``.

From then on it is a Word file like any other: an office edits its own copy in Word. Every look is a
named style (“BC …”), and nothing is formatted by hand.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FILE = Path(__file__).parents[1] / "workbook_templates" / "report.docx"
FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
KEPT = ("Normal", "Header", "Default Paragraph Font", "Normal Table", "No List")
DROPPED = ("thumbnail", "stylesWithEffects", "customXml", "numbering")
HEAD_WIDTHS, FOOT_WIDTHS = (65, 100), (80, 85)


@dataclass(frozen=True)
class Look:
    """A paragraph style: sizes and distances in points, the first line's indent in millimetres."""

    name: str
    code: str
    size: float = 14
    align: WD_ALIGN_PARAGRAPH = BOTH
    before: float = 0
    after: float = 0
    indent: float = 0
    spacing: float = 1.0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    keep: bool = False
    level: int | None = None
    """Its place in Word's navigation pane."""
    new_page: bool = False


BODY = Look("BC Đoạn văn", "BCDoanVan", after=6, indent=12.7, spacing=1.15)
LOOKS = (
    BODY,
    Look("BC Kết thúc", "BCKetThuc", before=6, after=12, indent=12.7, spacing=1.15, keep=True),
    Look("BC Cơ quan cấp trên", "BCCapTren", align=CENTRE, capitals=True),
    Look("BC Cơ quan ban hành", "BCCoQuan", align=CENTRE, bold=True, capitals=True),
    Look("BC Số ký hiệu", "BCSoKyHieu", align=CENTRE),
    Look("BC Tiêu ngữ", "BCTieuNgu", size=15, align=CENTRE, bold=True, after=6),
    Look("BC Nơi ngày", "BCNoiNgay", align=CENTRE, italic=True),
    Look("BC Tên loại", "BCTenLoai", size=16, align=CENTRE, bold=True, before=18, keep=True),
    Look("BC Trích yếu", "BCTrichYeu", align=CENTRE, bold=True, after=3, keep=True),
    Look("BC Kỳ báo cáo", "BCKyBaoCao", align=CENTRE, italic=True, after=3, keep=True),
    Look("BC Gạch dưới trích yếu", "BCGach", size=10, align=CENTRE, after=10),
    Look("BC Phạm vi số liệu", "BCPhamVi", size=12.5, italic=True, before=4, after=10),
    Look("BC Mục lớn", "BCMucLon", align=LEFT, before=12, after=6, indent=12.7, bold=True, keep=True, level=0),
    Look("BC Mục", "BCMuc", align=LEFT, before=6, after=6, indent=12.7, bold=True, keep=True, level=1),
    Look("BC Tên bảng", "BCTenBang", size=13, align=CENTRE, before=6, after=4, italic=True, keep=True),
    Look("BC Đầu bảng", "BCDauBang", size=10.5, align=CENTRE, before=2, after=2, bold=True, keep=True),
    Look("BC Ô chữ", "BCOChu", size=10.5, align=LEFT, before=0.4, after=0.4),
    Look("BC Ô số", "BCOSo", size=10.5, align=RIGHT, before=0.4, after=0.4),
    Look("BC Ô nhóm", "BCONhom", size=10.5, align=LEFT, before=1.5, after=1.5, bold=True, italic=True, keep=True),
    Look("BC Ô nhóm con", "BCONhomCon", size=10.5, align=LEFT, before=0.4, after=0.4, bold=True, keep=True),
    Look("BC Ô chữ cộng", "BCOChuCong", size=10.5, align=LEFT, before=0.4, after=0.4, bold=True),
    Look("BC Ô số cộng", "BCOSoCong", size=10.5, align=RIGHT, before=0.4, after=0.4, bold=True),
    Look("BC Ô chữ kỳ trước", "BCOChuTruoc", size=9.5, align=RIGHT, before=0.4, after=0.4, italic=True),
    Look("BC Ô số kỳ trước", "BCOSoTruoc", size=9.5, align=RIGHT, before=0.4, after=0.4, italic=True),
    Look("BC Khoảng cách", "BCKhoangCach", size=7, align=LEFT),
    Look("BC Hình", "BCHinh", align=CENTRE, before=6, after=6),
    Look("BC Nơi nhận", "BCNoiNhan", size=12, align=LEFT),
    Look("BC Nơi nhận (đầu)", "BCNoiNhanDau", size=12, align=LEFT, bold=True, italic=True),
    Look("BC Thay mặt", "BCThayMat", align=CENTRE, bold=True),
    Look("BC Chức vụ", "BCChucVu", align=CENTRE, bold=True, after=72),
    Look("BC Người ký", "BCNguoiKy", align=CENTRE, bold=True),
    Look("BC Tên phụ lục", "BCTenPhuLuc", align=CENTRE, after=2, bold=True, keep=True, level=0, new_page=True),
    Look("BC Chú thích bảng", "BCChuThich", size=12, align=CENTRE, after=5, italic=True, keep=True),
    Look("BC Số trang", "BCSoTrang", align=CENTRE),
)
CELLS = (
    "BCDauBang",
    "BCOChu",
    "BCOSo",
    "BCONhom",
    "BCONhomCon",
    "BCOChuCong",
    "BCOSoCong",
    "BCOChuTruoc",
    "BCOSoTruoc",
)

BEGINNING = (
    ("BC Tên loại", "BÁO CÁO"),
    ("BC Trích yếu", "kết quả thực hiện {{ ke_hoach }}"),
    ("BC Kỳ báo cáo", "Kỳ báo cáo: {{ ky }} (từ ngày {{ tu_ngay }} đến ngày {{ den_ngay }})"),
    ("BC Gạch dưới trích yếu", "_______________"),
    (
        BODY.name,
        "Thực hiện {% if can_cu %}{{ can_cu }} và {% endif %}{{ ke_hoach }}, {{ ban_hanh }} báo cáo kết quả như sau:",
    ),
    (
        "BC Phạm vi số liệu",
        (
            "Số liệu được tổng hợp từ {{ so_da_lay }}/{{ so_phai_gui }} báo cáo phải gửi, gồm {{ pham_vi }}, "
            "tính đến ngày {{ tinh_den }}.{% if cong_tu %} Kỳ này cộng từ: {{ cong_tu|join(', ') }}.{% endif %}"
            "{% if ky_chua_den %} Chưa đến: {{ ky_chua_den|join(', ') }}.{% endif %}"
            "{% if tong_hop_thay %} Số liệu cấp dưới lấy theo bảng tổng hợp của: {{ tong_hop_thay|join(', ') }}."
            "{% endif %}"
            "{% if ky_truoc %} Kỳ trước để so sánh: {{ ky_truoc }}, {{ ky_truoc_da_lay }}/{{ ky_truoc_phai_gui }} "
            "báo cáo."
            "{% endif %}"
        ),
    ),
)
DIRECTED = (
    ("BC Mục lớn", "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"),
    ("BC Mục", "1. Nội dung và thời hạn theo kế hoạch"),
    (BODY.name, "{%p for v in viec %}"),
    (BODY.name, "- {{ v.ten }}: {{ v.thoi_han }}."),
    (BODY.name, "{%p endfor %}"),
    ("BC Mục", "2. Chế độ báo cáo"),
    (BODY.name, "- Các đơn vị báo cáo gồm: {{ don_vi_bao_cao }}. Hạn báo cáo: ngày {{ han_bao_cao }}."),
    (BODY.name, "{%p for b in bao_cao_cap_tren %}"),
    (BODY.name, "- Báo cáo {{ b.noi_nhan }}: {{ b.thoi_han }}."),
    (BODY.name, "{%p endfor %}"),
    ("BC Mục", "3. Văn bản, hoạt động chỉ đạo đã ban hành, tổ chức"),
    (BODY.name, "………………………………………………………………………"),
)
RESULTS = (
    ("BC Mục lớn", "II. KẾT QUẢ THỰC HIỆN"),
    (BODY.name, "{%p for k in ket_qua %}"),
    ("BC Mục", "{{ loop.index }}. {{ k.ten }}"),
    (BODY.name, "{%p for c in k.cau %}"),
    (BODY.name, "- {{ c }}"),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{%p if k.bang %}"),
    ("BC Tên bảng", "Bảng {{ loop.index }}. {{ k.ten }} ({{ k.so }})"),
    (BODY.name, "{{p k.bang }}"),
    (BODY.name, "{%p else %}"),
    (BODY.name, "Số liệu chi tiết ở phần phụ lục."),
    (BODY.name, "{%p endif %}"),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{{p bieu_do_ket_qua }}"),
    (BODY.name, "{%p for y in y_kien if y.ma == 'went_well' and y.cau %}"),
    ("BC Mục", "{{ ket_qua|length + loop.index }}. {{ y.ten }} do đơn vị nêu"),
    (BODY.name, "{%p for c in y.cau %}"),
    (BODY.name, "- “{{ c.loi }}” ({{ c.cua }})."),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{%p endfor %}"),
)
FELL_SHORT = (
    (BODY.name, "{%p for d in don_vi %}"),
    (BODY.name, "- {{ d.ten }} ({{ d.so }} báo cáo): {{ d.ke }}."),
    (BODY.name, "{%p else %}"),
    (BODY.name, "Các đơn vị gửi báo cáo đầy đủ, đúng hạn."),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{{p bieu_do_tinh_hinh }}"),
    ("BC Mục", "2. Số liệu cần đối chiếu"),
    (
        BODY.name,
        (
            "{% if so_canh_bao == '0' %}Không có cảnh báo.{% else %}Có {{ so_canh_bao }} cảnh báo cần đối chiếu, "
            "ghi tại trang “Cảnh báo” của bảng tổng hợp.{% endif %}"
        ),
    ),
    (BODY.name, "{%p for y in y_kien if y.ma == 'fell_short' and y.cau %}"),
    ("BC Mục", "3. {{ y.ten }} do đơn vị nêu"),
    (BODY.name, "{%p for c in y.cau %}"),
    (BODY.name, "- “{{ c.loi }}” ({{ c.cua }})."),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{%p endfor %}"),
)
PROPOSALS = (
    ("BC Mục lớn", "IV. ĐỀ XUẤT, KIẾN NGHỊ"),
    (BODY.name, "{%p for y in y_kien if y.ma not in ['went_well', 'fell_short'] and y.cau %}"),
    (BODY.name, "{{ y.ten }} của các đơn vị:"),
    (BODY.name, "{%p for c in y.cau %}"),
    (BODY.name, "- “{{ c.loi }}” ({{ c.cua }})."),
    (BODY.name, "{%p endfor %}"),
    (BODY.name, "{%p else %}"),
    (BODY.name, "Các đơn vị không nêu đề xuất, kiến nghị."),
    (BODY.name, "{%p endfor %}"),
    ("BC Kết thúc", "Trên đây là báo cáo kết quả thực hiện kế hoạch của {{ ban_hanh }} ({{ ky }})./."),
)
ANNEXES = (
    (BODY.name, "{%p for b in phu_luc %}"),
    ("BC Tên phụ lục", "PHỤ LỤC {{ loop.index }}. {{ b.ten }} ({{ b.so }})"),
    (
        "BC Chú thích bảng",
        "Số liệu tính đến ngày {{ tinh_den }}, gồm {{ pham_vi }}; ô trống là chưa có số liệu.",
    ),
    (BODY.name, "{{p b.bang }}"),
    (BODY.name, "{%p endfor %}"),
)
COUNTS = (
    ("Kỳ", "ky", 31),
    ("Phải gửi", "phai_gui", 13),
    ("Đúng hạn", "dung_han", 13),
    ("Muộn", "muon", 14),
    ("Chưa gửi", "chua_gui", 13),
    ("Có lỗi", "co_loi", 12),
    ("Tệp trống", "tep_trong", 13),
    ("Trả lại", "tra_lai", 12),
    ("Chưa đến hạn", "chua_den_han", 14),
    ("Được miễn", "mien", 13),
    ("Tỷ lệ đã gửi", "ty_le", 17),
)


def main() -> None:
    """Write the template."""
    FILE.write_bytes(template())


def template() -> bytes:
    """Return the template's bytes."""
    word = Document()
    _emptied(word)
    _styles(word)
    section = word.sections[0]
    _page(section)
    _page_numbers(section)
    _head(word)
    _write(word, (*BEGINNING, *DIRECTED, *RESULTS))
    _write(word, (("BC Mục lớn", "III. HẠN CHẾ, TỒN TẠI"), ("BC Mục", "1. Tình hình gửi báo cáo")))
    _counts(word)
    _write(word, (*FELL_SHORT, *PROPOSALS))
    _foot(word)
    _annexes(word)
    word.core_properties.title = "Báo cáo tổng hợp"
    word.core_properties.author = word.core_properties.comments = ""
    content = BytesIO()
    word.save(content)
    return _settled(content)


def _settled(content: BytesIO) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(content) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as settled:
        for one in package.infolist():
            entry = zipfile.ZipInfo(one.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(entry, package.read(one))
    return made.getvalue()


# Styles.


def _emptied(word: WordDocument) -> None:
    """Take out what python-docx's own template brings along: a hundred styles, a thumbnail, lists."""
    for style in list(word.styles):
        if style.name not in KEPT:
            word.styles.element.remove(style.element)
    for link in list(word.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    for holder in (word.part, word.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in DROPPED:
                del holder.rels[key]


def _styles(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    _font(normal, 14)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
        language.set(qn("w:eastAsia"), "vi-VN")
    for look in LOOKS:
        style = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), look.code)
        style.base_style = normal
        style.quick_style = True
        _dress(style, look)
    _bordered(word.styles["BC Phạm vi số liệu"], ("top", "left", "bottom", "right"))
    party = word.styles["BC Tiêu ngữ"]
    _bordered(party, ("bottom",))
    party.paragraph_format.left_indent = party.paragraph_format.right_indent = Mm(7)
    for code in CELLS:
        style = next(one for one in word.styles if one.style_id == code)
        style.paragraph_format.line_spacing = 1.0
    _table_style(word)


def _font(style: ParagraphStyle, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _dress(style: ParagraphStyle, look: Look) -> None:
    _font(style, look.size)
    style.font.bold, style.font.italic, style.font.all_caps = look.bold, look.italic, look.capitals
    shape = style.paragraph_format
    shape.alignment, shape.line_spacing = look.align, look.spacing
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Mm(look.indent)
    shape.keep_with_next, shape.page_break_before, shape.widow_control = look.keep, look.new_page, True
    if look.level is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level))
        style.element.get_or_add_pPr().append(level)


def _bordered(style: ParagraphStyle, sides: Iterable[str]) -> None:
    lines = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="3" w:color="auto"/>' for side in sides)
    properties = style.element.get_or_add_pPr()
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"
    )


def _table_style(word: WordDocument) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    word.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="BCBang">'
            '<w:name w:val="BC Bảng"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
            '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


# The page.


def _page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _page_numbers(section: Section) -> None:
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].style = "BC Số trang"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>2</w:t></w:r>"))
    section.header.paragraphs[0]._p.append(field)  # noqa: SLF001 -- python-docx has no other way to a field


# What is written.


def _write(word: WordDocument, lines: Iterable[tuple[str, str]]) -> None:
    for style, text in lines:
        word.add_paragraph(text, style=style)


def _frame(word: WordDocument, widths: tuple[int, int]) -> tuple[_Cell, _Cell]:
    """Add two cells side by side, without lines, that stay on one page."""
    table = word.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fixed(table, widths)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _fixed(table: Table, widths: Iterable[int]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _into(cell: _Cell, lines: Iterable[tuple[str, str]]) -> None:
    for place, (style, text) in enumerate(lines):
        paragraph: Paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def _head(word: WordDocument) -> None:
    left, right = _frame(word, HEAD_WIDTHS)
    _into(
        left,
        (
            ("BC Cơ quan cấp trên", "{%p if co_quan_cap_tren %}"),
            ("BC Cơ quan cấp trên", "{{ co_quan_cap_tren }}"),
            ("BC Cơ quan cấp trên", "{%p endif %}"),
            ("BC Cơ quan ban hành", "{{ co_quan }}"),
            ("BC Số ký hiệu", "*"),
            ("BC Số ký hiệu", "{{ so_ky_hieu }}"),
        ),
    )
    _into(right, (("BC Tiêu ngữ", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("BC Nơi ngày", "{{ noi_ngay }}")))


def _counts(word: WordDocument) -> None:
    """Write the table of how the reports came, a row for each period."""
    word.add_paragraph("Tình hình gửi báo cáo", style="BC Tên bảng")
    table = word.add_table(rows=4, cols=len(COUNTS))
    table.style = "BC Bảng"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fixed(table, [width for _, _, width in COUNTS])
    for cell, (heading, _, _) in zip(table.rows[0].cells, COUNTS, strict=True):
        _into(cell, (("BC Đầu bảng", heading),))
    for cell in (*table.rows[0].cells, *table.rows[2].cells):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    _into(table.rows[1].cells[0], (("BC Ô chữ", "{%tr for t in tinh_hinh %}"),))
    for place, (_, name, _) in enumerate(COUNTS):
        _into(table.rows[2].cells[place], (("BC Ô số" if place else "BC Ô chữ", f"{{{{ t.{name} }}}}"),))
    _into(table.rows[3].cells[0], (("BC Ô chữ", "{%tr endfor %}"),))
    word.add_paragraph("", style="BC Khoảng cách")


def _foot(word: WordDocument) -> None:
    left, right = _frame(word, FOOT_WIDTHS)
    _into(
        left,
        (
            ("BC Nơi nhận (đầu)", "Nơi nhận:"),
            ("BC Nơi nhận", "{%p for n in noi_nhan %}"),
            ("BC Nơi nhận", "{{ n }}"),
            ("BC Nơi nhận", "{%p endfor %}"),
        ),
    )
    _into(
        right, (("BC Thay mặt", "{{ thay_mat }}"), ("BC Chức vụ", "{{ chuc_vu }}"), ("BC Người ký", "{{ nguoi_ky }}"))
    )


def _annexes(word: WordDocument) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    _write(word, ANNEXES)


if __name__ == "__main__":
    main()
