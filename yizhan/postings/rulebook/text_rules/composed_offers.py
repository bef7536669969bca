"""Offers that promise or hide, put together from slots: CR-005, CR-013, CR-021, CR-070, CR-071, CR-072."""

from __future__ import annotations

from yizhan.postings.rulebook.text_rules.composed import Composed, composed, told
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("composed_offers")
_REGION = any_of(WORDS["origin"]["regions"])

# --- CR-071 ----------------------------------------------------------------------------------------------------------

_PLACE = (
    f"(?:{_W.bare.place_words}"
    "|(?:去|到|在|上|往|拉|送|派|分)(?:到|去|往)?(?:哪(?![天年月个栋层]|怕|能|会|有|款|种|位)(?:里|儿|边)?"
    "|哪个(?:市|县|镇|村|分厂|厂|工地|省|旗|公司|单位|地方|项目|店)|什么地方|啥地方)"
    f"|{_W.bare.place_questions})"
)
_WHEN = _W.when
_TELLS = _W.tells
_HID = _W.hid
_PLACE_KNOWN = (
    f"{_W.bare.other_places}"
    "|(?:地点|地址|位置|工地|厂址|厂|活|干活|上班)(?:就|都)?(?:是|在|:)"
    r"(?![^,。;]{0,3}(?:哪|保密|待|未|不|没|外|机密|面|等|另|入|录))[\u4e00-\u9fff]{2,}"
    f"|{_W.bare.place_is_known}"
)
_STATED = (
    r"(?:都|均|全|就)在(?!外|别|哪)[\u4e00-\u9fff]{2,}"
    "|(?:工作|上班|干活|用工|工地|厂子?|仓库|作业|施工|活|干)(?:地点|地址)?(?:就|都)?(?:在|是|位于)"
    r"(?![哪那什外远]|[^,。;]{0,4}(?:省|市|县)?(?:外|之间))[\u4e00-\u9fff\d]{3,}"
    rf"|(?:厂址|地点|地址|目的地|位置)(?:在|是|:|为|就|就在)?(?![^,。;]{{0,8}}{_W.unstated})[\u4e00-\u9fff\d]{{3,}}"
)
_AWAY = (
    f"(?:{_W.bare.far_away}"
    r"|(?:[2-9]\d|\d{3}|[二三四五六七八九]十|[一二三四五六七八九]?百)[来多几]?(?:公里|里地?)"
    "|(?<!十)[两三四五六七八]个?多?(?:钟头|小时))"
)
_KEPT: tuple[Composed, ...] = (
    composed(_PLACE, _WHEN, _TELLS, reach=18, unless=_PLACE_KNOWN, beside=_STATED),
    composed(
        _PLACE,
        _HID,
        reach=16,
        unless=f"{_PLACE_KNOWN}|时间(?:待定|未定|不定|另)|保密(?:协议|车间|费|合同)",
        beside=_STATED,
    ),
    composed(
        r"集合|上车|坐车|接人|接走|汇合|大巴|中巴|面包车|班车",
        "(?:拉|带|送|运|接|开)(?:走|去|到|往|过去|至)|下车(?:就)?(?:是|在)|单程|车程|坐车",
        f"{_AWAY}|(?:一|某|别的|别)家?(?:电子|鞋|服装|食品|玩具)?(?:厂|工地|矿)",
        reach=30,
        unless=rf"{_PLACE_KNOWN}|接送|往返|免费班车",
    ),
    composed(
        "(?:说|讲|写|标|招|登|名义|表面)(?:的)?(?:上)?(?:好|着|了)?(?:是|在)?(?:[去到在])?",
        "(?:上了?车|到了?(?:地方)?|去了|下车)才(?:晓得|知道|发现|说)(?:是|去|在|要|到)"
        "|(?:其实|实际上?|结果|到头来|真正)(?:干活|上班|工作|用工|地点)?(?:[是在要去到拉送]|得)",
        reach=18,
        unless=r"一样|一致|工资|薪|说到做到",
    ),
    composed(
        "写[的着]是?|发布地|标的是|说(?:是|好)?招",
        "(?:往|拉|送|派|带|发)(?:到|去|往)?",
        _AWAY,
        reach=30,
        commas=2,
        ordered=True,
        unless=rf"{_PLACE_KNOWN}|一样|一致",
    ),
    composed(
        "名义上?|表面上?|说是|嘴上|对外(?:说|讲)|挂(?:着|的)",
        "其实|实际上?|真正",
        _AWAY,
        reach=36,
        commas=3,
        unless=r"一样|一致|工资|薪",
        ordered=True,
    ),
    composed(
        "(?:不让|不便|不能|不方便|暂不|不好)(?:透露|说|讲|公开)",
        r"名字|名称|地址|厂名|哪家|哪个",
        reach=10,
        unless=_PLACE_KNOWN,
    ),
    composed(
        _W.bare.kept,
        "(?:到(?:了)?(?:地头|地方|地儿|那里|那边|站)?|下车)(?=再|才|就|自然|你|,|后)",
        rf"{_TELLS}|就是",
        reach=26,
        unless=_PLACE_KNOWN,
    ),
    composed(_AWAY, _PLACE, _TELLS, reach=22, unless=_PLACE_KNOWN),
    composed(
        "(?:[几多各两三]+个|不同|好几家|哪个|各)(?:的)?(?:厂|工地|站点|基地|项目|地方|单位|园区)",
        "(?:看|按|随|视|哪[^,。;]{0,2}缺)[^,。;]{0,5}",
        "随机|临时|再|统一(?=分|派|调)|到了|分(?!拣|钟|享|类|红|期|店|成)|派(?!单|件|送)",
        reach=18,
        unless=rf"{_PLACE_KNOWN}|岗位|任务|工种",
    ),
    composed(_W.assigned_there, reach=20, hint="分配", unless=f"{_PLACE_KNOWN}|岗位|任务|工种|就近"),
    composed(
        rf"{_REGION}(?:省|市)?[^,。;]{{0,3}}面试|面试(?:点|地点)?(?:在|:){_REGION}",
        rf"(?:上班|干活|工作|工地|厂)[^,。;]{{0,3}}(?:在|去|到|是|:){_REGION}|去{_REGION}",
        reach=26,
        hint=_REGION,
        unless=r"都行|任选|自选|两地|都有",
    ),
    composed(
        "(?:别的|其他|其它|剩下的?|多余的?|具体)(?:的)?",
        "(?:别|甭|莫|不要|不用|少)(?:多)?(?:打听|问|管)|(?:不|没)(?:便|方便|能)?(?:说|透露)",
        ordered=True,
        reach=10,
        unless=rf"{_PLACE_KNOWN}|工资|待遇|证",
    ),
    composed(
        "只(?:说|写|知道|告诉|透露)(?:了|是|个|你)?|就(?:写|说|知道)(?:了|是)?个?|大概",
        "(?:本省|省内|南方|北方|那边|方向|一带|附近|哪个[市县厂村])",
        r"(?:看|等|别的|剩下|其他|具体|不|没)",
        reach=18,
        unless=_PLACE_KNOWN,
    ),
)

# --- CR-013 ----------------------------------------------------------------------------------------------------------

_PAY = _W.pay
_BEYOND = _W.beyond
_PRAISE_NOT = _W.bare.praise_not
_EASY = (
    f"(?:{_W.bare.side_job}"
    "|不用(?:出力|干活|动手|动脑|露面|上班|下力|出门|坐班|经验|学历)"
    f"|{_W.bare.no_effort}"
    "|(?:一|半|两|三|2|3|1)(?:天|个)?(?:只)?(?:干|上|做|忙)?[两三二23一1]个?(?:小时|钟头)"
    f"|{_W.bare.at_leisure})"
)
_FAT = (
    r"(?:(?:多|额外)(?:收|挣|赚|拿)[^,。;]{0,2}(?:[四五六七八九]{1,2}千|[5-9]\d{3})"
    "|(?:揣走?|装走|带走)[一二两三四五六七八九]万"
    f"|(?:日薪|日结|日入|日赚|一天|每天|天天|当天|一日|日进|单日)[^,。;]{{0,5}}?{_W.fat_day}"
    f"|(?:月薪|月入|一个?月|每月|每个月|月收入?|收入|到手|底薪|保底|综合)[^,。;]{{0,6}}?{_W.fat_month}"
    r"|(?:一个?小时|每小时|时薪|一小时)[^,。;]{0,3}?(?:[1-9]\d\d|[一二两三四五]百)"
    "|(?:每天|一天|天天)[^,。;]{0,4}(?:五|六|七|八|九|三|四)百"
    r"|(?:拿|挣|赚|开)(?:八千|九千|[一二两三四五六七八九]万|[89]\d{3}|[1-9]\d{4})"
    "|四位数|五位数|六位数"
    "|[三四五六七八九]百到[五六七八九]百)(?![步件个单斤箱袋公米块人户只台吨])"
)
_LOW = (
    "(?:打包|扫地|保洁|洗碗|端盘子|打字|发传单|小妹|阿姨|大妈|学徒|小白|门卫)[^,。;]{0,3}(?:都|也|照样|月月|天天)"
    "(?:能)?(?:拿|挣|赚|开|有)"
)
_SKILLED = _W.bare.skilled
_LIFE = _W.life
_CALLS = _W.calls
_SURE = _W.sure
_HIRED = _W.hired
_PRAISED: tuple[Composed, ...] = (
    composed(_PAY, _BEYOND, reach=15, unless=_PRAISE_NOT, beside="国庆|节假日|法定|三倍工资"),
    composed(
        "(?:保|包|百分百|百分之百|100%|稳)进(?![货料口度出群行入展货项])"
        "|不考试?(?:就能|即可)?直接(?:上岗|入职|录用?|签)"
        "|免试(?:直接)?(?:上岗|入职|录用?)",
        reach=16,
        unless=_PRAISE_NOT,
    ),
    composed(_W.the_best, _W.beyond_belief, reach=18, unless=_PRAISE_NOT, commas=0, ordered=True),
    composed(_W.the_least, _W.ten_thousands, reach=16, unless=_PRAISE_NOT, commas=0, ordered=True),
    composed(_EASY, _FAT, reach=26, unless=rf"{_PRAISE_NOT}|{_SKILLED}", beside=_W.bare.abroad),
    composed(_LOW, r"八千|九千|[一二两三四五六七八九]万|[89]\d{3}|[1-9]\d{4}", reach=16, unless=_PRAISE_NOT, commas=0),
    composed(
        _LIFE,
        _CALLS,
        reach=18,
        unless=f"{_PRAISE_NOT}|{_SKILLED}|客户|小工|大工|销售|中介|接待|砌|工地|合同|项目|看房|房东",
    ),
    composed(_SURE, _HIRED, reach=7, unless=f"{_PRAISE_NOT}|{_W.bare.not_praised}", ordered=True),
    composed(
        "钱(?:就|都|自己|自动|天天|哗)*(?:进|往|到|飞|流|掉|落|长腿)(?:[^,。;]{0,3}(?:口袋|家|兜|腰包|卡里|账|家))?"
        "|落袋|进口袋|进兜|往兜里",
        r"手机|(?<![\d一二三四五六七八九十半几])点|轻松|躺|坐|在家|宝妈|学生|就|哗|刷|天天|聊|四位数|千",
        reach=16,
        unless=f"{_PRAISE_NOT}|骗|转|工资当天|工资月|结清|打卡|发放|到账(?:通知|慢|日)|次日",
    ),
    composed(
        r"年(?:入|薪|收入|赚)(?:轻松|保底|可达|能)?(?:[二三四五六七八九]十|[2-9]\d|上?百)[几来多]?万",
        reach=14,
        unless=rf"{_PRAISE_NOT}|{_SKILLED}",
    ),
    composed(
        f"{_W.bare.windfall}"
        "|(?:敢|保准?|保证)(?:就|给|让|你|敢)*(?:开|给|拿|挣|赚)[^,。;]{0,2}(?:[一两二三四五六七八九]万|过万|上万)"
        "|(?:跟|像|如同?)[^,。;]{1,5}(?:似的|一样)(?:简单|容易|轻松|快)(?=$|[,。;!])",
        reach=24,
        unless=_PRAISE_NOT,
    ),
    composed(
        "(?:别|不要|不想|还在|告别|甩掉)(?:再|了)?(?:拿|挣|守着|死守)",
        r"死工资|[两三四]千(?:来|多)?块?|几千块?",
        r"万|翻|高|来我|跟我|加入",
        reach=26,
        unless=_PRAISE_NOT,
    ),
)

# --- CR-072 ----------------------------------------------------------------------------------------------------------

_POST = _W.post
_BY_MONEY = (
    f"(?:{_W.bare.costs}|(?:材料|审核|资料|建档|手续|公关|协调|定岗|占位|推荐|内推|政审)费|{_W.bare.steps_of_payment})"
)
_BY_FRIENDS = (
    f"(?:{_W.bare.friends}"
    "|内部(?!培训|员工|职工|家属|推荐有奖|装修|结构|物流|食堂|超市|晋升|竞聘|优惠|消息)"
    f"|{_W.bare.inside_ways})"
)
_NO_EXAM = _W.no_exam
_PROMISED = _W.promised
_BACK_NOT = _W.bare.back_not
_BACK: tuple[Composed, ...] = (
    composed(
        _POST,
        _BY_MONEY,
        rf"{_BY_FRIENDS}|{_NO_EXAM}|{_PROMISED}|名额|上岗|央企|事业|国企|进(?!门)|录",
        reach=34,
        commas=2,
        unless=_BACK_NOT,
    ),
    composed(
        _POST, _BY_FRIENDS, rf"{_NO_EXAM}|{_PROMISED}|{_BY_MONEY}|安排|招|进", reach=28, commas=2, unless=_BACK_NOT
    ),
    composed(_POST, _NO_EXAM, rf"{_PROMISED}|{_BY_FRIENDS}|{_BY_MONEY}|名额", reach=26, unless=_BACK_NOT),
    composed(
        _POST,
        "打[好过]?招呼|走后门|托人|塞进|说了算|考题有人给|后门|点头|意思到位|后勤的路子",
        reach=22,
        unless=_BACK_NOT,
    ),
    composed(_NO_EXAM, _BY_MONEY, _PROMISED, reach=24, unless=_BACK_NOT),
    composed(_W.held_quota, _W.held_by, _W.for_whoever_understands, reach=30, commas=3, unless=_BACK_NOT),
    composed(_POST, _W.sham, hint=_W.shammed, reach=32, commas=2, unless=_BACK_NOT),
    composed(r"笔试|考题|考试|面试|政审|体检|考(?=前|题)", _W.bare.cheats, reach=14, unless=_BACK_NOT),
)

# --- CR-070 ----------------------------------------------------------------------------------------------------------

_ACCOUNT = _W.account
_LENDS = _W.lends
_PAYOFF = (
    r"(?:一(?:张|天|笔|个?月|次|趟|单|条|个|套|本|万)[^,。;]{0,4}?(?:\d|[一二两三四五六七八九]?[百十千块元]"
    "|[一二两三四五六七八九]块|给|提)"
    f"|{_W.bare.per_card})"
)
_CRIME_NOT = _W.bare.crime_not
#: A lesson against it: 讲“租银行卡”为啥会坐牢.
_LESSON = "反诈|防骗|防诈|坐牢|普法"
#: Or a till, at which others pay with their codes.
_TILL = f"{_LESSON}|店[里内]|收银|前台|柜台|售卡|购物卡"
_CRIMES: tuple[Composed, ...] = (
    composed(
        _ACCOUNT,
        _LENDS,
        _PAYOFF,
        reach=24,
        commas=2,
        beside=_TILL,
        unless=rf"{_CRIME_NOT}|刷身份证|打卡|各的卡|收工|租三轮",
    ),
    composed(
        "(?:帮|替|代|给)(?:忙)?(?:人|别人|朋友|老板|公司|客户|我们?|外地人)?(?:去)?",
        _W.bare.money_moved,
        _PAYOFF,
        reach=28,
        commas=2,
        beside=_LESSON,
        unless=_W.bare.lawful_errand,
    ),
    composed(_W.into_your_account, _W.and_out_again, reach=24, commas=2, unless="退款|报销", beside=_LESSON),
    composed(
        _W.cash_fetched,
        _W.handed_over,
        _PAYOFF,
        reach=28,
        commas=2,
        unless="出纳|财务|会计|押运|老人|营业款|工资|货款",
        beside=_LESSON,
    ),
    composed(
        _W.no_questions,
        f"{_ACCOUNT}|身份证|银行|营业厅",
        _PAYOFF,
        reach=40,
        commas=4,
        unless="快递|外卖",
        beside="反诈|防骗|防诈|坐牢",
    ),
    composed(
        "下单(?:好评|点赞)|拍下(?:付款|商品|宝贝)?|返本"
        "|帮(?:商家|店铺|网店|卖家)[^,。;]{0,4}(?:好评|下单|评价)"
        f"|{_W.bare.fake_orders}",
        r"垫|返|佣|激活|提现|结一单|一单|每单|一条|结|佣金|本金|充",
        commas=3,
        reach=28,
        unless="不(?:刷|做|垫|抢)|漆|刷子|油墨|丝网|骗|反诈|外卖|骑手|配送|送餐|网约|物流|快递|计件|司机",
    ),
    composed(
        r"(?:拉|凑|底下|名下|下面|手下|带)(?:带|拉|有|挂)?(?:够|满|来|到|有)?(?:[一二两三四五六七八九十几\d]+个?)?(?:人(?!力)|会员|下线|亲友|朋友)"
        "|发展(?:下线|会员|代理|团队)"
        r"|介绍人(?=来|听|进)|下面的?人|介绍(?:[一二两三四五几\d]+个)(?:人|朋友|亲戚)",
        _W.bare.pyramid,
        reach=22,
        unless=r"推荐奖|内推|老带新|工友|不拉|骗|反诈",
    ),
    composed(
        "陪(?:着)?(?:老板|客人?|大哥|领导|客户|富婆|酒|喝|唱|玩|睡|侍|聊)|夜场|夜总会|会所|KTV|ktv|酒吧|商K|足浴|洗浴",
        _W.bare.paid_company,
        reach=20,
        beside=r"老人|陪诊|护工|陪护|陪读|照料",
        unless=_W.bare.honest_company,
    ),
    composed(
        "(?:接|拿|取|带|送|捎|提)(?:个|一?下|点|一个)?[^,。;]{0,2}(?:包|箱子?|货|东西|袋子?|行李)|押车|跑(?:一)?趟|过境|出境",
        "(?:别|甭|莫|不(?:用|要|许|准|能))(?:多)?(?:问|打听|看|拆|开)|不[看问查验](?:货|箱|东西|包)",
        r"一(?:趟|次|单|回)[^,。;]{0,3}(?:[三四五六七八九]百|[一二两三四五六七八九]千|[3-9]\d\d|\d{4})",
        reach=40,
        commas=4,
        unless=r"快递站|驿站|客户|搬家|易碎|外卖",
    ),
    composed(_W.bare.abroad, _W.bare.bait, reach=24, unless=_W.bare.lawful_abroad),
    composed(
        r"赌|博彩|棋牌|彩票|六合彩|下注|竞猜|百家乐|体育投注",
        "推广|代理|平台|拉(?:人|客)|客服|引流|充值|上分|发牌|操盘|带单|主播",
        reach=16,
        unless=r"保洁|店员|不|反|骗|门店|站点|社区|老年|桌",
    ),
    composed(
        r"验证码|短信码|收码|接码|(?:代|帮)收短信",
        r"一条|每条|帮收|代收|有偿|元|块|接",
        reach=14,
        unless=r"客服|不要|别|告诉|报名|登录|注册账号",
    ),
)

# --- CR-005, CR-021 --------------------------------------------------------------------------------------------------

_OTHER = _W.other
_SEEKS = _W.seeks
_FORBIDDEN = _W.bare.forbidden
_NOT_FOR = r"一概不|不(?:发|接|代|替|帮|登)|自招|直招|送货"
_FOR: tuple[Composed, ...] = (
    composed(
        "(?:替|帮|代|给|为|往|向|受)(?=[^,。;]{0,10})",
        _OTHER,
        _SEEKS,
        reach=20,
        unless=_W.bare.on_behalf_not,
        ordered=True,
    ),
    composed(
        _W.bare.on_behalf,
        r"招|找|要[一二两三四五六七八九十\d]|缺|挂(?:一?条|个)|发(?:一?条|个)|发的?(?=$|[,。;])",
        reach=24,
        commas=2,
        unless=r"自招|直招|快递|传单|本厂|一概不|不(?:发|接|代|登)",
    ),
    composed(
        "人?招来(?:的人|后|了|的)?|人(?:到)?(?:齐|满|够|招好|招满)|招(?:齐|满|够|好)(?:了|后|人)?",
        "送(?:去|到|往|进)?|派(?:去|到|往)|拉(?:去|到)|输送|分(?:去|到)",
        rf"{_OTHER}|[^,。;我本送到去]{{2,6}}厂|工地",
        reach=18,
        unless=r"送餐|送货|本厂",
    ),
    composed(
        r"本店|我们(?:店|厂|公司)?|我司|本厂|我",
        r"替|代(?![驾收付])|帮(?![手工厨])|给",
        f"(?:{_OTHER}|[^,。;我本]{{2,8}}(?:城|店|厂|公司|酒店|饭店|工地))(?:里)?(?:缺人|急招|招(?![牌呼待手])|找|聘)",
        reach=20,
        unless=r"代驾|替班|送货|自招|给我们",
    ),
)
_FOR += (
    composed(_W.not_ours, rf"是{_OTHER}", reach=22, commas=2, unless=_NOT_FOR),
    composed(_W.borrowed_account, _W.put_up, reach=20, unless=_NOT_FOR),
    composed(_W.own_account, _W.now_for, _OTHER, reach=30, unless=_NOT_FOR, beside=_FORBIDDEN),
    composed(
        _W.no_account,
        _W.in_our_name,
        _W.put_up,
        reach=44,
        commas=3,
        unless=rf"{_NOT_FOR}|我[爸妈爹娘]|父|母亲|老伴|爷爷|奶奶",
        beside=_FORBIDDEN,
    ),
    composed(
        _W.put_up_for, rf"{_OTHER}|别的?厂|人家", reach=60, commas=6, unless=rf"{_NOT_FOR}|工[资钱]", beside=_FORBIDDEN
    ),
    composed(
        _W.only_the_news,
        reach=22,
        unless=rf"{_NOT_FOR}|快递",
        beside=rf"{_FORBIDDEN}|传单|宣传页|海报|小广告",
    ),
    composed(_W.beside_us, _W.wants_people, reach=16, ordered=True, unless=rf"{_NOT_FOR}|谁家|哪家", beside=_FORBIDDEN),
    composed(_W.in_truth_for, _OTHER, _W.works_there, reach=16, unless=_NOT_FOR, beside=_FORBIDDEN),
    composed(_W.this_post_for, reach=30, unless=_NOT_FOR, beside=_FORBIDDEN),
    composed(_W.word_passed_on, reach=24, hint=_W.passing, unless=_NOT_FOR, beside=_FORBIDDEN),
    composed(_W.used_by, reach=24, hint=_W.using, unless=_NOT_FOR, beside=_FORBIDDEN),
    composed(_W.no_tie, _W.others_employ, reach=40, commas=3, unless=_NOT_FOR),
)
_REACH: tuple[Composed, ...] = (
    composed(
        _W.bare.messengers,
        r"搜|加|联系|报名|备注|找|聊|同步|同号|号|私|扫",
        reach=10,
        unless=r"不(?:用|要|加)|运营|管理|维护|内部|打卡|办公",
    ),
    composed(
        "扫|识别|长按|截图",
        "(?:黑白|方)?(?:格子|方块|方格|小方框|麻子块|花格)",
        "进|入|加|报名|联系|就|群|图",
        reach=22,
        unless="打卡|考勤|签到|支付|付款|条码|扫地|打扫|清扫|拖|油漆|瓷砖|不(?:用|要|必)|无需",
    ),
    composed(
        "(?:长按|识别|扫|按住|保存)(?:一下|识别|一扫)*",
        r"码(?!头|货|垛|放)|二维",
        "图(?:里|中|上|片)|下[面方]|进群|报名|联系|加|海报|旁边",
        reach=16,
        unless="打卡|考勤|签到|支付|付款|付钱|条码|快递|点餐|测温|取件|商品|工作|不(?:用|要|必)|无需",
    ),
    composed(
        "(?:群|裙|扣扣|企鹅|(?<![A-Za-z0-9])[Qq]{1,2})号?(?:码)?",
        r"(?<!\d)\d(?:[ .-]?\d){5,11}(?!\d)|[零〇一二三四五六七八九](?:[ .-]?[零〇一二三四五六七八九]){5,11}",
        reach=20,
        unless=r"不加",
    ),
    composed(
        r"电话|座机|热线|手机|拨打?|致电|联系|咨询|打(?=[零〇幺一\d])",
        "[零〇一二三四五六七八九幺](?:[ -]?[零〇一二三四五六七八九幺]){6,11}",
        reach=18,
        unless=r"不(?:用|要|打)",
    ),
    composed(
        _W.bare.write_me,
        _W.bare.reach_words,
        reach=16,
        unless="窗口|登记|驿站|工作人员|不(?:用|要|加|留)|别加|客服|运营|推广|转发",
    ),
    composed(r"(?:艾特|@|圈[aA]|小老鼠)", r"[A-Za-z0-9_.-]{2,}", _W.bare.mail_ends, reach=26, unless=r"不要"),
    composed(
        r"私(?:我|戳|信|聊|滴|下(?=联系|聊|加|谈价))|戳我|滴我|敲我|扣我",
        r"价|详|聊|联系|报名|了解|名额|谈|来|发|进|说|秒",
        reach=10,
        unless="不(?:私|要|用)|不得|私下(?:转|收|交易|不)|客服|运营|回复私信",
    ),
)


HIDDEN_PLACES = told("CR-071", *_KEPT)
PRAISED = told("CR-013", *_PRAISED)
FAVOURS = told("CR-072", *_BACK)
SHADY = told("CR-070", *_CRIMES)
FOR_SOMEBODY = told("CR-005", *_FOR, silent=lambda setting: setting.is_agency)
REACHED = told("CR-021", *_REACH)
