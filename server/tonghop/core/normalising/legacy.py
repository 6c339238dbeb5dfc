"""Text typed in the encodings before Unicode, TCVN3 (.VnTime and its kin) and VNI, turned back into Vietnamese.

Both put Vietnamese letters in the places of other Latin-1 characters, and show them through fonts made for it:
“B¸o c¸o” and “Baùo caùo” are both “Báo cáo”. A cell's text is repaired only when that is certain: as it
stands it is no Vietnamese, and decoded it is.
"""

import re
import unicodedata
from collections.abc import Callable

_TCVN3_LETTERS = "ĂÂĐÊÔƠƯăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3_TYPED = "¡¢§£¤¥¦¨©®ª«¬\xadµ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3 = dict(zip(_TCVN3_TYPED, _TCVN3_LETTERS, strict=True))


def _vni_table() -> dict[str, str]:
    """A VNI letter is a base with its mark behind it; a few stand alone."""
    tones = "\u0301\u0300\u0309\u0303\u0323"
    table = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
    for bases, typed, shape in (
        (("a", "e", "o", "u", "y"), "ùøûõï", ""),
        (("a", "e", "o"), "áàåãä", "\u0302"),
        (("a",), "éèúüë", "\u0306"),
    ):
        for base in bases:
            for mark, tone in zip(typed, tones, strict=True):
                table[base + mark] = base + shape + tone
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        for mark, tone in zip("ùøûõï", tones, strict=True):
            table[base + mark] = letter + tone
    table |= {"aâ": "â", "eâ": "ê", "oâ": "ô", "aê": "ă"}
    composed = {typed: unicodedata.normalize("NFC", letter) for typed, letter in table.items()}
    upper = {typed.upper(): letter.upper() for typed, letter in composed.items()}
    # “Aùnh”: a capital whose mark was typed small.
    capital = {typed.capitalize(): letter.upper() for typed, letter in composed.items()}
    return composed | capital | upper


_VNI = _vni_table()
_VNI_TYPED = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_TONE_MARKS = "\u0301\u0300\u0309\u0303\u0323"
_TONE = re.compile(f"[{_TONE_MARKS}]")
_STOPPED_TONES = {"\u0301", "\u0323"}
_ONSETS = "ngh|ng|nh|gh|gi|kh|kr|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x|"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt
up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
""".split()  # noqa: SIM905 - a list of words reads best as words
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{'|'.join(sorted(_RIMES, key=len, reverse=True))})")
_STOPPED = re.compile("(?:c|ch|k|p|t)$")
_WORD = re.compile(r"[^\s\d\x00-\x40\x5b-\x60\x7b-\x7f\u2010-\u203a]+")
_TYPED_IN_ANY_TEXT = re.compile(r"^µ|¹$|[×÷·®©§]|^[^a-zA-Z]+$")
_FOOTNOTES = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_LAST_LATIN_1 = "\xff"
_TOLERATED = 0.1
"""How much of a text may be no Vietnamese once decoded: names, slips of typing."""


def repair_legacy(text: str, font: str | None = None) -> str | None:
    """Return the text with TCVN3 or VNI characters turned into Vietnamese ones, or ``None`` when that is not certain.

    A font made for one of the two settles which it is, even where the words could stand as they are.

    Give it the text as it was read: TCVN3 writes “ư” with a character (the soft hyphen) that cleaning drops.
    """
    if text.isascii():
        return None
    text = unicodedata.normalize("NFC", text)
    if any(character > _LAST_LATIN_1 and unicodedata.category(character)[0] in "LM" for character in text):
        return None
    if font is not None:
        return _by_font(text, font)
    repaired = {decoded for decode in (_decoded_tcvn3, _decoded_vni) if (decoded := _when_certain(text, decode))}
    return repaired.pop() if len(repaired) == 1 else None


def _by_font(text: str, font: str) -> str | None:
    """Decode what was typed in an old font; ``None`` where it holds letters that such a font does not show."""
    decode = _decoded_vni if font.upper().startswith("VNI") else _decoded_tcvn3
    words = [decode(word) for word in _WORD.findall(text) if not word.isascii() and not word.isdigit()]
    if not words or sum(not is_vietnamese(word.rstrip(_FOOTNOTES)) for word in words) > _TOLERATED * len(words):
        return None
    decoded = _WORD.sub(lambda found: decode(found[0]), text)
    return None if decoded == text else decoded


def _when_certain(text: str, decode: Callable[[str], str]) -> str | None:
    """Decode the text when at least one word proves that right, and next to none speaks against it."""
    words = [(word, decode(word)) for word in _WORD.findall(text) if not word.isascii() and not word.isdigit()]
    against = sum(not is_vietnamese(decoded.rstrip(_FOOTNOTES)) for _, decoded in words)
    is_certain = against <= _TOLERATED * len(words) and any(_proves(typed, decoded) for typed, decoded in words)
    return _WORD.sub(lambda found: decode(found[0]), text) if is_certain else None


def _decoded_tcvn3(word: str) -> str:
    """TCVN3 writes “ạ” as “¹”, which is also a footnote's number: alone, or behind a finished word."""
    decoded = "".join(_TCVN3.get(character, character) for character in word)
    if word.isdigit():
        return word
    return decoded if is_vietnamese(decoded) or not word.endswith("¹") else decoded[:-1] + "¹"


def _decoded_vni(word: str) -> str:
    return _VNI_TYPED.sub(lambda found: _VNI[found[0]], word)


def _proves(typed: str, decoded: str) -> bool:
    """A word that is none as typed and is one as decoded; “m×”, “µm” and “®” are typed in any text."""
    odd = _TYPED_IN_ANY_TEXT.sub("", typed)
    return typed != decoded and not odd.isascii() and not is_vietnamese(typed) and is_vietnamese(decoded)


def is_vietnamese(word: str) -> bool:
    """Tell whether the word is spelled as a Vietnamese syllable can be, or is an abbreviation: HĐND, the đ of đ/c."""
    if (word.isupper() or word == "đ") and unicodedata.normalize("NFD", word).upper().replace("Đ", "D").isascii():
        return True
    letters = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(letters)
    bare = unicodedata.normalize("NFC", _TONE.sub("", letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or bool(tones and tones[0] in _STOPPED_TONES)
