"""CR-040 and CR-036: ages that a text asks for."""

from __future__ import annotations

import re

from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import (
    TURNED_AWAY,
    Places,
    Setting,
    TextRule,
    found_by,
)
from yizhan.postings.rulebook.text_rules.slots import (
    BETWEEN,
    ONLY,
    PREFER,
    PREFERRED,
    REJECT,
    TURNED_FAR,
    TURNED_SUCH,
    WELCOME,
)
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("ages")

_NUMBER = _W.number
_NOT_IN_NUMBER = r"(?<![\d.一二三四五六七八九十百第])"
_AGE = starting(
    rf"{_NOT_IN_NUMBER}(?P<low>{_NUMBER})(?:周?岁)? ?(?:(?P<join>[-~—–至到、,/]|或者?)+ "
    rf"?(?P<high>{_NUMBER}))? ?(?:多)?周?岁"
    r"(?P<tail>(?:以|及以|或以|之)?(?:上|下|内)|左右|起)?"
    rf"|(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 "
    rf"]{{0,2}}(?P<low2>\d{{1,2}})(?![\d.])(?:[-~—–至到](?P<high2>\d{{1,2}})|以上)"
)
_UNDER = re.compile(r"(?:未满|不满|不足|小于|低于|未到|不到)$")
_SIXTEEN_TOO = re.compile(
    r"(?:的|者|周岁|也|,|人员|少年|学生|孩子|暑假工)*(?:均|都|也|皆)?(?:可以?|行|要|收|能|欢迎|招|接受)(?!谓)"
)
_REFUSED_AFTER = re.compile(
    f"(?:的|者|人员|人|周岁|均|都|一律|请|应聘|求职|,)*(?:[或及][^,。;]{{0,10}}?)?{_W.turned_away_after}"
)
_CHILD_LABOUR = re.compile(r"童工")
_CHILD_LABOUR_SOUGHT = re.compile(r"(?:招|聘|要|收|找|用|需|介绍)(?:聘|收|用|几个|[一二两三\d]+[名个])?$")
_CHILD_LABOUR_REFUSED = re.compile(r"不|禁|严|拒|无|杜绝|非法|打击|查处|举报|抵制|零|勿|防止|避免|未")
_PUPILS = starting(
    "(?:小学生|初中生|初[一二三]|中学生|[五六七八九]年级)(?:[一二三初、和或]|学生|同学|娃|孩子|们|毕业|在读|的)*"
    "(?:(?:也|都|均|就)?(?:可以|能来|可来|能做|行|中(?!学|心|间|午)|要|收)"
    "|(?:放假|寒假|暑假)(?:的|工)?(?:可以?|来|也|能|都))"
    f"|(?:未满|不满|不够|没满|不足|没到|不到|差几天)(?:16|十六)(?:周?岁)?[^。;不别勿]{{0,12}}?{_W.pupils_may}"
    r"|(?<![不勿莫未拒禁])(?:招|找|要|收|用|聘|需要?)(?:聘|收|用)?(?:几个|[一二两三\d]+[名个])?"
    "(?:小学生|初中生|初[一二三]的?学生|未成年(?:人|学生))"
    "|(?:小孩子?|孩子|娃娃?|小朋友|学生娃)们?(?:放学|放假|周末|星期天|课余|寒假|暑假)?(?:了|后|以后)?(?:也|都)?"
    "(?:可以?|能)来?(?:手快|眼尖|灵活)?(?:串|贴|剪|装|捡|摘|折|包|打工|干活|做工|做手工|帮工)"
    "|(?:十[一二三四五][一二三四五六]?|1[0-5])(?:[、到-]1[0-6])?岁的?(?:学生)?(?:娃|孩子)[^。;]{0,8}?"
    "(?:也中|也行|送来|来(?:贴|干|串|剪|发|装|捡|摘|做))"
)
#: Children as they are called, and that they may come: 十四五的娃也收, 半大孩子能来.
_YOUNGSTERS = (
    f"(?:{_W.child_ages}(?:周?岁|来岁|大)?(?:左右)?的?(?:小?娃娃?|孩子|小孩|半大小子|学生|少年|小?姑娘|丫头|男孩|女孩"
    "|小子|小?闺女|小?妞|女娃|男娃|伢子?|细伢子?|崽|毛孩子?|弟弟?|妹妹?|小家伙|同学|侄[儿女]|外甥)"
    f"|{_W.bare.young_people})"
)
_YOUNG_WIDE = starting(
    f"{_YOUNGSTERS}{_W.pupils_also}*{_W.pupils_taken}"
    f"|(?:放(?:暑|寒)?假的?|暑假|寒假|周末)?{_W.school_children}(?:没事|有空|在家闲着的?|放假|暑假工?|寒假工?|,|的"
    rf"|都|也|就|可以?)*(?:能来|来(?!{_W.bare.come_to})|要(?:几|\d|[一二两三十])|招(?:几|\d|[一二两三十])|收)"
    "|(?<!到)初[一二](?:以上|及以上|往上|起|的)(?:在校|在读)?(?:学生|同学|孩子|娃)?(?:就|都|也|均)*"
    "(?:行|可以?|能来|能做|能干|要(?!求)|收)"
    f"|(?:[、和到至-]?(?:20)?\\d\\d年)*(?P<born>(?:20)?\\d\\d)年?(?:以?后)?(?:出生|生)"
    "的?(?:小?孩子?|学生|小家伙|娃|小朋友|同学)*(?:手[^,。;]{1,6})?(?:也|都|就|均)*"
    "(?:能来|可以?|行|要(?!求)|收|最好|正好|优先|合适)"
    "|[一二三四五六七八初][一二三]?年级(?:以上|及以上|往上|起|毕业)?(?:的|就|都|也)*(?:行|可以|能来|要|收)"
    "|虚岁(?:够|满|有|到)?(?:1[0-6]|十[一二三四五六])"
    "|小学(?:刚|没|还没)?毕业的?(?:娃|孩子|小孩|学生)[^。;]{0,8}?(?:来|要|收|学徒)"
    r"|(?<![不勿莫未拒禁])(?:招|找|要|收|用|聘)(?:几个|些|一批|[一二两三四五\d]+[名个])?"
    "(?:半大|十[三四五]|1[2345]|未成年|辍学|小)(?:岁|来岁)?(?:的)?(?:孩子|小孩|娃|小子|少年|学生|小工人)"
    "|(?:借|用|拿|带)(?:别人|家长|哥哥?|姐姐?|爸妈|爸爸|妈妈|父母|家里人|大人|他人|亲戚)的?(?:身份证|证件)"
    "(?:来|就|也|进厂|登记|入职|上班|可以)"
    "|(?:不|没)(?:看|查|验|要)(?:身份证|年龄|岁数)[^。;]{0,8}?(?:孩子|小孩|娃|学生)"
    "|(?:借|用|拿|带)上?(?:她|他|自己|家里)?的?(?:哥哥?|姐姐?|爸爸?|妈妈?){1,2}的?(?:身份证|证件|证)"
    "|(?:初[一二]|[七八]年级)(?:初[二三]|[、和到]?[八九]年级)?(?:的)?(?:同学|学生|小伙伴|娃|孩子|弟弟|妹妹)*们?"
    "(?:放假|暑假|寒假|周末|在家|闲着|的|没事|有空)*(?:都|也|就)?(?:看过来|过来|来吧|约起|集合|报名|喊来|叫来|可以喊|欢迎)"
    "|(?:考完|参加完|刚)中考的?(?:弟弟|妹妹|同学|娃|孩子|学生)+"
    "|差(?:几|[一二三两半])个?(?:月|天)(?:就|才|到|满|够|的)*(?:16|十六)?(?:周?岁)?(?:的)?,?(?:也|都|跟家长|家长)"
    "|(?:没|不|未)(?:到|满|够)(?:16|十六)(?:周?岁)?(?:的|,|也|都)*(?:别怕|别担心|放心|不用怕|照样|照进|照收|能进|一样)"
    r"|(?<![\d第满够])(?:1[0-5]|十[一二三四五])(?:周?岁)(?:的|,|左右|也|都)*(?:家长|父母|爸妈|家里|大人)(?:同意|签字|陪|答应|点头|允许|带)"
    "|(?:让|叫|送|喊)(?:孩子|娃儿?|小孩|学生)们?[^,。;不]{0,4}?(?:来|过来)[^,。;]{0,3}?(?:锻炼|体验|干活|帮忙|挣|打工|学手艺|搭把手|练练)"
    r"|(?:小学|初[一二]|初中|[五六七八]年级)(?:在读)?的?(?:生|学生|同学|娃)(?:[一二两三四五几]|\d{1,2})[名个位]"
    r"|(?<![\d第满够])(?:1[0-5]|十[一二三四五])(?:周?岁)的?(?:男孩|女孩|小伙|娃|孩子|小子|丫头)?,?(?:学(?:修|理发|厨|手艺|徒|做|开)|当学徒|打杂|跟师)"
    "|(?:大人小孩|小孩大人|大人娃娃?|老人小孩|大人孩子)(?:都|也)(?:算|要|收|来|行|可以|能干)"
    r"|(?:娃[儿娃]?|孩子|小孩)[^。;不别]{0,14}?,?(?:也|都)(?:给|算)(?:\d{2,3}|[一二三四五六七八九]十|半个?工|工钱|人头)"
    r"|(?:娃儿?|孩子|小子|丫头|闺女|儿子)(?:今年)?(?:才|刚|满)?(?:十[一二三四五]|1[1-5])(?:周?岁)?了?[^。;?]{0,10}?(?:没事干|闲着|没处去|闲得慌)"
    f"|(?:借|用|拿)(?:你|他|她)?{_W.kin}的(?:来)?(?:刷|登记|顶|进厂)"
    "|(?:检查|劳动局|监察|查)的?(?:人)?(?:一|要是)?来了?[^,。;]{0,4}(?:后门|躲|藏)"
    "|(?:娃娃?|小孩|孩子)们?(?:也|都|就)算(?:半个|个)?工"
    "|(?:娃儿?|孩子|小子|丫头)(?:今年)?(?:是)?(?P<child_born>20\\d\\d)年(?:出)?生的?[^。;]{0,20}?(?:帮|干活|打工|包|摘|捡|串|装)"
    "|(?:身份证|年龄)(?:可以|能|帮|给)(?:你|您)?(?:改|做|办)(?:大|假)"
    "|(?:年满|满|够|过了?)(?:1[0-5]|十[一二三四五]?)(?:周?岁)?(?:就|即|的|便|都|也)*(?:可|能|行|要|收|来)"
)
#: The same in a family's words: 孩子放假送来帮忙, 没满十六的走小门, 借你姐的身份证.
_KIN = _W.kin
_MAY = _W.may
_YOUNG_TOLD = starting(
    "(?:孩子|娃儿?|小孩|学生娃?|小子|丫头)们?(?:放(?:了)?(?:暑|寒)?假|周末|礼拜天|不上学|没上学|辍学|闲着?"
    "|在家没事)[^。;]{0,8}?(?:送来|送过来|带来|领来|叫来|打发来|来(?:帮忙|干|做|挣|打工|搭把手))"
    "|(?:小孩子?|娃儿?|小朋友)们?[^,。;]{0,3}?(?:手快|眼尖|闲着|有空)[^。;]{0,3}?,?(?:来|能来|可以来)"
    "(?:串|干|帮|做|贴|剪|装)"
    r"|(?<![\d二三四五六七八九第])(?:十[一二三四五]|1[1-5])(?:周?岁)(?:往上|以上|起|开外)的?(?:都|也|就|,)*"
    f"(?:来|{_MAY})"
    "|(?:初[一二]|小学|[四五六七八]年级)(?:初?[二三]|在读|的|上|里|刚|没|毕业|五?六年级)*"
    f"(?:男孩|女孩|孩子|学生|娃|小子|丫头)们?[^,。;]{{0,6}}?{_MAY}"
    "|(?:刚|才)小学毕业|小学(?:刚|没)?毕业的?(?:学徒|小工|徒弟)"
    "|(?:没|不|未|差一?点?|不到|未到)(?:到|满|够)?(?:16|十六)(?:周?岁)?(?:的|人|孩子|,|也|都|就)*"
    f"(?:{_MAY}|走(?:小|后|侧|偏)门|藏|躲|别声张|别往外说|跟着大人)"
    f"|(?:借|用|拿)(?:一下)?(?:你|他|她|您|自己)?的?{_KIN}的?(?:身份证|证件|证)(?:来|登记|进|报|刷|就|也)"
    r"|(?<![\d.一二三四五六七八九十第])(?:十[三四]、?[四五]|十五、?六|1[34]、[45]|15、6)(?:岁)?(?:左右)?(?:大)?的?"
    f"(?:孩子|娃|小孩|小子|学生)?(?:[能肯]干的)?(?:都|也|就|,)*{_MAY}"
    "|(?:十[二三四五]|1[2345])(?:周?岁)的?(?:小工|学徒工?|徒弟|帮工|服务员|杂工|童工|小伙计)"
    "|(?:娃|孩子|小孩|小子|丫头)[^,。;]{0,3}?(?:十[一二三四五]|十[二三]?[三四五]|1[1-5])(?:岁|多岁|来岁)?了?,?"
    "[^。;]{0,6}?(?:跟着?|一块儿?|一起|帮着?)[^。;]{0,6}?(?:摘|干活|做|打工|捡|挣|掰|拔|采)"
    "|(?:看着?|长得|个子|个头|身高)(?:像|够|跟|显)(?:个)?(?:大人|成年人?|高|大)[^。;]{0,6}?(?:就|也)?"
    "(?:行|可以|能来|能干|收|要(?!求))[^。;]{0,8}?(?:不查|不看|不问|不管|不满|不够|没满|身份证)"
)
_TAUGHT = re.compile(_W.bare.taught)
_CHILD_MAY_WORK = re.compile(
    r"的?(?:孩子|小孩|学生|少年|娃)(?:也|均|都|就)?(?:可以?|能|行|要|收)(?:来)?(?:做|干|应聘|打工|上班|兼职)"
)
#: 有没有孩子都可以, 带小孩来的, 十六七的半大小子: no child under sixteen is to work.
_NOT_THE_CHILD = re.compile(
    r"(?:有没有|有|没有?|带着?|[带生有养教]过|几个|生|谁的|办完[、,])$|(?<![满到够足])(?:十[六七八]|1[678])(?:[、到-]?(?:十?[七八]|1[78]))?岁?的?$"
)
_OTHERS = re.compile(any_of(WORDS["childhood"]["others"]))
_CARE = re.compile(any_of(WORDS["childhood"]["care"]))
_AGE_NEGATION = re.compile(f"{_W.not_taken}{_W.not_taken_link}*$")
_NOT_WORKER = re.compile(r"(?:公司|企业|品牌|店|创办|成立|工龄|厂龄|楼龄|车龄|树龄|保修|质保)[^,。;]{0,6}$")
_LEAST_AGE = 16
#: Children of that age are led or taught; a 老师 who looks after them at work is none of it.
_CAMP = re.compile("夏令营|冬令营|家教|辅导|托管|兴趣班|补课")


def young_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-040, as far as a text can show it: somebody under 16 is wanted or admitted."""
    text = plain.text
    for found in _CHILD_LABOUR.finditer(text, sentence_first, sentence_last):
        first, last = plain.clause(*found.span())
        before = text[first : found.start()]
        refused = _CHILD_LABOUR_REFUSED.search(before) or _REFUSED_AFTER.match(text[found.end() : last])
        if refused is None and (
            _CHILD_LABOUR_SOUGHT.search(before)
            or re.match(r"(?:也|均|都)(?:可|收|要|行|招|用|能)|可", text[found.end() :])
        ):
            yield found.span()
    for found in found_by((_PUPILS, _YOUNG_WIDE, _YOUNG_TOLD), text, sentence_first, sentence_last):
        before = text[sentence_first : found.start()]
        if _may_be_sixteen(found, setting.year):
            continue
        if _NOT_THE_CHILD.search(before) is not None or _REFUSED_AFTER.match(text, found.end(), sentence_last):
            continue
        if _TAUGHT.search(text, sentence_first, sentence_last) is None and _AGE_NEGATION.search(before) is None:
            yield found.span()
    for found in _AGE.finditer(text, sentence_first, sentence_last):
        if _admits_under_sixteen(plain, found):
            yield found.span()


def _may_be_sixteen(found: re.Match[str], year: int) -> bool:
    """Say whether a year of birth was read in which somebody of sixteen, in this year, may be born."""
    said = found.groupdict().get("born") or found.groupdict().get("child_born")
    if not said:
        return False
    born = int(said) if len(said) > 2 else 2000 + int(said)
    return not year - _LEAST_AGE < born <= year


def _admits_under_sixteen(plain: Plain, found: re.Match[str]) -> bool:
    text, (start, end) = plain.text, found.span()
    low = _age(found["low"] or found["low2"])
    high = _age(found["high"] or found["high2"])
    if low is None or (high is not None and high <= low and not (found["join"] and high == low)):
        return False
    first, last = plain.clause(start, end)
    before, after = text[first:start], text[end:last]
    tail = found["tail"] or ""
    downward = "下" in tail or "内" in tail or _UNDER.search(before) is not None
    if low > _LEAST_AGE or (low == _LEAST_AGE and not downward):
        return False
    if _AGE_NEGATION.search(before) is not None or _REFUSED_AFTER.match(after) is not None:
        return False
    sentence_first, sentence_last = plain.sentence(start, end)
    sentence = text[sentence_first:sentence_last]
    own_age = (
        found["low2"] is not None
        or re.search(r"(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 ]{0,2}$", before) is not None
    )
    if _NOT_WORKER.search(before) is not None:
        return False
    if _CHILD_MAY_WORK.match(text[found.end("tail") if found["tail"] else end :]) is not None and not downward:
        return True
    others = any(whose.search(sentence) is not None for whose in (_OTHERS, _CARE, _CAMP)) or before.endswith("带")
    if others and not (own_age and high is not None and high > 25):
        return False
    if downward:
        # 16岁以下 says nothing by itself: an offer only where it is welcomed, or is the own age asked for.
        return _SIXTEEN_TOO.match(after) is not None or (own_age and low < _LEAST_AGE)
    rest = text[end:sentence_last]
    if (
        re.match(
            r"的?(?:小|老|大|男孩|女孩|男童|女童|孩|娃|犬|学生(?!可|均|都|工|也|暑|兼|,))",
            rest,
        )
        is not None
    ):
        return False
    spread = high is not None and high >= _LEAST_AGE
    upward = "上" in tail or tail == "起"
    welcomed = (
        re.match(
            r"(?:的|学生|者|人员|小工|左右)*(?:也|均|都|就|即)?(?:可|能|行|要|收|招|中(?![学心间午]))",
            rest,
        )
        is not None
    )
    wanted = re.search(r"(?:满|够|招聘?|要求?|收|限|需)$", before) is not None
    return own_age or spread or upward or welcomed or wanted


_DIGITS = str.maketrans("零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0123456789123456789")


def _age(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    digits = written.translate(_DIGITS)  # 壹8, 4八: one sign a digit, in disguise
    if len(written) == 2 and digits.isdecimal():
        return int(digits)
    # 十四五岁 is fourteen or fifteen.
    return chinese_number(written[:2] if len(written) == 3 and written[0] == "十" else written)


YOUNG = TextRule(
    "CR-040",
    (
        *_W.words.young_anchors,
        *(f"满1{n}" for n in "012345"),
        *(f"够1{n}" for n in "012345"),
        *(f"满十{n}" for n in "一二三四五"),
    ),
    young_places,
)

# --- CR-036: an upper limit that turns most day labourers away -------------------------------------------------------

_UP_TO = starting(
    rf"(?:{_NOT_IN_NUMBER}(?P<low>{_NUMBER})(?:周?岁)? ?(?:以上)?[-~—–至到,]"
    rf" ?)?{_NOT_IN_NUMBER}(?P<high>{_NUMBER})(?:周?岁|岁数)(?:的|左右)?(?P<tail>及?以下|之?以内"
    rf"|之内|以里|内|封顶|为限|为上限|下(?!午)|之下|截止|往下)?"
    rf"|(?:年龄|年纪|岁数)(?:要求|限制|范围|上限)?[:在为是须需应不要限超过大于高于得能可"
    rf" ]{{0,6}}(?:(?P<low2>\d{{1,2}})(?:周?岁)?[-~—–至到])?(?P<high2>\d{{1,2}})(?![\d.年个元人米公"
    rf"斤])(?:周?岁)?(?P<tail2>及?以下|之?以内|之内|内|封顶|为限|为上限|上限)?"
)
_NOT_OVER = re.compile(f"{_W.at_most}(?:年龄|为|是|:|在)?$")
_OVER = re.compile(r"(?:超过|超|大于|高于|满|过了|过)$")
_TURNED_AWAY = re.compile(f"(?:以上|及以上|往上)?(?:的|者|人员|,|年龄|就|都|均|一律|请|应聘者)*{_W.unwanted}")
_AGE_FREE = re.compile(
    f"(?:的|这|那|之类|这种|那种|要求|限制|的说法|规定)*(?:我们|咱们?|这里|咱这)?(?:也|都)?{_W.no_age_limit}"
)
_AGE_OF_A_THING = re.compile(f"{_W.numbered_things}[:是为]?$")
#: 招45岁以下员工5名, 18-40岁领班一名: a limit, whatever stands right behind it.
_STILL_A_LIMIT = "(?!的?(?:员工|领[班料]|走[台路]|坐[得班]|住(?!户)|组[长装]|会员制|免费|参加(?!体检|免费)))"
_SPLIT_BY_AGE = re.compile(f"{_STILL_A_LIMIT}的?{_W.split_by_age}")
#: A leaflet about check-ups, groups of a match: who is of which age, not who is hired.
_AGES_TOLD = re.compile("内容[是为]|筛查|免费体检|按年龄段?分|分组")
_SIGN_IN = re.compile("刷脸|人脸|扫脸|脸扫")
#: 车票也报,上限五十: money, where no age is spoken of.
_MONEY_LIMIT = re.compile(f"{_W.limited_money}[^。;岁龄]{{0,14}}$")
_BARE_LIMIT = starting(
    r"(?:^|(?<=[,。;!?\n男女: ]))(?:1[6-9]|2\d|3\d)[-~—到至](?:2\d|3\d|4\d|5\d)(?=$|[,;!?\n]|男"
    r"|女)|(?:年龄|岁数)(?:别|不要|不能|不得|不)?超过?(?:[2-5]\d"
    r"|[二三四五]十[一二三四五六七八九]?)(?![\d米公斤元])"
    rf"|超过?(?:[45]\d|[四五]十[一二三四五六七八九]?)(?:周?岁)?的{TURNED_AWAY}"
    r"|(?:要|招|找|限|收|用)(?:[2-5]\d|[二三四五]十[一二三四五六七八九]?)(?:岁)?(?:以内|之内|以下|往下)的(?![货件价])"
    r"|(?:[45]\d|[四五]十[一二三四五六七八九]?)(?:周?岁)?(?:往上"
    r"|以上)的?(?:就|都)?(?:别来|不要|不收|莫来|别报)"
    r"|(?:年龄|年龄要求|岁数)[:为是在]?[≤<](?:=)?[2-5]\d|(?:^|(?<=[,。;!?\n要找招"
    r" ]))[2-5]\d以下(?:身体|的来|的都|,)|(?:[2-5]\d|[二三四五]十)多岁(?:以内|以下)"
)
_YOUTH_WORDS = starting(
    r"(?:只要|限|仅限|只招|要求|招|找|优先|需要)(?:[^,。;]{0,3})(?:[89]0后|00后|95后|85后)"
    r"|(?:[89]0后|00后|95后|85后)(?:优先|为主|佳)|(?:年龄)(?:偏大|大)(?:的|者)?(?:勿扰|不要|免谈"
    r"|勿投)|(?:限|只要|只招|要求)(?:年轻人|年轻的|中青年|青壮年|青年人)"
)


#: Young and old in words; a decade of birth.
_BORN = (
    r"(?:(?:[6789]0|00|[6789]5|05|[六七八九]零|零零|[六七八九]五|零五)后|(?:19|20)?[6-9]\d年?(?:以后|之后)(?:出生|生)?)"
)
_YOUNG_ONES = _W.young_ones
_OLD_ONES = (
    "(?:(?:上了?|有了?)?(?:年纪|年龄|岁数|年岁)(?:偏|较|太|比较|有点)?(?:大|高|老)(?:了|点|些)?"
    f"|{_W.bare.old_in_words})"
)
_YOUTH_WIDE = starting(
    f"{_OLD_ONES}{TURNED_SUCH}|{REJECT}{_OLD_ONES}"
    f"|(?:{ONLY}|{PREFER}|(?<!不)[要招找]){BETWEEN}(?:{_YOUNG_ONES}|{_BORN})(?!{WELCOME}|帮忙|时|同志|教师|志愿|干部"
    "|之家|创业)"
    f"|(?:{_YOUNG_ONES}|{_BORN}){PREFERRED}|{_BORN}的?(?:来|上|报名)(?=$|[,。;])"
    "|(?:人员|要求|员工|平均年龄|岗位)(?:要|偏|需|都|很|较|比较)?年轻(?:化)?(?!人?工作|人?才)"
    "|年轻化(?:要求|岗位)|(?:要|招)年轻的"
    "|(?:最大|最多|最高|上限|顶多|年龄上限|年纪上限)(?:是|为|到|收到|要到|不超|不能超过?)?"
    r"(?:[2-5]\d|[二三四五]十[一二三四五六七八九]?)(?:周?岁)?(?![\d斤公米元块人个名天小包袋箱件吨度号分])"
    r"|(?:超|过)(?:了)?(?:[3-5]\d|[三四五]十[一二三四五六七八九]?)(?:周?岁|的)?(?:就|都|一律|一概|的)*"
    "(?:不(?:要|收|招|用|行|考虑|录|予|合适)|别|勿|免|谢绝)"
    r"|(?:[2-5]\d|[二三四五]十[一二三四五六七八九]?)(?:周?岁)?(?:到头|封顶|为界|为限|往里|以内的|以里的|以下的)"
    "(?![货件价斤箱袋]|[小大]件)"
    r"|(?<![\d.])(?:1[6-9]|2\d|3[0-5])(?:周?岁)?[-~—–至到](?:2\d|3\d|4\d|5\d)(?:周?岁)?"
    r"(?=的|男|女|之间|均|都|优先|身体|健康|左右|无|有|能|者|$|[,;。!? ])(?<![:点]\d\d)"
    "|(?:十[六七八九]|二十[一二三四五]?|三十[一二三四五]?)(?:周?岁)?(?:到|至|[-~—])"
    "(?:[三四五]十[一二三四五六七八九]?)(?:周?岁)?(?=的|男|女|之间|$|[,;。!? ])"
    r"|(?:年龄|年纪|岁数)(?:段|层|区间)?(?:要求|在|为|是|[: ])*(?:[2-5]\d|[二三四五]十[一二三四五六七八九]?)"
    "(?:周?岁)?(?:左右|上下)?(?:以[内下里]|之[内下]|内|封顶)"
)
#: As a bound in other words: 满十八,不满五十; 到五十就打止; 出生年份≥1978; 七五年以前生的就算了.
_N = r"(?:[3-5]\d|[三四五]十[一二三四五六七八九]?)"
_YEAR = r"(?:(?:19)?[5-8]\d|[五六七八][零一二三四五六七八九])"
_AGE_BOUND = starting(
    rf"(?:满|够|过)(?:18|十八)(?:周?岁)?(?:以上)?[,、和至到-]*(?:不满|未满|不到|没到|不超|不过|没过|小于|低于){_N}(?!\d|[元块斤公米])"
    rf"|(?:到|至|满|过了?){_N}(?:周?岁)?(?:就|便|为|都)*"
    r"(?:打止|为止|止步|打住|封顶|截止|到头|不(?:要|收|招|用)(?![了钱交])|免谈|退)(?![^。;]{0,14}[斤件单箱袋])"
    rf"|(?:不满|未满|不到|没到|没过|不足){_N}(?:周?岁)?(?:的|才)(?:来|要|收|行|可以|优先|(?=[,。;!]|$))"
    rf"|(?:出生|生日|生年)(?:年份|年月|日期|年)?(?:要|须|在|得|是|:| )*(?:≥|>=?|不早于|晚于|大于等?于?|起)?"
    r"(?:19)[6-9]\d(?:年)?(?:以后|之后|后|起|及以后|(?=[,。;!\n]|$))"
    r"|(?:招|要|找|限|收|聘)(?:几个|[一二两三四\d][名个位])?(?:[2-4]\d|[二三四]十)(?:来|多|几)?岁?(?:左右|上下|出头)的"
    rf"|(?:^|(?<=[,。;!?:、 ]))[男女](?:的|性|士|工)?{_N}(?:周?岁)?(?:以[下内]|之内|内|及以下)"
    rf"|(?:19[6-9]\d年?|(?:[6-9]\d|[六七八九][零一二三四五六七八九])年)(?:及|或)?(?:以?后|之后|往后)的?(?:出?生的?)?(?:才|优先|来|要(?!求)|收|可以)"
    rf"|{_YEAR}年?(?:以前|之前|前|往前|及以前)(?:出?生)?的?{TURNED_FAR}"
    rf"|(?:{_YEAR}|(?:19)?9\d|(?:20)?0\d|九[零一二三四五六七八九])年?(?:及|或)?(?:以后|之后|往后)(?:出?生)(?:的|人|者)?(?:才|优先|来|要(?!求)|收|可以|$|(?=[,。;!]))"
    rf"|年轻(?:化)?(?:团队为主)"
)
#: Told: 年纪别太大, 超龄的不收, 有白头发的就算了.
_OLD_TOLD = starting(
    f"(?:{_OLD_ONES}|超龄|过龄|白头发|白发|老师傅|老大爷|老大妈|老人(?![多少院家])|老汉|老同志){TURNED_FAR}"
    "|(?:年纪|岁数|年龄)(?:别|不要|不能|不得|不宜)(?:太|过|超)?(?:大|高|老)"
    r"|(?:男|女)(?:的)?(?:最大|到|限|别超|不超过?|至)?(?:[3-5]\d|[三四五]十[一二三四五六七八九]?)(?:岁)?(?:、|,)?"
    r"(?:男|女)(?:的)?(?:最大|到|限|别超|不超过?|至)?(?:[3-5]\d|[三四五]十[一二三四五六七八九]?)(?:岁)?(?![名个人])"
)
_TOLD_WHY = re.compile(
    "(?:按照?|根据|依据|依照|依(?=《)|因为?|由于|鉴于"
    "|考虑到)[^,。;]{0,16}?(?:(?:国家|法律|法定|条例|上级|人社|应急|住建|交通|安监|省|市|县)[^,。;]{0,10}"
    "(?:规定|通知|办法|规程)"
    "|[^,。;公店板厂司]{1,20}?(?:的规定|招[录聘]办法|管理办法|暂行办法|条例|规程|第[一二三四五六七八九十百\\d]+条)"
    "|安全规程|操作规程|条例|法规|高空|登高|井下|负重|保险|绳索|负荷)"
    "|保险(?:公司)?(?:只|不|最高|最大)(?:能)?(?:保(?!工伤)|承保|给保(?!工伤)|收)"
)
_AGES_OF_OTHERS = re.compile(_W.bare.ages_of_others)


def upper_age_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-036: an age limit below sixty for which no ground was chosen."""
    if setting.age_ground:
        return
    text = plain.text
    if _TOLD_WHY.search(text, sentence_first, sentence_last):
        return
    for found in _UP_TO.finditer(text, sentence_first, sentence_last):
        if _limits_age(plain, found, sentence_first, sentence_last, setting.limits.age_cap):
            yield found.span()
    for found in _BARE_LIMIT.finditer(text, sentence_first, sentence_last):
        if (
            _AGE_OF_A_THING.search(text, sentence_first, found.start()) is None
            and re.match(
                r"(?:身体)?[^,。;]{0,2}(?:[斤件货袋箱块]|小件|大件)",
                text[found.end() : sentence_last],
            )
            is None
        ):
            yield found.span()
    for found in found_by((_YOUTH_WIDE, _AGE_BOUND, _OLD_TOLD), text, sentence_first, sentence_last):
        start, end = found.span()
        # 年纪大刷不上脸: who cannot sign in, not who is hired.
        if _SIGN_IN.search(text, sentence_first, sentence_last) or _SPLIT_BY_AGE.match(text, end, sentence_last):
            continue
        first, last = plain.clause(start, end)
        before = text[first:start]
        if _AGE_OF_A_THING.search(before) or (
            found[0][0] in "最上顶" and _MONEY_LIMIT.search(text, sentence_first, start)
        ):
            continue
        if _AGES_OF_OTHERS.search(before) or _AGE_NEGATION.search(before) or _AGE_FREE.match(text, end, last):
            continue
        if re.search(r"(?:不|非|没|无需)(?:限|要求|限定|必|是|一定)*$", before) is None:
            yield start, end
    for found in _YOUTH_WORDS.finditer(text, sentence_first, sentence_last):
        if _AGE_NEGATION.search(text[sentence_first : found.start()]) is None:
            yield found.span()


def _limits_age(
    plain: Plain,
    found: re.Match[str],
    sentence_first: int,
    sentence_last: int,
    cap: int,
) -> bool:
    text, (start, end) = plain.text, found.span()
    first, _last = plain.clause(start, end)
    before, after = text[first:start], text[end:sentence_last]
    high = _age(found["high"] or found["high2"])
    low = _age(found["low"] or found["low2"])
    # Nobody of working age is meant where the limit is a child's, and 1.60 or 60 and above turn few away.
    if high is None or not high > _LEAST_AGE + 2 or high >= cap or (low is not None and low >= high):
        return False
    if low is not None and low < _LEAST_AGE and high < 25 and re.match("年龄|年纪|岁数", found[0]) is None:
        return False
    tail = found["tail"] or found["tail2"]
    if _NOT_WORKER.search(before) is not None or _AGE_FREE.match(after) is not None:
        return False
    if _OTHERS.search(text, sentence_first, start) is not None and not re.search(r"年龄|岁数", before + found[0]):
        return False
    if _AGES_TOLD.search(text, sentence_first, sentence_last) is not None:
        return False
    if _AGE_OF_A_THING.search(before) is not None or _SPLIT_BY_AGE.match(after) is not None:
        return False
    if re.search(
        r"(?:优惠|客户|顾客|患者|老人|会员|学员|服务对象|幼儿|照顾|照看|照料|伺候|服侍|护理|陪护|接送|接待|入住|面向|工龄|教"
        r"|相当于|补贴|津贴|补助|奖励)[^,。;]{0,8}$",
        before,
    ):
        return False
    if _OVER.search(before) is not None and not re.search(
        r"(?:不|勿|别|不要|不能|不得)(?:超过|超|大于|高于|过)$", before
    ):
        return _TURNED_AWAY.match(after) is not None
    if tail:
        return re.search(r"(?:不|非|无需|不再)(?:限|要求|限定|限制)(?:于|为|在)?$", before) is None and not re.match(
            r"(?:的)?(?:也|勿|不要|谢绝|者?不招|禁止|不(?:排|安排|上|得)(?:晚|夜|高|重|登|加))",
            after,
        )
    if _TURNED_AWAY.match(after) is not None:
        if _UNDER.search(before) is not None:
            return False
        return not re.match(r"(?:以下)", after)
    if (
        low is not None
        or _NOT_OVER.search(before) is not None
        or "不超" in found[0]
        or "不大" in found[0]
        or "不高" in found[0]
        or re.search("不得|不能|不可|别", found[0]) is not None
        or "上限" in found[0]
    ):
        return re.match(r"(?:以上|起|及以上|为?佳者?也|以上也)", after) is None
    return False


UPPER_AGE = TextRule(
    "CR-036",
    (
        *_W.words.upper_age_anchors,
        *(f"{a}{b}" for a in ("超", "过", "过了", "超了") for b in "345三四五"),
        *(f"{n}以{j}" for n in range(20, 60) for j in "内里上"),
        *(f"{n}{j}" for n in range(40, 60) for j in ("出头", "开外", "多", "几", "往上")),
        *(f"十{n}" for n in ("以内", "以里", "以下")),
        *(f"十{n}{j}" for n in "六七八九" for j in ("到", "至", "岁")),
        *(f"十{j}" for j in "到至"),
        *(f"过{n}" for n in "45四五"),
        *(f"{verb}{n}" for verb in "要招找限收用" for n in "2345二三四五"),
        *(f"{n}以下" for n in range(20, 60)),
        *(f"{n}{j}" for n in range(16, 40) for j in "-~—到至"),
    ),
    upper_age_places,
)
