"""CR-021: how to reach somebody, written into free text. CR-082: an ID or bank card number that boards would show."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.composed import composed, told
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("contact")

# One digit as people disguise it: 1, 一, 壹, 幺, and o or 〇 for zero.
_DIGIT = "[0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖oO]"
_ONE, _THREE_TO_NINE = "[1一幺壹]", "[3-9三四五六七八九叁肆伍陆柒捌玖]"
# Signs that are put between digits; a comma or full stop between single digits too.
_GAP = r"[ \-.·*_~/|,、—+#]{0,3}"
_SOUND = "(?:ling|yao|yi|er|san|si|wu|liu|qi|ba|jiu)"
_NUMBER = starting(
    rf"(?<![\dA-Za-z])(?:86{_GAP})?{_ONE}{_GAP}{_THREE_TO_NINE}(?:{_GAP}{_DIGIT}){{9}}(?!\d)"
    r"|(?<![\d-])0\d{2,3}(?:[- )]?[1-9]\d{6,7}|[-)]\d{7,8})(?!\d)|(?<!\d)400[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    rf"|(?<![a-z])(?:yao|yi)[ \-.]?{_SOUND}(?:[ \-.]?{_SOUND}){{9}}|(?<![a-z])(?:yao|yi) ?{_SOUND}"
    rf" ?{_SOUND}(?:{_GAP}{_DIGIT}){{6,}}"
    rf"|{_ONE}{_GAP}{_THREE_TO_NINE}{_GAP}{_DIGIT}[ ,、]{{0,2}}(?:中间|后面|再|然后|接着|是)?["
    rf" ]?[两三四五六七八2-8]个{_DIGIT}"
    r"|(?:电话|热线|联系|致电|座机|手机|拨打|咨询|打)[^\d,。;]{0,5}[2-9]\d{6,7}(?!\d)"
)
_WECHAT = (
    r"(?:[微薇威徽維维]\s?(?:[信心xX]|芯(?!片))|(?<![A-Za-z])(?:[vV]\s?信|[vV][xX]|[wW][xX]|[wW]ei[xX]in)"
    r"|WeChat|wechat|卫星|绿泡泡|[微薇][号❤])"
)
_QQ = r"(?:[qQ]{2}|扣扣|企鹅|球球|[qQ]群)"
_GROUP = r"(?:(?:我们|本|招工|工作|报名|用工|零工|兼职|老乡|信息|求职)的?)?(?:微信|QQ|交流|报名)*群"
_ACCOUNT = starting(
    rf"(?:加|添加|联系|咨询|私聊?|扫|留|发|搜|\+)(?:我|老板|人事|负责人|下|一下|你的|您的|个)?(?:{_WECHAT}|{_QQ})"
    "(?!用户|支付|红包|转账|结|工资|公众号运营)"
    rf"|(?:{_WECHAT})(?:号码?|同号|帐号|账号|ID)?[:是为 ]{{0,3}}(?:[A-Za-z][A-Za-z0-9_-]{{4,}}|\d{{5,}})"
    f"|(?:{_WECHAT}|电话|手机)(?:同号|同步|同微信?|同V|同v)"
    "|电微同|同微信|(?<![A-Za-z])[vV](?:信)?同(?:号|步|手机|电话)"
    f"|(?:{_WECHAT})(?:联系|咨询|私聊|报名|详聊|沟通|详谈)"
    f"|(?:{_QQ})(?:号码?|群)?[:是为 ]{{0,3}}{_DIGIT}{{5,12}}"
    f"|(?:{_QQ})(?:联系|咨询|详聊)"
    f"|(?:加|进|入|拉(?:你|您)?进?)(?:入|{_WECHAT}|{_QQ})?{_GROUP}(?!众|体|主)"
    f"|{_W.bare.write_privately}"
    "|(?<![A-Za-z])[vV](?:号|信)?:[ ]?[A-Za-z][A-Za-z0-9_-]{4,}"
    "|(?:抖音|快手|小红书|钉钉|陌陌)号[:是为 ]"
)
_CODE = starting(
    "(?:扫|识别|长按|下方|见|附|加|如下|添加|保存|截图|这个|以下)(?:描|一扫|下方|上方|以下|这个|图中|海报|我的?"
    "|企业|群|微信|的)*二维码(?!打卡|考勤|签到|登记|支付|付款|测温|点餐|收款)"
    "|扫(?:一下|一扫)?(?:下面|下方|上面|上方|图上|图中|旁边|右边|左边|海报|墙上)的?码(?![头数货放垛])"
    "|扫[^,。;扫]{1,8}?[上里的]的?码(?![头数货放垛])(?=[^,。;]{0,6}(?:聊|加|进群|报名|联系|找我|找老))"
    "|二维码(?:如下|见|在|联系|报名|进群|加|咨询|在下方|:)"
    rf"|扫码{_W.scan_for}|[hH][tT]{{2}}[pP][sS]?:/{{0,2}}[A-Za-z0-9]|[wW]{{3}}\."
    rf"|(?<![A-Za-z0-9@.])[A-Za-z0-9-]{{2,}}\.{_W.top_domains}(?![A-Za-z])"
    r"|(?<![A-Za-z0-9@./-])[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]{2,}){0,2}\.[A-Za-z]{2,8}/[A-Za-z0-9]"
    "|[A-Za-z0-9]{2,}点(?:com|cn|net|top|vip)"
    "|点(?:击|开|进|下)?(?:下方|以下|此|这个|下面|上方|该|报名|文末)*链接"
    "|链接(?:就)?(?:在|放|贴)(?:在|到)?[^,。;]{0,4}?(?:评论|主页|简介|下方|下面|置顶|群|朋友圈|文末)|链接(?:报名|投递|申请|如下|见|[:])|复制(?:此|这个|下方|以下)?链接"
    r"|[A-Za-z0-9][A-Za-z0-9_.-]*@[A-Za-z0-9]{2,}(?:\.[A-Za-z]{2,})?"
)
#: Channels in other words: 电话在朋友圈, 私我, 主页有号, 头像就是微信.
_CHANNEL_WIDE = starting(
    f"(?:电话|手机号?|号码|联系方式|联系电话|微信|{_WECHAT}|{_QQ}|群号|(?<![\u4e00-\u9fff])号)(?:号|码)?(?:都|就|也|写|留|放|贴|印|挂)*"
    f"(?:在|见|看(?!上面电话|电话栏)|是|即|同)(?:我)?(?:的)?{_W.where_number}"
    "|(?:主页|简介|头像|评论区|朋友圈|签名|昵称|名片)(?:里|上|下)?(?:就|都)?(?:有|留|放|写|是|见|看|找)(?:了|着)?"
    f"(?:我的?)?(?:电话|号码?|微信|联系方式|联系电话|{_WECHAT})"
    "|(?:私|滴|dd|DD|戳|敲|call|CALL)(?:我|滴我|一下|本人)(?!们)"
    "|(?<![A-Za-z])[vV]我(?!5)"
    "|(?:[Qq扣])(?:我|一下)(?=$|[,。;!了解详聊])"
    "|(?:后台|评论区?|留言区|抖音|快手|小红书|公众号|视频号|直播间|朋友圈|闲鱼|贴吧)(?:里)?"
    r"(?:私信|留言|留(?:个)?(?:电话|手机号|号码|联系)|扣\d|打\d|回复|搜|关注)"
    "|(?:搜|关注)(?:索)?(?:抖音|快手|公众号|视频号|小程序|微信|我们)[^,。;]{0,10}"
    f"|(?:拨打?|打|致电|来电|呼|电联|电询|联系)(?:电话|热线|手机|老板|我)?[: ]?(?:{_DIGIT}{_GAP}){{7,12}}"
    f"|(?:加|进|入|来)(?:我们|咱们?|俺们?)?(?:的)?(?:{_WECHAT}|QQ|{_QQ}|招工|用工|接活|日结|零工)?(?:大)?群(?:里)?"
    "(?:报名|接龙|看|找|抢|领|$|[,。;])"
    "|(?:群里|进群)(?:报名|接龙)|(?:联系|找)群主"
    f"|(?:微信|{_WECHAT})(?:搜|扫|加|号(?=[:为是 就同在见留写即]|[A-Za-z0-9]))"
    "(?!码?(?:支付|付款|点餐|点单|登[录陆]|打卡|签到|开门|乘车|开票))"
    f"|(?:有意|感兴趣|想来|想干|要来|需要|应聘)(?:的|者|请|直接|就|可以?)*(?:加|扫|私|{_WECHAT}|电|滴)"
    "(?:我|聊|联|微|信|V|v|群|,|。|$)"
    "|(?:邮箱|邮件|E-?mail|email)(?:投递|发|:|地址)[^,。;]{0,3}[A-Za-z0-9]"
)
#: Wider: where the number stands, a window to knock at, an address spelt out.
_CHANNEL_LOOSE = starting(
    "(?:联系方式|电话|号码|手机号?|微信号?)(?:都|就|请)?(?:看|在|见|瞅|翻)(?:我|店|门|名|头|群|主|图|楼|置|公)"
    "[^,。;]{0,5}"
    "|(?:主页|置顶|首页|签名|名片|店门口|门头|门口)(?:那个|里|上|的|就)*(?:有|找|看|是|那个)(?:我的?)?"
    "(?:联系|号|电话|微信|方式)"
    "|加(?:绿色|绿|那个绿|绿色的)?(?:软件|泡泡|小程序|企微)(?!园)"
    "|(?:敲|开|点)(?:我)?(?:小窗|窗口)|(?:滴滴?|戳|喊|叫)(?:我)一声"
    "|(?:留下?|发|报)(?:个|一下|你的?|您的?)?(?:电话|号码|手机号|联系方式|微信)(?:我|给我|就|,我)"
    "(?:回|联系|打|加|拉|给)"
    "|(?:打|拨)(?:我|老板娘?|队长|本人|他|她)的?(?:手机|电话|号)(?!客服)"
    r"|(?:手机|电话|号码?)号?[:是为 ]{0,2}[一幺1][三四五六七八九3-9][\d零一二三四五六七八九](?:加|中间|后面|再)"
    "|(?:手机|电话|号码?|微信)号?(?:请)?[倒反](?:过来|着)(?:念|读|看|打|写|拨)"
    "|(?:[扣叩])(?:我)?(?:一下|1)"
    r"|(?:打|拨)(?:那个)?[一幺1][三五七八3578][\d一二三四五六七八九零]?(?:那个|开头|的)"
    "|(?:门口|门上|墙上|店里)(?:就|都)?(?:贴|写|留|挂|有)(?:着|了)?(?:我的?|老板)?(?:号|电话)"
    "|(?:进|上|去|搜|或者?|,)?(?:抖音|快手|小红书)(?:上)?(?:搜|找|看)(?!人|工作|活)"
    "|(?:邮|发)(?:我|给我)[^,。;]{0,4}?(?:简历|资料)"
    "|群(?:已)?满了?(?:的)?,?(?:加|找|私|扫|联系)"
    "|(?:加|找|联系)(?:我|群主|管理)(?:拉|进|入)(?:你|您)?(?:群)?"
    "|(?:公众号|公号|视频号|小程序)(?:菜单|里|底部|后台|首页|主页)?[^,。;]{0,4}?(?:报名|投|联系|留言|菜单)"
    "|(?:见|看|进|点)(?:我们?)?(?:公众号|公号|视频号)"
    "|[A-Za-z0-9]{3,}(?:艾特|圈[Aa])[A-Za-z0-9]{2,}"
)
_NOT_NEEDED = re.compile(f"{_W.not_needed_words}{_W.not_needed_link}*$")
#: The number of a thing: 编号, 运单号, 工号.
_NUMBERED = re.compile(f"{_W.numbered}(?:号码?|码)[:为是 ]{{0,2}}$")
#: 不加微信不进群 is a denial, 不加微信不给活 is none.
_OR_ELSE = re.compile(r"[^,。;]{0,4}(?:,)?(?:就|都|一律|统统|的)?不(?:派|给|安排|发|要|录|通知|接|收|算|让|能)")
#: A group for those who work there already.
_AFTER_HIRING = re.compile(
    r"(?:入职|上岗|报到|录用|入厂|进厂)(?:以后|之后|后)(?:统一|再|会|由[^,。;]{1,4})*$|(?:交了?|录用|通过)[^,。;]{0,4}(?:才能|方可|才)$"
)
#: The station's own channels are no way round it.
_OF_STATION = re.compile(r"(?:驿站|人社|政务|零工市场|本站|就业)(?:的|局|大厅|官方)*$")
# Who looks after groups, codes or links as their work does not offer a way to be reached.
_DUTY = re.compile(f"{_W.duties}[^,。;]{{0,14}}$")


#: Nobody is told how to reach somebody without one of these.
_REACHING = frozenset(
    "加添联咨私扫留发搜+号同群进入拉看见在找戳滴敲打呼来邮投关后台扣回即有报聊沟谈电:是为"
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def number_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-021: a telephone number in free text, however its digits are written."""
    for found in _NUMBER.finditer(plain.text, first, last):
        if _NUMBERED.search(plain.text, first, found.start()) is None:
            yield found.span()


def account_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-021: WeChat, QQ or a group in free text."""
    yield from _not_as_work(plain, _ACCOUNT, first, last)
    yield from _not_as_work(plain, _CHANNEL_WIDE, first, last)


def channel_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-021: told where the number stands, or which window to knock at."""
    return _not_as_work(plain, _CHANNEL_LOOSE, first, last)


def code_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-021: a code to scan, a link or a mail address in free text."""
    return _not_as_work(plain, _CODE, first, last)


def _not_as_work(plain: Plain, pattern: re.Pattern[str], sentence_first: int, sentence_last: int) -> Places:
    text = plain.text
    for found in pattern.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        if _AFTER_HIRING.search(before) or _OF_STATION.search(before):
            continue
        if text.endswith("不", first, start) and _OR_ELSE.match(text, end, sentence_last) is None:
            continue
        if _NOT_NEEDED.search(before) is None and _DUTY.search(before) is None:
            yield start, end


_ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_CARD_NUMBER = re.compile(r"(?<!\d)[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?(?!\d)")
#: What a public notice shows is another rule's matter: CR-083.
_NOTICE = re.compile("公示|公开栏")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def personal_number_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-082: an ID number (GB 11643 check digit) or a bank card number (Luhn)."""
    if plain.holds(_NOTICE):
        return
    for found in _ID_NUMBER.finditer(plain.text, first, last):
        if _is_id_number(found[0]):
            yield found.span()
    for found in _CARD_NUMBER.finditer(plain.text, first, last):
        if _is_card_number(found[0].replace(" ", "")):
            yield found.span()


def _is_id_number(written: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(written, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == written[17].upper()


def _is_card_number(digits: str) -> bool:
    if not 16 <= len(digits) <= 19 or _ID_NUMBER.fullmatch(digits):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


# Digits are no words: a sentence is looked at where the beginning of a number stands, or a word of reaching somebody.
_BEGINNINGS = tuple(a + b for a in "1一幺壹" for b in "3456789三四五六七八九叁肆伍陆柒捌玖 -.·*_/")
_CALLED = _W.words.called
CONTACT_NUMBERS = TextRule(
    "CR-021",
    (
        "400",
        "yao",
        "yi",
        "电话",
        "热线",
        "座机",
        "拨打",
        *_BEGINNINGS,
        *(f"0{digit}" for digit in "123456789"),
        *(f"{word}{sign}" for word in _CALLED for sign in "23456789:是为 "),
    ),
    number_places,
)
CONTACT_ACCOUNTS = TextRule(
    "CR-021",
    (
        *_W.words.contact_accounts_anchors,
        *(f"{a}{b}" for a in "微薇威徽維维" for b in "信心芯xX"),
        *(f"{a}{b}" for a in "vV" for b in "信 xX"),
    ),
    account_places,
    beside=_REACHING,
)
CONTACT_CODES = TextRule(
    "CR-021",
    (*_W.words.contact_codes_anchors, *(f"{letter}/" for letter in "abcdefghijklmnopqrstuvwxyz")),
    code_places,
)
CONTACT_CHANNELS = TextRule(
    "CR-021",
    _W.words.contact_channels_anchors,
    channel_places,
    told=True,
)
#: A board that shows who looks for work, with a telephone or what is told of the family.
SHOWN_ON_BOARDS = told(
    "CR-082",
    composed(_W.boards, _W.of_a_person, reach=50, unless=_W.bare.of_a_job, commas=4, ordered=True),
)
PERSONAL_NUMBERS = TextRule(
    "CR-082",
    _W.words.personal_numbers_anchors,
    personal_number_places,
)
