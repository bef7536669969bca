"""What else a sum of money in a message can be: last year's pay, somebody else's, a price, a fee, an extra.

A sum is the pay only where its clause gives it no other part to play. What that part is stands in the words before the
figure (去年一天120, 客户出价360, 外加20, 少来一次扣50) or right behind it (300另发, 20以内报销).
"""

from __future__ import annotations

import re

#: The sum of another time, of other people, or one that is refused: 去年120, 人家给200, 别跟我讲七百.
_ELSEWHERE = re.compile(
    r"去年|前年|往年|上一?年|头[一两几]年|前几年|上[回次](?!班)|从前|原先|原来(?!的人)|先前|早先|过去(?=[\u4e00-\u9fff]{0,4}$)|以前(?=[\u4e00-\u9fff]{0,6}$)|上个?月(?!底)|上季"
    r"|人家|别人|别家|别处|别的(?:厂|店|地方|老板|工地)|隔壁|对门|同行|外面(?:都|才|给|是|一般)|市面|市场上|外头|那家|他们(?:那|家|厂|店)"
    r"|(?:别|莫|甭|不要|休想|别再|少)(?:跟我|和我|给我|同我)?(?:讲|说|谈|提|喊|开口)|嫌|不值|不到(?=$)|涨之前|没涨"
)
#: The price of goods or of a service to whoever buys it: 市价三块五, 卖26, 客户出价360.
_PRICE = re.compile(
    r"市场?价|行情价|批发价|零售价|零售(?=$)|售价|卖价|收购价|进价|成本|出厂价|门市价|挂牌价|标价|原价|定价|报价|团购价|单价卖|价值|值(?=$)|(?:客户|顾客|业主|买家|客人)(?:那边|那里)?(?:出价?|给|付|交|掏)(?!我们?结)"
    r"|(?:收|问|跟|向)(?:客户|顾客|客人|家长)(?:收|要)?|(?<![售贩买叫])卖(?:到|价|出去?|给[\u4e00-\u9fff]{1,3})?(?=$)|卖(?=[一每]?[斤个箱件只条亩袋]?$)|老板[一每1][\u4e00-\u9fff]{1,3}卖$|买(?=$)|(?<![丰秋回])收(?:费|人家)?(?=$)|花了(?=$)|(?:票|门票|车票|饭菜|房间|床位|工牌|被褥|工作服|衣服)(?:价|钱|费)?(?:要|收|是|交)?(?=$)"
)
#: Money that the worker pays or gets back: 车费10, 迟到一次扣50, 打车报20.
_BURDEN = re.compile(
    r"报销|返还|退还|生活费(?=里|中|扣)|饭堂|迟到|旷工|早退|缺勤|请假一|上门费|停车费|油费|电费|水费|药费|学费|会费|管理费|清洁费|手续费|工本费|卡费|话补|体检|(?<![钉纽衣倒])扣(?:款|掉|钱)?(?=[一每]?[\u4e00-\u9fff]?$)"
    r"|(?<![\u4e00-\u9fff])(?:食堂|盒饭|饭菜|快餐|伙食|宿舍|住宿|床位|中饭|午饭|晚饭|饭)(?:标准|自费|打饭|每[顿餐天]|一[顿餐份]|[按算收交]|钱)*(?=$)"
)
#: What comes on top: 外加20, 卖一双提三毛, 夜班另补1元.
_EXTRA = re.compile(
    r"(?:外加|另加|再加|还加|加上|另外加|多加|额外|(?<![增叠添参])加|另提|再提|提成|抽成?|抽(?=$)|奖励?|返(?=$)|另补|再补|多补|还补|另贴|[饭餐车房油夜]贴|多给|另付|另发|多拿|再涨|红包|小费|利是)"
    r"(?:[一每][次趟件双单天晚月亩斤小时块]{1,2})?[约有给为是发 ]{0,2}$"
)
#: Behind the sum: 300另发, 20以内报销, 15元标准.
_BEHIND = re.compile(
    r"(?:元|块钱?)?(?:以内|之内|内)?(?:/?[一每]?[天月次人年个])?(?:的)?(?:另发|另补|报销|实报|标准发|押金|定金|罚款?|扣款|的?(?:票|套餐|标准)(?![准]))"
)
_CLAUSE = re.compile(r"[,;。;!?\n|、(]")
#: The length, the girth, the age of something; a number of a telephone or a house.
_SIZE = re.compile(
    r"(?:球径|直径|胸径|地径|口径|身高|体重|尺码|厚度?|宽度?|高度|深度?|型号|编号|门牌|尾号|年龄)(?=[:是在约到 ]{0,2}$)"
)
_FAR = 40


#: 一桶提2块: the pay where nothing else is, else what comes on top of it.
_CUT = re.compile(r"(?<![手前小另再])提[约有给为是发 ]{0,2}$")


def clause_before(plain: str, start: int) -> str:
    """Return what stands in the clause before a place, forty signs at most."""
    near = plain[max(0, start - _FAR) : start]
    marks = list(_CLAUSE.finditer(near))
    return near[marks[-1].end() :] if marks else near


def is_cut(plain: str, start: int) -> bool:
    """Say whether the sum that begins there is what one gets of each piece that was sold or done."""
    return _CUT.search(clause_before(plain, start)) is not None


def is_no_pay(plain: str, start: int, end: int) -> bool:
    """Say whether the sum that stands there plays another part than that of the pay.

    :param start: where the figure begins.
    :param end: where the sum ends, money sign and unit included.
    """
    before = clause_before(plain, start)
    return any(pattern.search(before) for pattern in (_ELSEWHERE, _PRICE, _BURDEN, _EXTRA, _SIZE)) or (
        _BEHIND.match(plain, end) is not None
    )
