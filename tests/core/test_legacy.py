"""Old encodings are repaired where that is certain, and nothing else is touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghop.core.normalising.legacy import is_vietnamese, repair_legacy

WORDS = """
báo cáo kết quả học tập quán triệt nghị quyết của đảng ủy xã đảng viên hội nghị trực tuyến sinh hoạt chi bộ tháng mười
hai năm nay người dự đầy đủ thảo luận sôi nổi cấp phát tài liệu đến từng cơ sở khuyến khích những mô hình mới chưa có
khuỷu nghiêng quyển giữa thuở quỳ xoèn thoăn thoắt kỹ lưỡng ngoằn ngoèo ý kiến ở ấp ủy ban yêu cầu gì giếng quýt
""".split()  # noqa: SIM905 - a list of words reads best as words

# Written from the published tables, apart from the code's own.
TCVN3 = dict(
    zip(
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâđêôơư",
        bytes.fromhex(
            "b5b6b7b8b9 bbbcbdbec6 c7c8c9cacb cccecfd0d1 d2d3d4d5d6 d7d8dcddde dfe1e2e3e4 e5e6e7e8e9 eaebecedee"
            "eff1f2f3f4 f5f6f7f8f9 fafbfcfdfe a8a9aeaaabacad"
        ).decode("latin-1"),
        strict=True,
    )
)


def in_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter, letter) for letter in text)


VNI_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
VNI_ROUND = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
VNI_SHORT = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
VNI_ALONE = dict(zip("íìỉĩịỵđ", "íìæóòîñ", strict=True))


def in_vni(text: str) -> str:
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    if letter in VNI_ALONE:
        return VNI_ALONE[letter]
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((mark for mark in marks if mark in VNI_TONES), "")
    if "\u031b" in marks:
        return {"o": "ô", "u": "ö"}[base] + VNI_TONES.get(tone, "")
    if "\u0302" in marks:
        return base + VNI_ROUND.get(tone, "â")
    if "\u0306" in marks:
        return base + VNI_SHORT.get(tone, "ê")
    return base + VNI_TONES.get(tone, "")


sentences = st.lists(st.sampled_from(WORDS), min_size=5, max_size=20).map(" ".join)
PROOF = " kết quả học tập"


@given(sentences)
def test_tcvn3_is_repaired(text: str) -> None:
    assert repair_legacy(in_tcvn3(text + PROOF)) == text + PROOF


@given(sentences)
def test_vni_is_repaired(text: str) -> None:
    assert repair_legacy(in_vni(text + PROOF)) == text + PROOF


@given(sentences, st.sampled_from(["NFC", "NFD"]))
def test_unicode_is_left_alone(text: str, form: str) -> None:
    assert repair_legacy(unicodedata.normalize(form, text)) is None  # type: ignore[arg-type]


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_what_was_repaired_is_repaired_for_good(text: str) -> None:
    repaired = repair_legacy(text)
    assert repaired is None or (repaired != text and repair_legacy(repaired) is None)


@given(st.text())
def test_any_other_text_is_taken(text: str) -> None:
    assert repair_legacy(text) != text


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("B¸o c¸o kÕt qu¶ th¸ng 12", "Báo cáo kết quả tháng 12"),
        ("§¶ng uû x· Hoµ B×nh", "Đảng uỷ xã Hoà Bình"),
        ("H§ND, UBND x·: 12 ng\xadêi", "HĐND, UBND xã: 12 người"),
        ("¹ Héi nghÞ trùc tuyÕn¹ cÊp tØnh, ®¹i biÓu ë x·", "¹ Hội nghị trực tuyến¹ cấp tỉnh, đại biểu ở xã"),
        ("Chi bé Êp 3 (8 ®/c)", "Chi bộ ấp 3 (8 đ/c)"),
        ("Baùo caùo keát quaû thaùng 12", "Báo cáo kết quả tháng 12"),
        ("ÑAÛNG UÛY XAÕ", "ĐẢNG ỦY XÃ"),
        ("Aùp duïng: Ñaûng uûy xaõ", "Áp dụng: Đảng ủy xã"),
        ("Röôøng coät", "Rường cột"),
    ],
)
def test_real_cells(typed: str, repaired: str) -> None:
    assert repair_legacy(typed) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bao cao",
        "Đảng ủy xã",
        "Báo cáo",
        "các bà và các cô",
        "hoàn toàn",
        "café",
        "Müller, señor, crème brûlée, naïve, Noël",
        "« Nhà »",
        "3 m×4 m",
        "2m×3m",
        "50 µm",
        "25 m², 30 °C, ±5",
        "§ 5",
        "Windows®, © 2020",
        "Chú thích¹",
        "½",
        "ÿþÿþ",
        "a" + "¹" * 30000,
        "Đăk Lăk: B¸o c¸o",
    ],
)
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    assert repair_legacy(text) is None


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "ý", "Đảng", "HĐND", "quyển", "giếng", "đ", "quýt", "Quỳnh"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_vietnamese(word)


@pytest.mark.parametrize("word", ["c¸o", "hoäi", "chàt", "ngêi", "fôn", "áá", "brûlée"])
def test_no_vietnamese_syllables(word: str) -> None:
    assert not is_vietnamese(word)
