"""Character classes of XML Schema's regular expressions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Member = Callable[[str], bool]

_BLOCKS = """
BasicLatin 0 7F|Latin-1Supplement 80 FF|LatinExtended-A 100 17F|LatinExtended-B 180 24F|IPAExtensions 250 2AF
SpacingModifierLetters 2B0 2FF|CombiningDiacriticalMarks 300 36F|Greek 370 3FF|GreekandCoptic 370 3FF
Cyrillic 400 4FF|CyrillicSupplement 500 52F|CyrillicSupplementary 500 52F|Armenian 530 58F|Hebrew 590 5FF
Arabic 600 6FF|Syriac 700 74F|ArabicSupplement 750 77F|Thaana 780 7BF|NKo 7C0 7FF|Devanagari 900 97F
Bengali 980 9FF|Gurmukhi A00 A7F|Gujarati A80 AFF|Oriya B00 B7F|Tamil B80 BFF|Telugu C00 C7F|Kannada C80 CFF
Malayalam D00 D7F|Sinhala D80 DFF|Thai E00 E7F|Lao E80 EFF|Tibetan F00 FFF|Myanmar 1000 109F|Georgian 10A0 10FF
HangulJamo 1100 11FF|Ethiopic 1200 137F|Cherokee 13A0 13FF|UnifiedCanadianAboriginalSyllabics 1400 167F
Ogham 1680 169F|Runic 16A0 16FF|Tagalog 1700 171F|Hanunoo 1720 173F|Buhid 1740 175F|Tagbanwa 1760 177F
Khmer 1780 17FF|Mongolian 1800 18AF|Limbu 1900 194F|TaiLe 1950 197F|KhmerSymbols 19E0 19FF
PhoneticExtensions 1D00 1D7F|LatinExtendedAdditional 1E00 1EFF|GreekExtended 1F00 1FFF|GeneralPunctuation 2000 206F
SuperscriptsandSubscripts 2070 209F|CurrencySymbols 20A0 20CF|CombiningMarksforSymbols 20D0 20FF
CombiningDiacriticalMarksforSymbols 20D0 20FF|LetterlikeSymbols 2100 214F|NumberForms 2150 218F|Arrows 2190 21FF
MathematicalOperators 2200 22FF|MiscellaneousTechnical 2300 23FF|ControlPictures 2400 243F
OpticalCharacterRecognition 2440 245F|EnclosedAlphanumerics 2460 24FF|BoxDrawing 2500 257F|BlockElements 2580 259F
GeometricShapes 25A0 25FF|MiscellaneousSymbols 2600 26FF|Dingbats 2700 27BF|BraillePatterns 2800 28FF
SupplementalArrows-A 27F0 27FF|SupplementalArrows-B 2900 297F|SupplementalMathematicalOperators 2A00 2AFF
CJKRadicalsSupplement 2E80 2EFF|KangxiRadicals 2F00 2FDF|IdeographicDescriptionCharacters 2FF0 2FFF
CJKSymbolsandPunctuation 3000 303F|Hiragana 3040 309F|Katakana 30A0 30FF|Bopomofo 3100 312F
HangulCompatibilityJamo 3130 318F|Kanbun 3190 319F|BopomofoExtended 31A0 31BF|KatakanaPhoneticExtensions 31F0 31FF
EnclosedCJKLettersandMonths 3200 32FF|CJKCompatibility 3300 33FF|CJKUnifiedIdeographsExtensionA 3400 4DBF
YijingHexagramSymbols 4DC0 4DFF|CJKUnifiedIdeographs 4E00 9FFF|YiSyllables A000 A48F|YiRadicals A490 A4CF
HangulSyllables AC00 D7AF|PrivateUse E000 F8FF|PrivateUseArea E000 F8FF|CJKCompatibilityIdeographs F900 FAFF
AlphabeticPresentationForms FB00 FB4F|ArabicPresentationForms-A FB50 FDFF|VariationSelectors FE00 FE0F
CombiningHalfMarks FE20 FE2F|CJKCompatibilityForms FE30 FE4F|SmallFormVariants FE50 FE6F
ArabicPresentationForms-B FE70 FEFF|HalfwidthandFullwidthForms FF00 FFEF|Specials FFF0 FFFF
OldItalic 10300 1032F|Gothic 10330 1034F|Deseret 10400 1044F|ByzantineMusicalSymbols 1D000 1D0FF
MusicalSymbols 1D100 1D1FF|MathematicalAlphanumericSymbols 1D400 1D7FF
CJKUnifiedIdeographsExtensionB 20000 2A6DF|CJKCompatibilityIdeographsSupplement 2F800 2FA1F|Tags E0000 E007F
"""
BLOCKS = {
    name: (int(first, 16), int(last, 16))
    for name, first, last in (entry.split() for line in _BLOCKS.split("\n") for entry in line.split("|") if entry)
}
_LETTERS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = frozenset([*_LETTERS, *(first + second for first, seconds in _LETTERS.items() for second in seconds)])
_NAME_START = (
    ":_AZaz\u00c0\u00d6\u00d8\u00f6\u00f8\u02ff\u0370\u037d\u037f\u1fff\u200c\u200d\u2070\u218f"
    "\u2c00\u2fef\u3001\ud7ff\uf900\ufdcf\ufdf0\ufffd\U00010000\U000effff"
)
_NAME_START_PAIRS = [(_NAME_START[i], _NAME_START[i + 1]) for i in range(2, len(_NAME_START), 2)]


def _starts_name(char: str) -> bool:
    return char in ":_" or any(first <= char <= last for first, last in _NAME_START_PAIRS)


def _in_name(char: str) -> bool:
    return (
        _starts_name(char)
        or char in "-.\u00b7"
        or "0" <= char <= "9"
        or "\u0300" <= char <= "\u036f"
        or char in "\u203f\u2040"
    )


ESCAPES: dict[str, Member] = {
    "s": lambda char: char in " \t\n\r",
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": lambda char: unicodedata.category(char)[0] not in "PZC",
    "i": _starts_name,
    "c": _in_name,
}
for _letter in tuple(ESCAPES):
    ESCAPES[_letter.upper()] = lambda char, inside=ESCAPES[_letter]: not inside(char)  # type: ignore[misc]


def property_member(name: str) -> Member | None:
    """The members of \\p{name}; None for a name that Unicode does not have."""
    if name in _CATEGORIES:
        if len(name) == 1:
            return lambda char: unicodedata.category(char)[0] == name
        return lambda char: unicodedata.category(char) == name
    if name.startswith("Is") and name[2:] in BLOCKS:
        first, last = BLOCKS[name[2:]]
        return lambda char: first <= ord(char) <= last
    return None


@lru_cache(maxsize=4096)
def variants(char: str) -> frozenset[str]:
    """The characters that differ from one by case only, itself included."""
    lower, upper = char.lower(), char.upper()
    candidates = (char, lower, upper, lower.upper(), upper.lower(), char.title())
    return frozenset(candidate for candidate in candidates if len(candidate) == 1)


def char_member(wanted: str, *, ignore_case: bool) -> Member:
    """The members of a single character."""
    if not ignore_case:
        return lambda char: char == wanted
    same = variants(wanted)
    return lambda char: char in same or wanted in variants(char)


def range_member(first: str, last: str, *, ignore_case: bool) -> Member:
    """The members of "a-z"."""
    if not ignore_case:
        return lambda char: first <= char <= last
    return lambda char: any(first <= variant <= last for variant in variants(char))
