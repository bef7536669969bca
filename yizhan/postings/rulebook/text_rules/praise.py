"""CR-013 in plain speech: pay set beside other people's, lives changed by it, money without work.

The words of the trade stand in `promises`; here are the sentences that need none of them, built from classes: what is
earned, how easily, beside whom, and what it is said to buy.
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.promises import BOAST_DUTY, BOAST_NOT
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, offered
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("praise")

_PAY = r"(?:工资|工钱|薪资|薪水|收入|待遇|报酬|提成|奖金|分红|钱|票子|钞票)"
_GAIN = r"(?:赚|挣|拿|入账|进账|到手|收入)"
#: Counted loosely, as nobody counts who pays by the day.
_LOOSE = _W.loose
_NO_THINGS = r"(?![个件斤棵只袋箱包步单人米双条份户张台公字瓶亩辆车次趟平方块里卷吨客粒页遍场家种多名位](?!钱))"
_EASE = _W.ease
_OTHERS = _W.others
_BESIDE = _W.beside
_SPAN = r"(?:一天|每天|一晚上?|一单|一趟|一小时|半天|日)"
_MONTHS = r"(?:一个?月|每月|月月|一年|一季|半年|年底|年终)"
_LIFE = _W.life
_TOLD = starting(
    # 轻轻松松把钱挣了, 在家带娃月赚八千
    rf"{_EASE}(?:[^,。;不没难无]{{0,6}}?)(?:{_GAIN}(?:大?钱|高薪|工资|{_LOOSE}|[一二两三四五六七八九]千|\d{{4,}})"
    "|把钱(?:就)?(?:赚|挣|拿|收)|数钱|有钱(?:拿|赚|挣|进|收)|来钱)"
    f"|{_SPAN}{_W.earns_thousands}{{0,5}}{_W.thousands}{_NO_THINGS}"
    f"|{_MONTHS}{_W.earns_ten_thousands}{{0,6}}{_W.ten_thousands}{_NO_THINGS}"
    rf"|(?:月|日|年|周|天)(?:赚|进账|净赚|狂赚|净入|进帐)(?:{_LOOSE}|[一二两三四五六七八九][千万]|\d{{4,}}|斗金)"
    f"|(?:别人|人家|他们)[^,。;]{{0,4}}?{_GAIN}[^,。;]{{1,5}}?,?(?:你|您|咱|这里|我们)[^,。;]{{0,3}}?{_GAIN}"
    f"|{_BESIDE}{_OTHERS}[^,。;]{{0,6}}?(?:{_PAY}|[天月年倍])"
    f"|(?:{_PAY}|[挣赚])[^,。;不没]{{0,5}}?{_BESIDE}[^,。;]{{0,3}}?{_OTHERS}"
    f"|(?:{_PAY}|[挣赚拿])(?:得|的|到手)?(?:都|也)?比[^,。;]{{0,6}}?{_OTHERS}[^,。;少低差]{{0,3}}?"
    "(?:还(?:要)?[多高强]|[多高强](?:得多|多了|出|好?几|太多|不少|[一二两三四五]倍)|翻|强)"
    f"|{_W.doing_it}(?:干|做|们|,|回家|就|能|让你|给家里|[一二两三半几]个?[年月]){{0,3}}{_LIFE}"
    "(?!的|师傅|工|签|项目|客|中介|手续)"
    "|大把(?:大把)?(?:的)?(?:票子|钞票|钱|挣|赚)"
    f"|(?:工资|工钱|薪资|薪水|收入|提成|票子|奖金|拿奖?)[^,。;不没难]{{0,3}}?{_W.boundless}"
    "|(?:待遇|工资|福利)(?:好|高)(?:得|到)(?:没话说|没边|离谱|吓人|不得了|飞起|爆|很呢)"
    "|(?:全[县市省网国城镇]|天底下|天下|世上|全世界|方圆|附近|打着?灯笼)[^,。;]{0,5}?"
    "(?:找不[到着出]|难找|找不到第二|没(?:有)?第二|独一份|再没有)"
    "|绝无仅有(?=的?(?:待遇|工资|机会|好))|(?:薪资|待遇|工资)(?:的)?天花板"
    "|(?:工资|待遇|薪资|收入)(?:全[县市省网国城镇])?(?:数一数二|首屈一指|独一份|没对手|封神)"
    "|(?:赚钱|挣钱|来钱|捞钱|钱来得?)(?:就是|就|真的?|特别|非常|很|超|贼|又|都)*(?:这么|如此|这样|那么)?"
    "(?:简单|容易|快|轻松|爽)(?![^,。;]{0,3}[吗?])"
    "|(?:这|现在|我们这)?(?:钱|票子)(?:真|太|很|超|特别)?好[赚挣拿]"
    "|(?:敢|肯|只要|想|努力|勤快)[^,。;]{0,4}?就(?:有|能|是|让你)(?:拿|挣|赚)?"
    "(?:百万|千万|大钱|大把|上万|过万|高薪|钱途|好几万|几万)"
    "|挣(?:够|出|回)[^,。;]{0,3}(?:一年|几年|一辈子|半辈子|养老)(?:的)?钱"
    "|(?:拿|领|享)(?:着|受)?(?:高薪|大钱|厚禄|经理级?的?工资)"
    "|(?:小白|新手|零基础|宝妈|学生党?|谁都|人人|老人|大妈)(?:也|都|照样|一样|在家|能|可|可以|轻松|就|,)*"
    rf"(?:月入|日入|年入|赚|挣)(?:{_LOOSE}|[一二两三四五六七八九][千万]|\d{{4,}}|大钱)"
    "|(?:面试|体检|考核|考试|审核)(?:百分百|100%|一律|通通|全部)?(?:必过|稳过|秒过|闭眼过|包通过|零淘汰|全过)"
    "|来(?:了|的|者)?(?:一律|全部|都|就)(?:就)?录(?:取|用)?(?=$|[,。;])"
    "|(?:百分百|百分之百|100%)(?:录|过|通过|入职|上岗|成功)"
    "|[包保]上岸|人人(?:都)?能(?:过|录)"
)
_PLAIN_WORK = _W.plain_work
_FAT_DAY = (
    "(?:(?:一天|每天|日结|日薪|日收|日赚|天天|当天)(?:入|拿|挣|赚|能|有|收|稳定|结|就|可|到手|保底)*(?:稳定)?"
    f"{_W.fat_day}(?:元|块)?(?![斤件个箱袋米条只块一二三四五六七八九十百]))"
)
_FAT_MONTH = (
    "(?:(?:一个?月|每月|月薪|月收入?|月入|底薪|保底|工资)(?:拿|挣|赚|能|有|入|轻松|稳定|就|可|到手|保底)*"
    r"(?:[89]\d{3}|[1-9]\d{4}|[八九]千|[一二两三四五六七八九]万)(?:元|块)?(?![斤件个箱袋米]))"
)
#: Wider: sums that no simple work pays, pay counted in tens of thousands, fate and luck.
_WIDER = starting(
    f"{_PLAIN_WORK}[^。;难不]{{0,10}}?(?:{_FAT_DAY}|{_FAT_MONTH})"
    f"|(?:{_FAT_DAY}|{_FAT_MONTH})[^。;难不]{{0,6}}?(?:学生|宝妈|谁都|小白|新手|不封顶|无上限|轻松|简单|没经验"
    "|不要经验|保底(?!$))"
    f"|{_W.monthly}(?:照样|也|都|就|能|轻松|至少|最低|最少|拿|挣|赚|破|过|超|有|了|上|干|做|开|到|出){{0,4}}{_W.many_ten_thousands}"
    "(?!公里|斤|块砖|只|棵|[字步次人件册头亩])"
    f"|(?:工资|收入|薪酬|薪资|待遇|报酬|提成|年终奖?|奖金)[^,。;加节法夜不]{{0,8}}?{_W.surpassing}"
    "|(?:全场|全城|全县|全市|同行)最高(?:价|薪|工价|待遇)"
    "|(?:顶|抵|等于|超过|胜过|相当于|赶上|赛过)(?:你|您|在|别人|厂里|外面)*[^,。;]{0,6}?(?:干|上班|打工)?"
    r"(?:[一二两三四五六七八九十几半\d]+个?[年月](?!工龄|经验|以上|的经验|社保))(?=$|[,。;工的])"
    "|躺[^,。;]{0,5}?(?:有|来|进|拿)(?:收入|钱)"
    r"|(?:日结|日薪|一天)(?:[5-9]\d\d|[五六七八九]百)(?:元|块)?(?:起步?|保底|打底|不封顶)"
    r"|(?:一年|年薪|年入|每年)[^,。;]{0,3}?(?:[一二三四五六七八九几]?十|[1-9]\d)(?:几|多)?万"
    "(?:起|保底|不封顶|打底)"
    r"|(?:一年|年薪)(?:保底|轻松|至少|稳拿)(?:[一二三四五六七八九几]?十|[1-9]\d)万"
    "|(?:挣|赚)(?:回|出|来|到)?(?:一)?[辆套栋](?:车|房|楼|奔驰|宝马|小车)"
    "|(?:一天|一周|一星期|一个?月)(?:就|能)?(?:赚|挣)(?:够|出|回)"
    rf"|(?:别人|人家|别家|别处|外面|外头|他们)[^,。;]{{0,8}}?{_W.long_time}[^。;]{{0,18}}?{_W.short_time}[^,。;]{{0,3}}?"
    "(?:就|便|能|全|也就)[^,。;]{0,4}?(?:到手|挣|赚|拿到|有了|搞定|进账)"
    r"|[顶抵赛胜](?:得?上|得?过)?(?:你|您|别人|人家|他们|外面|厂里)[^,。;]{0,10}?(?:\d+|[一二两三四五六七八九十半几]+)个?"
    "(?:天|月|年|钟头|小时|礼拜|星期)"
    "|(?:全[国省市县网区镇城]|行业|同行|同城)(?:内|里)?(?:工资|工价|待遇|薪[水资]|收入|日薪|单价)(?:都是)?最高"
    f"|{_W.bare.high_gains}"
    "|(?:财富|暴富|赚钱|发财)(?:的)?(?:机会|密码|风口|项目|商机|时代|自由)"
    f"|{_W.bare.turning_point}"
    "|(?:都|也)(?:开上|买上|换上)(?:了)?[^,。;]{0,4}?(?:车|房|奔驰|宝马)"
    "|(?:绝对|保证|包|一定|肯定)(?:会|能)?(?:让|叫|令)?(?:你|您|大家)?(?:满意|惊喜)的?(?:收入|工资|薪资)"
    "|当天(?:上手|培训|入职),?当天(?:就)?(?:赚|挣|有钱|见钱|收益)"
    "|(?:零|0|无)(?:成本|风险|投资)[、,]?(?:零|0|无)?(?:成本|风险|投资|门槛)?(?=[,。;]|$|赚|高|创)"
    "|跟对(?:人|平台|团队|老板)"
    "|(?:收入|工资|提成)(?:不设限|没上限|无上限|没有天花板|上不见顶)"
    "|(?:能有|都有|可以?|就有|能挣|能赚)?大几百(?:块|元)?(?=$|[,。;])"
    r"|一小时(?:就)?(?:[1-9]\d\d|[一二两三四五六七八九]百)(?:元|块)?(?![件个斤袋箱页字米])"
)
_FESTIVE = re.compile(_W.bare.praise_free)
#: 帮客户买房签约, 盖房的小工: what is bought or built by others.
_TRADE = _W.words.trade
_LIFE_WORDS = _W.words.life_words


def praise_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-013, told: what the pay is said to be beside other pay, or to buy."""
    text = plain.text
    loose = () if _FESTIVE.search(text, first, last) else offered(plain, _WIDER, first, last)
    for start, end in (*offered(plain, _TOLD, first, last), *loose):
        clause_first, _ = plain.clause(start, end)
        if BOAST_NOT.search(text, first, last) is not None or BOAST_DUTY.search(text[clause_first:start]) is not None:
            continue
        if text[start:end].endswith(_LIFE_WORDS) and any(word in text[first:last] for word in _TRADE):
            continue
        yield start, end


PRAISE = TextRule(
    "CR-013",
    (
        *_W.words.praise_anchors,
        *(f"{large}{c}" for large in _W.words.praise_tails for c in "千万"),
        *(f"超过{b}" for b in _W.words.praise_tails_2),
        *(f"{a}比" for a in _W.words.praise_heads),
        *(f"{a}{b}" for a in ("结", "薪", "天", "收", "底", "月") for b in _W.words.praise_tails_3),
        *(f"{b}百" for b in "三四五六七八九一二两"),
        *(f"{b}千" for b in "八九一二两三四五六七"),
        *(f"{b}万" for b in "一二两三四五六七八九123456789"),
        *(f"{b}倍" for b in "三四五六七八九十几"),
    ),
    praise_places,
    told=True,
)
