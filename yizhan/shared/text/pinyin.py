"""Pinyin for search: full and initials, surnames read as surnames, ü written v.

pypinyin reads 单 as dan and 曾 as ceng whoever bears the name, so surnames come from our own table first. Characters of
given names that people read in two ways give variants, and so does the mistaken reading of a surname: the clerk types
what she sees. pypinyin takes a while to load and is imported at the first use.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from yizhan.shared.text.normalise import clean_name, search_key
from yizhan.shared.text.surnames import COMPOUND, SINGLE, split_name

#: Readings of characters that occur in given names and are really read in more than one way.
_GIVEN: dict[str, tuple[str, ...]] = {
    "乐": ("le", "yue"), "行": ("xing", "hang"), "长": ("chang", "zhang"), "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"), "晟": ("sheng", "cheng"), "莘": ("xin", "shen"), "茜": ("qian", "xi"),
    "盛": ("sheng", "cheng"), "柏": ("bai", "bo"), "露": ("lu", "lou"), "传": ("chuan", "zhuan"),
    "强": ("qiang", "jiang"), "尉": ("wei", "yu"), "蔚": ("wei", "yu"), "伯": ("bo", "bai"), "大": ("da", "dai"),
    "参": ("can", "shen"), "娜": ("na", "nuo"), "阿": ("a", "e"), "车": ("che", "ju"), "乘": ("cheng", "sheng"),
    "朴": ("pu", "piao"), "解": ("jie", "xie"), "奇": ("qi", "ji"), "会": ("hui", "kuai"), "谷": ("gu", "yu"),
    "筠": ("yun", "jun"), "荨": ("xun", "qian"), "莎": ("sha", "suo"), "卡": ("ka", "qia"), "藏": ("zang", "cang"),
    "曾": ("zeng", "ceng"), "单": ("dan", "shan"), "都": ("du", "dou"), "还": ("huan", "hai"),
    "调": ("diao", "tiao"), "降": ("jiang", "xiang"), "省": ("sheng", "xing"), "率": ("shuai", "lv"),
    "颉": ("jie", "xie"), "适": ("shi", "kuo"), "约": ("yue", "yao"), "角": ("jiao", "jue"), "觉": ("jue", "jiao"),
    "宿": ("su", "xiu"), "绿": ("lv", "lu"), "弹": ("tan", "dan"), "贾": ("jia", "gu"), "薄": ("bo", "bao"),
    "脉": ("mai", "mo"), "隽": ("jun", "juan"), "玟": ("wen", "min"), "说": ("shuo", "yue"), "了": ("liao", "le"),
    "种": ("zhong", "chong"), "校": ("xiao", "jiao"), "仔": ("zi", "zai"),
}  # fmt: skip
#: What the eye makes of a surname that is read otherwise; searched as a variant.
_SEEN: dict[str, str] = {
    "单": "dan", "曾": "ceng", "仇": "chou", "解": "jie", "区": "qu", "查": "cha", "朴": "pu", "种": "zhong",
    "翟": "di", "乐": "le", "盖": "gai", "缪": "mou", "员": "yuan", "冼": "xian", "尉": "yu", "覃": "tan",
    "秘": "mi", "薄": "bao", "折": "zhe", "召": "zhao", "繁": "fan", "洗": "xi", "能": "neng", "黑": "hei",
    "盛": "cheng", "隗": "kui", "牟": "mou", "郗": "chi", "郄": "xi", "祭": "ji", "句": "ju", "都": "dou",
    "莘": "xin", "车": "ju", "贾": "gu", "藏": "cang", "会": "hui", "适": "shi", "长": "zhang", "参": "can",
    "朝": "zhao", "费": "bi", "纪": "ji", "妫": "wei", "禚": "zhuo", "尉迟": "wei chi", "万俟": "wan si",
    "澹台": "dan tai", "单于": "dan yu", "长孙": "chang sun", "乐正": "le zheng",
}  # fmt: skip
MOST_VARIANTS = 8
#: So many ambiguous characters of one name are varied; the rest keeps its best reading.
_MOST_VARIED = 5


@dataclass(frozen=True)
class NameKeys:
    """Search keys of a text; all of them lower-case ASCII letters and digits.

    :param full: the syllables joined, `wangxiaoming`.
    :param initials: their first letters, `wxm`.
    :param variants: other full readings, at most eight, without `full`.
    :param variant_initials: other initials that the variants give.
    """

    full: str
    initials: str
    variants: tuple[str, ...] = ()
    variant_initials: tuple[str, ...] = ()

    @property
    def all_full(self) -> tuple[str, ...]:
        """Every full reading, the best first."""
        return (self.full, *self.variants)

    @property
    def all_initials(self) -> tuple[str, ...]:
        """Every string of initials, the best first."""
        return (self.initials, *self.variant_initials)


def name_keys(name: str) -> NameKeys:
    """Return the keys of a person's name.

    单小明 gives shanxiaoming / sxm and the variant danxiaoming. Names with a middle dot have no surname; Latin letters
    stay as they are.
    """
    bare = clean_name(name)
    surname, given = split_name(bare)
    readings = [_surname_readings(surname)] if surname else []
    readings += [_given_readings(char, default) for char, default in _syllables(given)]
    return _keys(readings)


def text_keys(text: str) -> NameKeys:
    """Return the keys of a word or phrase, such as an occupation or a place: no surname rule, no variants."""
    return _keys([((syllable,),) for _char, syllable in _syllables(clean_name(text))])


def pinyin_query(typed: str) -> str:
    """Bring typed pinyin to the form of the keys: lower case, separators and tones gone, ü, u: and lyu as v."""
    text = unicodedata.normalize("NFKC", typed).casefold().replace("u:", "v")
    decomposed = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    # lyu is how passports write ü. No syllable ends in l; n may end one (lin-yu), so there only the beginning is sure.
    return re.sub(r"(?<=l)yu|(?<=^n)yu(?![an])", "v", re.sub(r"[^a-z0-9]", "", plain))


#: One unit of a name (a character, or a whole surname): its readings, each a tuple of syllables, the best first.
_Readings = tuple[tuple[str, ...], ...]


def _surname_readings(surname: str) -> _Readings:
    """Return the right reading of a surname, then the one the eye suggests."""
    if surname in COMPOUND:
        right = tuple(COMPOUND[surname].split())
    elif surname in SINGLE:
        right = (SINGLE[surname],)
    else:
        right = tuple(syllable for _char, syllable in _syllables(surname))
    seen = tuple(_SEEN.get(surname, "").split())
    return (right, seen) if seen and seen != right else (right,)


def _given_readings(char: str, default: str) -> _Readings:
    """Return what pypinyin reads in this place, then the other usual readings of the character."""
    others = [(reading,) for reading in _GIVEN.get(char, ()) if reading != default]
    return ((default,), *others)


def _syllables(text: str) -> list[tuple[str, str]]:
    """Return (character, syllable) pairs; runs of letters or digits are one pair each, signs are left out."""
    from pypinyin import Style, lazy_pinyin

    pairs: list[tuple[str, str]] = []
    for run in re.findall(r"[a-z0-9]+|[^a-z0-9]+", unicodedata.normalize("NFKC", text).casefold()):
        if run[0].isascii() and run.isalnum():
            pairs.append((run, run))
            continue
        han = search_key(run)
        read = lazy_pinyin(han, style=Style.NORMAL, errors=_one_by_one)
        if len(read) != len(han):  # a phrase that is read with fewer syllables than it has characters
            read = [lazy_pinyin(char, style=Style.NORMAL, errors=_one_by_one)[0] for char in han]
        pairs += [(char, re.sub(r"[^a-z0-9]", "", _ascii(syllable))) for char, syllable in zip(han, read, strict=True)]
    return [(char, syllable) for char, syllable in pairs if syllable]


def _one_by_one(signs: str) -> Any:
    """Keep what pypinyin does not know, one entry a character (it accepts a list, whatever its annotation says)."""
    return list(signs)


def _ascii(syllable: str) -> str:
    """Bring a syllable to ASCII: ü is v, other marks fall away."""
    decomposed = unicodedata.normalize("NFD", syllable.casefold()).replace("u\u0308", "v")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _keys(readings: list[_Readings]) -> NameKeys:
    """Combine the readings of the units, the best first."""
    ambiguous = [at for at, unit in enumerate(readings) if len(unit) > 1][:_MOST_VARIED]
    choices = [range(len(unit)) if at in ambiguous else range(1) for at, unit in enumerate(readings)]
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    # Fewest departures from the best reading first.
    for chosen in sorted(itertools.product(*choices), key=lambda chosen: sum(map(bool, chosen))):
        syllables = [syllable for unit, at in zip(readings, chosen, strict=True) for syllable in unit[at]]
        full["".join(syllables)] = None
        initials["".join(syllable[0] for syllable in syllables)] = None
    first, *variants = full
    first_initials, *variant_initials = initials
    return NameKeys(first, first_initials, tuple(variants[:MOST_VARIANTS]), tuple(variant_initials[:MOST_VARIANTS]))
