"""People wanted or turned away, put together from slots: CR-030 to CR-038 and CR-040.

Each rule names its people in every word it knows; that they are asked for or sent away is the same for all.
"""

from __future__ import annotations

from yizhan.postings.rulebook.text_rules.composed import Composed, composed, told
from yizhan.postings.rulebook.text_rules.shape import Setting
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("composed_people")

#: Somebody is not to come, will not be taken, or is pitied away.
_AWAY = _W.sent_away
_WELCOME = _W.bare.welcome
_WANT = _W.want
_BEST = _W.best

# --- the people ------------------------------------------------------------------------------------------------------

_PEOPLES = any_of([*WORDS["ethnic"]["peoples"], *WORDS["ethnic"]["believers"]])
_CRAFT = any_of(WORDS["ethnic"]["not_a_condition_after"])
_FAITH = f"(?:(?:{_PEOPLES}|{_W.bare.faith})(?!{_CRAFT}))"
_HAN = _W.han
_FAITH_NOT = f"{_WELCOME}|{_W.bare.faith_not}"
_MEN = _W.men
_WOMEN = _W.women
_THING = any_of(WORDS["sex"]["thing_after"], literal=False)
_CALLED = f"(?:{_W.called_men}|{_W.called_women})"
_SEX_NOT = (
    f"男女|歧视|删|不要求|{_WELCOME}|{_MEN}(?:[、和及与或/]|或者)?{_WOMEN}|{_WOMEN}(?:[、和及与或/]|或者)?{_MEN}"
    f"|{_W.bare.sex_no_condition}"
)
_HOME = _W.home
_SETTLED = f"(?:{_W.settled})"
_ASKS = _W.asks
_MARRIAGE = _W.marriage
_PROMISE = _W.promise
_NO_CHILD = _W.no_child
_FAMILY_NOT = f"{_WELCOME}|{_W.bare.family_not}"
_ILL = _W.ill
_CHECKS = _W.checks
_ILL_NOT = f"{_WELCOME}|{_W.bare.ill_not}"
_LAME = any_of([*WORDS["disability"]["persons"]])
_IMPAIRED = f"(?:残联(?=的(?:不|别))|{_LAME}|{_W.bare.impaired_words})"
_WHOLE = (
    "(?:(?:四肢|肢体|手脚|身体|手指|十指|腿脚|胳膊腿|五官四?肢?体?|零件)(?:都|要|须|必须|得|均|四肢)*"
    "(?:健全|齐全|完整|完好|无残|没残|没毛病|无缺陷|无障碍|全)"
    f"|{_W.bare.sound})"
)
_LAME_NOT = f"补贴|{_WELCOME}|{_W.bare.lame_not}"
_REGION = any_of(WORDS["origin"]["regions"])
_STRANGER = (
    f"(?:{_W.bare.stranger}|{_REGION}(?:省|市|人|的|来的|那边|那旮[旯沓]|籍|户口|口音|老乡|仔|佬)*|口音|离家远的?)"
)
_NATIVE = (
    "(?:附近(?:几个)?(?:村|镇|庄)"
    "|(?:本|当)(?:地|市|县|区|镇|乡|村|省|街道|社区|城|庄|屯|寨|组|队)(?:的|户口|户籍|籍|人|村民|居民|农户|劳力|老乡"
    "|街坊|媳妇|姑娘|小伙|妇女)*"
    "|(?:咱|俺|我)们?(?:本|这)?(?:村|镇|乡|县|区|市|庄|街道|社区|队|屯|寨|片|里)(?:上|里|子)?(?:的|人|户口|乡亲)*"
    "|(?:县|市)?(?:城镇|城区|县城|城市|农村|农业|非农|居民|镇上|村里|城里)(?:的)?(?:户口|户籍|户)"
    f"|{_W.bare.native_words})"
)
_ORIGIN_NOT = (
    f"管接送|接送|一样要|{_WELCOME}|{_W.bare.origin_no_condition}"
    "|本地(?:活|区域|配送|仓|市场|企业|食材|菜|采购|生活|论坛|媒体|平台|通)"
    f"|{_W.bare.local_work}"
)
_OLD = (
    "(?:(?:岁数|年纪)?上(?:了)?[四五]十[一二三四五六七八九]?岁?的"
    "|头发(?:都)?白"
    "|(?:上了?|有了?)?(?:年纪|岁数|年龄|年岁)(?:偏|太|比较|较|有点|稍)?(?:大|高|老)(?:了|点|些)?的?"
    f"|{_W.bare.old_words}"
    "|(?:[45][0-9]|[四五]十[一二三四五六七八九]?)(?:周?岁|多|来岁|开外|往上|以上|出头|挂零|几|朝上)+的?"
    "|[567六七五][0零五5]后"
    "|过了?(?:[45][0-9]|[四五]十[一二三四五六七八九]?)(?:岁)?的?"
    "|超过?(?:[345][0-9]|[三四五]十[一二三四五六七八九]?)(?:岁)?的?)"
)
_YOUNG = _W.young
_YOUNG_NOT = f"帮忙|{_WELCOME}|{_W.bare.young_not}"
_UNCOMELY = (
    f"(?:{_W.bare.plain_looks}"
    "|(?:有|带|露)?(?:纹身|文身|刺青|花臂|花纹|疤(?!痕修)|伤疤|胎记|麻子|痘)"
    f"|{_W.bare.marks}"
    "|(?:白羊|金牛|双子|巨蟹|狮子|处女|天秤|天蝎|射手|摩羯|水瓶|双鱼)座?"
    "|[AaBbOo]型(?=血|[的者人,。;、和或不优勿]|$)|AB型|本命年|生肖|属相)"
)
_COMELY = (
    "(?:面相|面善|(?:看着|瞅着)顺眼"
    "|(?:长得|长相|模样|相貌|脸蛋)(?:要)?(?:漂亮|好看|俊|帅|水灵|甜|周正|端正|顺眼|标致|出众|白净|精神|清秀|好)"
    f"|{_W.bare.good_looks})"
)
_LOOKS_NOT = f"{_WELCOME}|{_W.bare.looks_not}"
_JAILED = _W.jailed
_CLEAN = _W.clean
_DEMANDS = _W.demands
_GUARDED = any_of(WORDS["clean_record"]["required_for"])
_CLEAN_NOT = f"{_WELCOME}|{_W.bare.clean_not}"
_CHILD = (
    "(?:(?:十[二三四五]|十[三四五][、]?[四五六]|1[2-5])(?:周?岁|来岁|多岁)?(?:的|左右|大)*"
    "(?:表?[弟妹]{1,2}|表弟表妹|侄[子女儿]|外甥女?|娃|孩子?|小孩|学生|少年|小子|丫头|男孩|女孩|半大)"
    f"|{_W.bare.child_words})"
)
_LET = f"(?:{_W.bare.let_in}|来(?:打包|干|帮|做|挣|串|摘|捡|贴|剪|装|剥|分|打工|搭把手|学徒|上班)|{_W.bare.let_work})"
_CHILD_NOT = _W.bare.child_not


#: In the next clause nothing but manners stands before it: 外地的,就别来了.
_AWAY_NEXT = f"(?<=,){_W.softly}*{_AWAY}"
#: Right before a group: 不要, 拒招, 别介绍.
_REJECTS = f"{_W.turns_down}(?:任何|一切|有|是|那些|那种|个别|的|过|来|你们)*"


def _turned(group: str, unless: str, beside: str | None = None) -> tuple[Composed, Composed, Composed]:
    """Read a group that is sent away: named before, or right behind the refusal."""
    return (
        composed(group, _AWAY, reach=16, unless=unless, beside=beside, ordered=True, commas=0),
        composed(group, _AWAY_NEXT, reach=24, unless=unless, beside=beside, ordered=True),
        composed(
            _REJECTS,
            group,
            reach=16,
            unless=unless,
            beside=beside,
            ordered=True,
            commas=0,
        ),
    )


_FAITHS = (
    *_turned(_FAITH, rf"{_FAITH_NOT}|优先"),
    composed(
        r"(?:^|(?<=[,。;!\n、]))汉族?(?=$|[,。;!、])",
        reach=4,
        unless=r"不限|回族|少数|藏族|苗族",
        hint="汉",
    ),
    composed(
        _HAN,
        rf"{_WANT}|{_BEST}|身份证",
        reach=12,
        unless=_W.bare.no_faith_condition,
    ),
)
_LAWFUL_GROUND = r"(?:按照?|根据|依据|依照)[^,。;]{0,16}(?:规定|通知|办法|条例|法)|禁忌"
_SEXES = (
    composed(
        r"(?:^|(?<=[,。;!要招找来 ]))(?:俩|仨|[一二两三四五六七八九十几]个|\d{1,2}个)(?:大|壮|能干的|年轻的?)*"
        "(?:小伙子?|爷们|汉子|姑娘|媳妇|妹子)(?![伴计])",
        reach=14,
        unless=_SEX_NOT,
        hint="小伙|爷们|汉子|姑娘|媳妇|妹子",
    ),
    composed(
        _W.bare.counted,
        r"女|男|比|\d{1,3}[人名个]|各",
        reach=14,
        unless=r"不限|岁|退休|楼|宿舍|厕|身高|元",
    ),
    composed(
        rf"(?<![男女子]){_MEN}(?!{_THING}|女|[、和/]女)",
        _AWAY,
        reach=16,
        ordered=True,
        beside=_LAWFUL_GROUND,
        unless=_W.bare.sexes_no_condition,
    ),
    composed(
        rf"(?<!的){_WOMEN}(?!{_THING}|男|[、和/]男)",
        _AWAY,
        reach=16,
        ordered=True,
        beside=_LAWFUL_GROUND,
        unless=_W.bare.sexes_lawful,
    ),
    composed(
        rf"{_WANT}|[仅只](?:向|对)|(?<![方面走])向|来(?=[一二两三四五六七八九十\d俩仨])",
        rf"(?:{_MEN}|{_WOMEN})(?!{_THING})",
        reach=12,
        unless=rf"{_SEX_NOT}|找人|要找|首要|要求",
        ordered=True,
        commas=0,
    ),
    composed(_W.only_sex, _CALLED, reach=9, unless=rf"{_SEX_NOT}|找人|要找", ordered=True, commas=0),
    composed(_CALLED, f"{_AWAY}|{_BEST}", reach=8, unless=_SEX_NOT, ordered=True, commas=0),
    composed(
        r"兄弟们?|姐妹们?|哥们儿?|小姐姐|小哥哥",
        r"优先|为佳|最好(?!的)|专场",
        reach=8,
        unless=r"男女|都|也",
        ordered=True,
    ),
    composed(
        rf"(?:^|(?<=[,。;!\n]))(?:{_MEN}|{_WOMEN})(?!{_THING})(?:们|的)?",
        _BEST,
        reach=8,
        unless=_SEX_NOT,
        ordered=True,
    ),
)
_FAMILIES = (
    *_turned(
        _HOME,
        rf"{_FAMILY_NOT}|优先",
        "(?:小孩子?|孩子|娃娃?)们?[^,。;]{0,3}不(?:许|准|能|得|让)(?:进|下|碰|上|靠近|干)",
    ),
    composed(_SETTLED, rf"{_WANT}|{_BEST}", reach=13, unless=rf"{_FAMILY_NOT}|优先安排"),
    composed(_SETTLED, _W.trusted, reach=9, unless=_FAMILY_NOT, ordered=True),
    composed(_ASKS, _MARRIAGE, reach=16, unless=rf"{_FAMILY_NOT}|不问|不打听|不写|不用填"),
    composed(_PROMISE, _NO_CHILD, reach=16, unless=_FAMILY_NOT),
    composed(
        r"(?:验|查|测|检)(?:一下|个|过|尿)?",
        r"(?:孕|怀没怀|怀孕|早孕|有没有喜|怀(?=没|上|$))",
        reach=9,
        unless=rf"{_FAMILY_NOT}|产检|孕检假|免费孕检|孕妇",
    ),
)
_ILLS = (
    *_turned(_ILL, _ILL_NOT),
    composed(_ILL, _CHECKS, reach=12, unless=_ILL_NOT),
)
_LAMES = (
    *_turned(_IMPAIRED, rf"{_LAME_NOT}|优先"),
    composed(r"正常人", rf"{_WANT}|就行|才(?:行|要)|残", reach=12, unless=_LAME_NOT),
    composed(_WHOLE, reach=30, unless=rf"{_LAME_NOT}|保险|手续|证件|设备|齐全的"),
)
_FOR_ALL = "一样要|都要|都行|管接送|不限|公益性?岗|以工代赈"
_NATIVE_NOT = rf"{_ORIGIN_NOT}|本地(?:大厂|厂|店)|外地|外省|外县"
_ORIGINS = (
    *_turned(_STRANGER, rf"{_ORIGIN_NOT}|优先"),
    composed(_WANT, _NATIVE, reach=10, ordered=True, beside=_FOR_ALL, unless=_NATIVE_NOT),
    composed(
        _NATIVE,
        rf"{_BEST}|(?<!不)(?:得|要|须|必须)(?=在|是|有)",
        reach=10,
        ordered=True,
        beside=_FOR_ALL,
        unless=_NATIVE_NOT,
    ),
)
_BY_LAW = (
    r"(?:按照?|根据|依据|依照)[^,。;]{0,16}(?:规程|规范|标准|规定|通知|办法|条例|法)|禁忌|条例|刷脸|人脸|扫脸|脸扫"
)
_AGED = (
    *_turned(_OLD, rf"{_YOUNG_NOT}|优先", _BY_LAW),
    composed(_YOUNG, rf"{_WANT}|{_BEST}", reach=10, unless=_YOUNG_NOT),
    composed(
        r"(?:^|(?<=[,。;!? ]))(?:[2-5]\d"
        "|[二三四五]十[一二三四五六七八九]?)(?:周?岁)?(?:以下"
        "|以内|之内|往下|以里|内|封顶|下)(?=$|[,。;!的])",
        reach=14,
        unless=rf"{_YOUNG_NOT}|人|名",
        hint="以下|以内|之内|往下|以里|封顶|岁内|岁下",
    ),
    composed(
        "(?:年龄|岁数|年纪|最大|最高|上限)(?:卡|控制|限定?|定)?(?:在|是|到|为|不|别|不能|不得|不要|不可)*"
        r"(?:超过?|大于|过|超)?(?:[2-5]\d(?!\d)"
        r"|[二三四五]十[一二三四五六七八九]?)(?![斤公米元块分度℃吨层号万千百])|(?:[2-5]\d"
        "|[二三四五]十[一二三四五六七八九]?)(?:多|来|几)?岁?(?:到顶|封顶|到头|截止)",
        hint="年龄|岁|年纪|最大|最高|上限|到顶|封顶|到头|截止",
        reach=16,
        beside="车票|报销|凭票|路费|话费|补贴|奖金",
        unless=rf"{_YOUNG_NOT}|人|名|以上|[67]\d|[六七]十",
    ),
)
_LOOKED = (
    *_turned(_UNCOMELY, rf"{_LOOKS_NOT}|优先"),
    composed(
        r"染|留长发|长头发|耳钉|美甲",
        r"染回|剪(?:了|掉|短)|摘掉|卸掉",
        reach=12,
        unless=_LOOKS_NOT,
    ),
    composed(
        _COMELY,
        rf"{_WANT}|{_BEST}|和善|就行|(?:^|(?<=[,。;!]))|的(?=$|[,。;!])",
        reach=10,
        unless=rf"{_LOOKS_NOT}|不看|不要求",
        beside="模特|演员|试衣",
    ),
)
_CLEANS = (
    *_turned(_JAILED, rf"{_CLEAN_NOT}|优先", _GUARDED),
    composed(_CLEAN, _DEMANDS, reach=12, unless=_CLEAN_NOT, beside=_GUARDED),
    composed(
        _W.police,
        _W.paper_of_theirs,
        reach=26,
        ordered=True,
        unless=_CLEAN_NOT + "|" + _W.bare.other_papers,
        beside=_GUARDED,
    ),
    composed(
        r"查|核|问|看",
        r"(?:案底|前科|底细|有没有(?:犯|坐|进|案|前科)|犯罪记录|犯没犯)",
        reach=8,
        unless=_CLEAN_NOT,
        beside=_GUARDED,
    ),
)
_CHILDREN = (
    composed(_CHILD, _LET, reach=16, unless=_CHILD_NOT, ordered=True),
    composed(
        r"(?<![不勿禁使])(?:收|招|找|用|要(?=几|些|[一二三四五\d十半初小]))(?![求费])",
        _CHILD,
        reach=12,
        unless=_CHILD_NOT,
        ordered=True,
        commas=0,
    ),
)


def _names_a_guarded_job(setting: Setting) -> bool:
    """Whether another field names a job for which a law wants a clean record."""
    return any(word in setting.around for word in WORDS["clean_record"]["required_for"])


FAITH = told("CR-030", *_FAITHS)
ONE_SEX = told("CR-031", *_SEXES)
AT_HOME = told("CR-032", *_FAMILIES)
ILL = told("CR-033", *_ILLS)
IMPAIRED = told("CR-034", *_LAMES)
STRANGERS = told("CR-035", *_ORIGINS, silent=lambda setting: setting.origin_ground)
AGED = told("CR-036", *_AGED, silent=lambda setting: setting.age_ground)
LOOKED_AT = told("CR-037", *_LOOKED)
CONVICTED = told("CR-038", *_CLEANS, silent=_names_a_guarded_job)
CHILDREN = told("CR-040", *_CHILDREN)
