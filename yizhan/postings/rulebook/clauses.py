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
    # Further common ones, and Cantonese particles as adverts write them.
    " 徵征 繞绕 驗验 審审 諮咨 詢询 淨净 減减 夠够 檔档 歸归 換换 補补 獎奖 勵励 賠赔 償偿 債债 訂订 預预 領领"
    " 覓觅 誰谁 說说 講讲 談谈 議议 許许 論论 評评 誤误 課课 譯译 調调 諾诺 負负 責责 貴贵 賢贤 賽赛 趕赶 趙赵"
    " 跡迹 躍跃 軟软 軍军 較较 載载 輪轮 轉转 辭辞 適适 遞递 遲迟 遷迁 遺遗 郵邮 醫医 釀酿 釋释 針针 釘钉 鈔钞"
    " 鉛铅 鋪铺 鋸锯 錯错 鍋锅 鍊炼 鎖锁 鏡镜 鑰钥 鑽钻 門门 閃闪 閉闭 閒闲 閱阅 闆板 闊阔 陰阴 陳陈 陸陆 階阶"
    " 隱隐 雜杂 難难 雲云 霧雾 靜静 韓韩 頁页 頂顶 項项 順顺 頑顽 頓顿 頻频 題题 類类 顯显 飛飞 飲饮 飽饱 餅饼"
    " 餘余 駐驻 騎骑 髮发 鬧闹 鮮鲜 鳥鸟 鴨鸭 麥麦 黨党 計计 訪访 註注 詞词 誇夸 誕诞 誘诱 語语 諒谅 謊谎 譽誉"
    " 變变 豐丰 貢贡 販贩 貪贪 貯贮 貼贴 賀贺 賊贼 賓宾 賜赐 賞赏 賴赖 贈赠 贏赢 贓赃 趨趋 軌轨 輩辈 輯辑 辯辩"
    " 邏逻 鄰邻 鄭郑 鋒锋 鍵键 鏟铲 閣阁 雖虽 霑沾 頒颁 頗颇 馮冯 駁驳 驅驱 鬥斗 魚鱼 鹽盐 麗丽 並并 亂乱 亞亚"
    " 來来 侖仑 侶侣 俠侠 倆俩 倉仓 倫伦 側侧 偵侦 偽伪 傑杰 備备 傢家 傷伤 傾倾 僑侨 僕仆 價价 儀仪 億亿 儘尽"
    " 儲储 兌兑 冊册 凍冻 凈净 凱凯 則则 剛刚 創创 劃划 劇剧 劉刘 劍剑 劑剂 動动 勝胜 勢势 勻匀 匯汇 協协 卻却"
    " 厭厌 厲厉 參参 吳吴 呂吕 問问 喚唤 喪丧 喬乔 嗎吗 嘗尝 嚇吓 囑嘱 圍围 圖图 圓圆 執执 堅坚 塊块 塵尘 墜坠"
    " 墻墙 壞坏 壘垒 壩坝 壺壶 壽寿 夢梦 夾夹 奪夺 奮奋 奧奥 妝妆 姦奸 娛娱 婁娄 嬌娇 嬰婴 孫孙 孃娘 宮宫 寢寝"
    " 寧宁 寫写 寬宽 寵宠 專专 尋寻 尷尴 屆届 層层 島岛 嶺岭 嶽岳 帥帅 師师 幣币 幫帮 幹干 庫库 廂厢 廢废 廣广"
    " 廳厅 張张 彈弹 彎弯 彙汇 徑径 復复 徹彻 恆恒 悶闷 惡恶 惱恼 愛爱 慘惨 態态 慣惯 憂忧 憑凭 憲宪 懇恳 懶懒"
    " 懸悬 戀恋 戰战 戲戏 拋抛 挾挟 捨舍 掙挣 採采 揀拣 揚扬 損损 搖摇 搶抢 摺折 撈捞 撥拨 撲扑 撿捡 擁拥 擊击"
    " 擋挡 擠挤 擬拟 擴扩 擺摆 攔拦 攤摊 敗败 敘叙 敵敌 數数 斂敛 斃毙 斷断 於于 昇升 晉晋 曬晒 暈晕 暫暂 曆历"
    " 曉晓 書书 朧胧 枴拐 柵栅 桿杆 棄弃 棟栋 楊杨 榮荣 構构 槍枪 槓杠 樁桩 樂乐 樣样 樸朴 樹树 橋桥 櫃柜 欄栏"
    " 權权 歐欧 殯殡 毀毁 氈毡 決决 況况 洩泄 淚泪 淺浅 渾浑 湊凑 溝沟 滅灭 滯滞 滲渗 漁渔 漲涨 潔洁 潛潜 潤润"
    " 澆浇 濕湿 瀏浏 災灾 烏乌 煉炼 煙烟 煩烦 營营 燈灯 燒烧 爐炉 爭争 牆墙 狀状 猶犹 獨独 獻献 環环 瓊琼 畝亩"
    " 畫画 異异 當当 疇畴 瘋疯 療疗 癡痴 癱瘫 監监 盤盘 盧卢 眾众 睏困 瞞瞒 瞭了 矇蒙 磚砖 礎础 祿禄 禍祸 穀谷"
    " 積积 窩窝 窮穷 竅窍 競竞 筆笔 筍笋 箏筝 範范 築筑 簡简 籃篮 籌筹 籤签 糰团 糾纠 紀纪 約约 紅红 紐纽 純纯"
    " 紙纸 紛纷 細细 終终 組组 結结 絡络 統统 絲丝 經经 網网 綠绿 緊紧 緒绪 緣缘 練练 縫缝 縮缩 績绩 織织 繩绳"
    " 繪绘 續续 纏缠 罰罚 罵骂 羅罗 聖圣 聞闻 聲声 聽听 脅胁 脫脱 腎肾 膚肤 膠胶 臉脸 臨临 舊旧 艦舰 艱艰 莊庄"
    " 華华 萊莱 葉叶 蓋盖 蔣蒋 蕭萧 薦荐 藝艺 藥药 蘋苹 蘭兰 虛虚 蝦虾 蟲虫 衛卫 衝冲 製制 複复 褲裤 規规 覺觉"
    " 覽览 觀观 觸触 訴诉 診诊 詳详 誌志 讚赞 軸轴 轟轰 遙遥 遼辽 鄧邓 鄒邹 醜丑 鉤钩 銳锐 錦锦 鍛锻 鑒鉴 閥阀"
    " 闖闯 闢辟 陣阵 響响 頸颈 願愿 飄飘 飾饰 餵喂 駝驼 驚惊 鬍胡 鬚须 鹹咸 麼么 黴霉 齋斋 廁厕 廈厦 漿浆 蓆席"
    " 簾帘 贖赎 贊赞 姪侄 嫻娴 瘡疮 癬癣 臟脏 喫吃 著着 麽么 啲点 嘅的 咗了 唔不 嚟来 佢他 哋们 睇看 攞拿 俾给"
    " 畀给 咁这 別别"
)
# Spaces and signs are noise only between two Chinese characters; clause marks and quotes are not noise.
_CLAUSE_MARKS = ',。;!?、:()\\[\\]{}【】《》「」“”"\n'
_NOISE = re.compile(rf"(?:[^\w{_CLAUSE_MARKS}]|_)+")
#: From one hour to another.
_TILL = re.compile("[-~—–→➡⇒⟶➜►▶]")
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

    def place(self, at: int) -> int:
        """Return where a place of the original stands in ``text``; the next that was kept."""
        return at if self.offsets is None else bisect_left(self.offsets, at)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around ``[start, end)``; 、 and : belong to the clause."""
        return _around(self._clause_ends, start, end, len(self.text))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around ``[start, end)``: commas do not end it."""
        return _around(self._sentence_ends, start, end, len(self.text))

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Say whether a pattern stands anywhere in the text; it is looked for once, however many sentences ask."""
        held = self._held.get(id(pattern))
        if held is None:
            held = self._held[id(pattern)] = pattern.search(self.text) is not None
        return held

    @cached_property
    def _held(self) -> dict[int, bool]:
        return {}

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [mark.start() for mark in _CLAUSE_END.finditer(self.text)]

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where each sentence begins, ascending; behind the last mark there may be nothing."""
        return [0, *[mark.end() for mark in _SENTENCE_END.finditer(self.text)]]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [start - 1 for start in self.sentence_starts[1:]]


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
    strange = _STRANGE.search(folded)
    if strange is None:
        return Plain(original, folded, None)
    noises = [
        noise.span() for noise in _NOISE.finditer(folded, strange.start()) if _stands_between_han(folded, *noise.span())
    ]
    if not noises:
        return Plain(original, folded, None)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in noises:
        pieces.append(folded[at:start])
        offsets.extend(range(at, start))
        sign = _meant(folded, start, end)
        if sign or not _is_inserted(folded, start, end):
            pieces.append(sign or " ")
            offsets.append(start)
        at = end
    pieces.append(folded[at:])
    offsets.extend(range(at, len(folded)))
    return Plain(original, "".join(pieces), tuple(offsets))


def narrowed(original: str) -> str:
    """Return a text sign for sign in simplified, half-width, small letters; nothing is taken out and no place moves."""
    narrow = original.translate(_FOLD)
    lower = narrow.lower()
    return lower if len(lower) == len(narrow) else narrow


def _stands_between_han(folded: str, start: int, end: int) -> bool:
    return start > 0 and end < len(folded) and "\u4e00" <= folded[start - 1] <= "\u9fff" >= folded[end] >= "\u4e00"


def _meant(folded: str, start: int, end: int) -> str:
    """Return the sign between two Chinese characters that says something: 元/月, 8点→晚6点; nothing where none does."""
    if (
        folded[start] == "/"
        and folded[start - 1] in "元块钱毛角薪"
        and folded[end] in "月天日时小件人年周晚班单斤个次米平趟吨"
    ):
        return "/"
    return "-" if folded[start - 1] in "点半时刻" and _TILL.search(folded, start, end) is not None else ""


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
