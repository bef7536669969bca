"""A text as the rules read it: folded to simplified, half-width characters, without inserted noise.

Every position can be traced back to the original text, so that a hit shows exactly what was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from yizhan.postings.rulebook.words import WORDS, any_of

# Traditional characters that occur in the word lists and around them. One character becomes one character.
_TRADITIONAL = (
    "證证 銀银 費费 報报 紹绍 職职 裝装 訓训 體体 檢检 辦办 證证 員员 會会 墊垫 資资 險险 穩稳 風风 "
    "壓压 護护 駕驾 駛驶 學学 歷历 業业 畢毕 產产 戶户 簿簿 "
    "漢汉 滿满 維维 爾尔 藏藏 蘇苏 魯鲁 無无 沒没 條条 內内 須须 優优 僅仅 隻只 祇只 爺爷 們们 小小 "
    "夥伙 絕绝 謝谢 擾扰 歲岁 齡龄 週周 週周 兒儿 "
    "義义 進进 廠厂 崗岗 崗岗 繳缴 納纳 扣扣 錢钱 付付 給给 東东 為为 對对 與与 應应 該该 請请 設设 "
    "長长 開开 關关 讓让 從从 個个 "
    "單单 聘聘 佔占 限限 婦妇 媽妈 還还 後后 時时 間间 這这 誠诚 號号 種种 黃黄 禮礼 禱祷 穌稣 啟启 "
    "仰仰 徒徒 貧贫 離离 質质 標标 處处 級级 "
    "寶宝 輔辅 導导 陪陪 讀读 顧顾 養养 齊齐 禁禁 嚴严 僱雇 傭佣 顆颗 認认 識识 現现 運运 輸输 達达 "
    "壯壮 謀谋 強强 場场 據据 確确 錄录 擇择 選选 慮虑 飼饲 歡欢 親亲 際际 聯联 費费 實实 習习 將将 "
    "賺赚 証证 舖铺 冇没 輕轻 鬆松 過过 攜携 帶带 殘残 屬属 紋纹 罪罪 記记 試试 貸贷 購购 貨货"
    " 國国 緬缅 賭赌 騙骗 詐诈 傳传 銷销 鏈链 碼码 掃扫 話话 電电 聾聋 啞哑 視视 陽阳 懷怀 "
    "腳脚 氣气 顏颜 係系 繫系 遠远 線线 萬万 賣卖 買买 發发 機机 勞劳 務务 團团 雙双 幾几 飯饭"
    " 麵面 糧粮 賬账 帳账 隨随 擔担 濟济 熱热 縣县 鎮镇 區区 鄉乡 農农 點点 鐘钟 車车 輛辆 額额 "
    "簽签 編编 術术 財财 穫获 獲获 訊讯 館馆 艙舱 礦矿 髒脏 盡尽 齒齿 癥症 見见 貌貌 軀躯 頭头"
    " 兩两 隊队 邊边 園园 樓楼 廚厨 節节 鋼钢 鐵铁 銅铜 焊焊 裡里 裏里 臺台 灣湾 龍龙 雞鸡 馬马"
    " 豬猪"
)
# Spaces and signs are noise only between two Chinese characters; clause marks and quotes are not noise.
_CLAUSE_MARKS = ',。;!?、:()\\[\\]{}【】《》「」“”"\n'
_NOISE = re.compile(rf"(?:[^\w{_CLAUSE_MARKS}]|_)+")
#: What may be noise at all: looked for first, because most texts have none.
_STRANGE = re.compile(rf"[^\u4e00-\u9fff0-9A-Za-z{_CLAUSE_MARKS}]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def _folding() -> dict[int, str]:
    table = {ord(pair[0]): pair[1] for pair in _TRADITIONAL.split() if pair[0] != pair[1]}
    ranges = ((0xA0, 0x3400), (0xF900, 0xFB00), (0xFE30, 0xFFF0), (0x1D400, 0x1D800))
    for first, last in ranges:
        for point in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(point))
            if len(folded) == 1 and folded != chr(point):
                table[point] = folded
    table.update({ord("．"): ".", ord("｡"): "。", ord("\r"): "\n", ord("\u2028"): "\n"})
    return table


_FOLD = _folding()
#: The full-width marks of nearly every text, replaced one by one: faster than a table asked for every character.
_MARKS = tuple((mark, _FOLD[ord(mark)]) for mark in "，：；！？（）")
#: Everything else that is folded. Two patterns, because one class across both planes is searched slowly.
_RARE = re.compile(
    "[" + "".join(re.escape(chr(one)) for one in sorted(_FOLD) if one < 0x10000 and chr(one) not in dict(_MARKS)) + "]"
)
_RARE_BEYOND = re.compile("[\U0001d400-\U0001d7ff]")


def _pairs() -> frozenset[str]:
    """Neighbouring characters inside the listed words: a sign between them is always noise."""
    lists = [WORDS["fees"]["nouns"], WORDS["documents"]["nouns"], WORDS["ethnic"]["peoples"]]
    lists += [WORDS["ethnic"]["believers"], WORDS["sex"]["male"], WORDS["sex"]["female"]]
    extra = ["优先", "勿扰", "限男", "限女", "仅限", "只限", "不限", "宗教", "信仰", "童工", "不收", "原件", "男女"]
    words = [word for each in lists for word in each] + extra
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


_PAIRS = _pairs()
_NEGATION = any_of(WORDS["negation"]["before"])
_ZERO = r"(?<![\d.])0"
_BRIDGE_WORDS: list[str] = WORDS["negation"]["bridge"]
_CLAUSE_END = re.compile(r"[,。;!?\n]")
_SENTENCE_END = re.compile(r"[。;!?\n]")


@dataclass(frozen=True)
class Plain:
    """A folded text and the way back.

    :param original: as it was written.
    :param text: folded, without noise; what the rules read.
    :param offsets: for each code point of ``text`` its place in ``original``; ``None`` where they are the same.
    """

    original: str
    text: str
    offsets: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a non-empty ``[start, end)`` of ``text`` into the original."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around ``[start, end)``; 、 and : belong to the clause."""
        return _around(self._clause_ends, start, end, len(self.text))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around ``[start, end)``: commas do not end it."""
        return _around(self._sentence_ends, start, end, len(self.text))

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [mark.start() for mark in _CLAUSE_END.finditer(self.text)]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [mark.start() for mark in _SENTENCE_END.finditer(self.text)]


def _around(ends: list[int], start: int, end: int, length: int) -> tuple[int, int]:
    """The stretch around ``[start, end)`` between two of the ascending places where one ends."""
    before, after = bisect_left(ends, start), bisect_left(ends, end)
    return ends[before - 1] + 1 if before else 0, ends[after] if after < len(ends) else length


def fold(original: str) -> Plain:
    """Fold one text. One pass in C where nothing was inserted between characters."""
    folded = original
    for mark, narrow in _MARKS:
        folded = folded.replace(mark, narrow)
    if _RARE.search(folded) is not None or _RARE_BEYOND.search(folded) is not None:
        folded = folded.translate(_FOLD)
    if _STRANGE.search(folded) is None:
        return Plain(original, folded, None)
    noises = [noise.span() for noise in _NOISE.finditer(folded) if _stands_between_han(folded, *noise.span())]
    if not noises:
        return Plain(original, folded, None)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in noises:
        pieces.append(folded[at:start])
        offsets.extend(range(at, start))
        if not _is_inserted(folded, start, end):
            pieces.append(" ")
            offsets.append(start)
        at = end
    pieces.append(folded[at:])
    offsets.extend(range(at, len(folded)))
    return Plain(original, "".join(pieces), tuple(offsets))


def _stands_between_han(folded: str, start: int, end: int) -> bool:
    return start > 0 and end < len(folded) and "\u4e00" <= folded[start - 1] <= "\u9fff" >= folded[end] >= "\u4e00"


def _is_inserted(folded: str, start: int, end: int) -> bool:
    """Whether a sign splits a word (押 金, 限*男) rather than separating two phrases (包吃住 交通便利)."""
    if folded[start - 1] + folded[end] in _PAIRS:
        return True
    alone_left = start < 2 or _HAN.match(folded[start - 2]) is None
    alone_right = end + 1 >= len(folded) or _HAN.match(folded[end + 1]) is None
    return alone_left or alone_right


class Negation:
    """Whether a word is refused by what stands before it in its clause.

    :param nouns: the words of the same list (不收押金、服装费 refuses both).
    """

    def __init__(self, nouns: list[str]) -> None:
        reach = any_of(_BRIDGE_WORDS + nouns)
        self._before = re.compile(rf"(?:{_NEGATION}|{_ZERO})(?>(?:{reach}|[、 (/])*)$")
        self._item = re.compile(any_of(nouns))

    def before(self, text: str) -> re.Match[str] | None:
        """The refusing sign in ``text`` (the clause up to the word), if its reach extends to its end."""
        return self._before.search(text)

    def lists_another(self, between: str) -> bool:
        """Whether the refusal already covered another word of the list."""
        return self._item.search(between) is not None
