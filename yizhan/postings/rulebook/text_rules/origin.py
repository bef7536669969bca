"""CR-035: where somebody comes from or is registered. CR-037: looks and omens. CR-038: a clean record."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import TURNED_AWAY, Places, Setting, TextRule, refused
from yizhan.postings.rulebook.words import WORDS, any_of

# --- CR-035 ----------------------------------------------------------------------------------------------------------

_REGION = any_of(WORDS["origin"]["regions"])
_HERE = r"(?:本地|本市|本县|本区|本镇|本乡|本村|本省|本街道|本社区|本城|当地|周边村|附近村)"
_BOOK = r"(?:户口|户籍|籍贯|籍)"
_FOLK = r"(?:人员|居民|村民|农民|市民|户|人|的|籍|劳动力|群众|员工|工人|老乡)"
_AWAY = rf"(?:外地|外省|外县|外市|外来|外乡|非本地|{_REGION}(?:省|市|地区)?)"
_TURNED = (
    r"(?:(?:请|就|都|暂时|暂|一律|均)?(?:勿报名|别来|别报|莫来|别打|勿扰|勿投|勿来|勿进|不要|不招"
    r"|不收|不录|不用|除外|免谈|谢绝|不考虑|不接受|止步|请绕|莫扰|绕行|免))"
)
_ONLY = (
    r"(?:仅限|只限|限定为?|限招|限|仅招|仅收|仅要|只招|只要|只收|只用|只考虑|只接受|必须是?"
    r"|须是?为?|须为|需为|需是|要求是?为?|得是|仅)"
)
_ORIGIN = starting(
    rf"{_ONLY}(?:于|为|是|有|具有|持有?|招|具备|:)?(?:{_HERE}|[\u4e00-\u9fff]{{2,4}}?(?:市|县|区|镇"
    rf"|乡|村|省)|{_REGION})(?:的|常住|城镇|农村|本地)*(?:{_BOOK}|{_FOLK}(?!才))"
    rf"|{_ONLY}(?:于|为|是|招)?(?:{_HERE})(?!区域|就业|上班|工作|缴纳|注册|企业|范围内(?:配|送|工)|标准)"
    rf"|(?:{_ONLY}|有|持|具有|需|要)?(?:{_HERE}|{_REGION}|[\u4e00-\u9fff]{{2,3}}(?:市|县|区"
    rf"|镇))?(?:的)?(?:非农业?|农业|农村|城镇|城市|常住|沪|京)?{_BOOK}(?:的|者|人员|人)*(?:优先"
    rf"|为佳|者佳|勿扰|不要|免谈|除外)"
    rf"|(?:{_ONLY}|有|持|具有|具备)(?:有|具有|持|是|为|具备)?(?:{_HERE}"
    rf"|{_REGION})?(?:的)?(?:非农业?|农业|农村|城镇|城市|常住|沪|京)?{_BOOK}"
    rf"|{_BOOK}(?:所在地|地)?(?:要求|限制|性质)?[:须必限为在是需]{{1,2}}(?!不限|无|办理|迁|证明|登记|均|簿)"
    rf"|{_BOOK}不在{_HERE}|(?:就要|只要|光要|只收)(?:咱|俺|我)(?:们)?(?:本)?(?:村|镇|乡|县|庄|街道|社区)(?:上|里)?的?"
    rf"|(?:{_HERE}|{_REGION})(?:的|户籍|户口|常住)*{_FOLK}?(?:优先|为佳|者佳|最好)(?!就近)"
    rf"|(?:不要(?!求)|不招用?|不收(?!取)|不接受|不考虑|不录用?|谢绝|拒绝|拒招|拒收|排除|不用"
    rf"|非)(?:任何)?{_AWAY}{_FOLK}?(?!客户|客人|车|业务|订单|快递|牌照|社保|注册|件|发货|货|企业"
    rf"|经验|驾照|游客)"
    r"|(?:不要(?!求)|不招用?|不收(?!取)|不接受|不考虑|不用)[\u4e00-\u9fff]{2,4}?[县市省镇区乡村]的?(?:人|户口|老乡|员工)(?!才|员工宿)"
    rf"|{_AWAY}(?:{_AWAY}|{_FOLK}|{_BOOK}|口音){{0,3}}(?:来的|的)?(?:应聘者|求职者|者)?{_TURNED}(?!费)"
)
_ORIGIN_FREE_AFTER = re.compile(
    r"(?:户籍|户口|人员|的|也|均|都|、|与|和|或|外地|者|性质|所在地|籍贯|皆|,)*(?:不限|均可|都可"
    r"|皆可|无要求|不作要求|无限制|不拘|不做要求|一视同仁|都行|都要|可以|欢迎|也可|没要求|无所谓)"
)
_ORIGIN_REFUSED = re.compile(
    r"(?:不限|不限定|不限制|不要求|不问|不看|不分|不论|无论|不管|不得|不应|不设|无|没有|无需"
    r"|不需要?|不必|禁止|严禁|取消|不以|不因|不讲|不查|破除|杜绝|不|勿|反对)"
    r"(?:以|因|设置|限制|有|限|地域|户籍|户口|区分|是否|求职者|应聘者|劳动者|的|对|歧视|或|和|、"
    r"|性别|年龄|民族|学历|必须|是|要求|为由|条件|出现|招聘|“|\"|与|本地|外地|,)*$"
)
_ORIGIN_DUTY = re.compile(
    r"(?:负责|办理|登记|核对|审核|熟悉|协助|咨询|代办|窗口|服务|采集|受理|整理|引导|帮助|接待|录入"
    r"|采购|运往|发往|销往|配送|讲)[^,。;]{0,8}$"
)


def origin_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-035: a place of registration or origin is required, preferred or turned away."""
    if setting.origin_ground:
        return
    text = plain.text
    for found in _ORIGIN.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        if _ORIGIN_REFUSED.search(before) is not None or _ORIGIN_DUTY.search(before) is not None:
            continue
        if _ORIGIN_FREE_AFTER.match(text, end, sentence_last) is not None:
            continue
        yield start, end


ORIGIN = TextRule(
    "CR-035",
    (*WORDS["origin"]["regions"], "户口", "户籍", "籍", "本地", "本市", "本县", "本区", "本镇", "本乡", "本村",
    "本省", "本街道", "本社区", "本城", "当地", "周边村", "附近村", "外地", "外省", "外县", "外市", "外来", "外乡",
     "县的人", "市的人",
    "省的人", "镇的人", "区的人", "村的人", "乡的人", "市人", "市居民", "市市民", "县人", "县居民",
     "区人", "区居民", "镇人", "镇居民", "镇村民", "乡人", "乡村民",
     "乡居民", "村人", "村村民", "咱", "俺", "村民", "村居民", "省人", "居民"),
    origin_places,
)  # fmt: skip

# --- CR-037 ----------------------------------------------------------------------------------------------------------

_LOOKS = starting(
    r"属(?:相(?!剪纸|挂件|饰|邮票|玩偶|灯)|[鼠牛虎兔龙蛇马羊猴鸡狗猪](?=$|[,。;!?、"
    r" 的者优勿不除免人]))|生肖(?!礼|图|摆件|邮票|工艺|玩偶|产品|饰)|(?:十二)?星座(?!大厦|广场"
    r"|酒店|小区|公寓|影|[kK]|花园|文化馆|主题|手链|饰)|(?:[aAbBoO]|[aA][bB])型血|血型(?!化验|鉴定"
    r"|检测|登记)|(?:处女|双子|天蝎|摩羯|白羊|金牛|巨蟹|狮子|天秤|射手|水瓶|双鱼)座(?:的|女"
    r"|男)*(?:勿|不要|除外|优先|免谈)"
    r"|身高(?:要求|限制|条件)?[:为在需须要不达应]{0,3}(?:不?(?:低于|少于|小于|高于)|达到|超过|满"
    r"|约|[1１一]|\d|以上|达标|适中)|身高体重(?:匀称|协调|成比例|比例|标准|适中|要求)"
    r"|体重(?:要求|限制)?[:为在需须要应]{0,3}(?:不?(?:超过|高于|大于|低于)|\d|控制在|匀称|正常"
    r"|标准|适中)|(?<![企品司机牌店门位])形象(?:要?好|佳|良好|气质|端正|出众|靓丽|俱佳|大方|优"
    r"|要求|甜美|阳光|较好|姣好|上佳|[、和及]气质)"
    r"|(?:相貌|五官|长相|外貌|面容|容貌|外形|样貌)(?:要?端正|端庄|要好|好|佳|甜美|姣好|清秀|出众"
    r"|要求|靓丽|良好|大方|漂亮|较好|俊)|气质(?:佳|好|优|出众|要好|良好|俱佳|端庄|优雅)|颜值(?:高"
    r"|在线|要|好|\d|出众)|长得(?:好看|漂亮|帅|端正)"
    r"|身材(?:好|匀称|苗条|标准|高挑|适中|要求|偏瘦|不胖|良好|健美)|皮肤(?:白皙|白|好|要白)|(?:无"
    r"|没有?|不能有|不得有|不可有|不许有|身上无|不要有?|禁止|非|不接受|不招|谢绝|未)(?:明显|外露"
    r"|大面积|可见|任何|裸露)*(?:纹身|文身|刺青)"
    r"|(?:有)?(?:纹身|文身|刺青)(?:的|者|人员)*(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑"
    rf"|不录|禁入)|(?:有)?(?:纹身|文身|刺青)(?:的|者|人员|人)*{TURNED_AWAY}"
    r"|(?:高|矮|胖|瘦)(?:的|于[^,。;]{1,6})?(?:勿扰|不要)|(?:招|聘|限|找|需|要)(?:[一二两三几\d]*[名个位])?(?:帅哥|美女)"
    r"|胖子(?:不要|勿|别来|免谈|不招|不收)|(?:个子|个头)(?:要?高|\d|一米|1米|矮的|不低于)|(?:个高"
    r"|个子高)的|模样(?:俊|好|周正)|烟疤"
)
_LOOKS_REFUSED = re.compile(
    r"(?:任何|各种|什么|哪种|不限|不看|不问|不讲|不信|不要求|不论|无论|不管|不分|不得|不应|无|没有|无需|不需要?|不必"
    r"|不以|不因|不查|不设|取消|严禁|禁止|不强调|杜绝|反对|不挑|拒绝|不凭|不作)(?:以|因|设置|有|限"
    r"|对|应聘者|求职者|员工|求职|的|是否|什么|任何|要求|条件|身高|体重|外貌|相貌|长相|血型|属相"
    r"|星座|生肖|纹身|年龄|性别|学历|歧视|和|或|及|与|、|,|/|“|\")*$"
)
_LOOKS_FREE_AFTER = re.compile(
    r"(?:、|和|或|及|与|体重|外貌|相貌|长相|血型|属相|星座|纹身|身高|气质|形象|年龄|性别|学历|也"
    r"|均|都|的|,|者|皆)*(?:不限|不作要求|不要求|无要求|没要求|无所谓|不做要求|不拘|也可|均可|都可"
    r"|都行|不影响|不看|不查|也行|不是问题|可以来|也能|不作限制|没关系|也要|无限制|没限制|欢迎)"
)
_LOOKS_DUTY = re.compile(
    r"(?:负责|测量|登记|采集|记录|填写|维护|提升|提供|展示|化验|检验|检测|设计|打造|塑造|销售|管理"
    r"|讲解|制作|洗|清洗|祛|去除|帮|为|给|学生|儿童|患者|客户|顾客|客人|会员|孩子|产品|企业|公司"
    r"|店铺|单位|保持|注意|录入|生产|树立|整理)[^,。;]{0,12}$"
)
_WORN_BY_TRADE = re.compile(r"模特|演员|试衣|T台")


def looks_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-037: looks, height, weight, tattoos, zodiac, blood group; a model's height belongs to the job."""
    text = plain.text
    for found in _LOOKS.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        # 无纹身 carries its own sign of absence and is a condition all the same.
        if _LOOKS_REFUSED.search(before) is not None or _LOOKS_DUTY.search(before) is not None:
            continue
        if _LOOKS_FREE_AFTER.match(text, end, sentence_last) is not None:
            continue
        if _WORN_BY_TRADE.search(text, sentence_first, sentence_last) or _WORN_BY_TRADE.search(setting.around):
            continue
        yield start, end


LOOKS = TextRule(
    "CR-037",
    ("属相", *(f"属{animal}" for animal in "鼠牛虎兔龙蛇马羊猴鸡狗猪"), "生肖", "星座", "型血", "血型", "身高",
    "体重", "形象", "相貌", "五官", "长相", "外貌", "面容", "容貌", "外形", "样貌", "气质", "颜值", "长得", "身材",
     "皮肤", "纹身", "文身", "刺青", "高的", "矮的", "胖的", "瘦的", "胖勿", "瘦勿", "胖不", "矮不", "矮于", "高于",
     "女座", "子座", "蝎座", "羯座", "羊座", "牛座", "蟹座", "秤座", "手座", "瓶座", "鱼座", "帅哥", "胖子", "个子",
     "个头", "个高", "模样", "烟疤", "美女"),
    looks_places,
)  # fmt: skip

# --- CR-038 ----------------------------------------------------------------------------------------------------------

_RECORD = r"(?:违法犯罪|犯罪|刑事犯罪|刑事|违法|案底|前科|不良|治安|被判刑|判刑|坐牢|劳改|服刑|劳教|拘留|吸毒)"
_CLEAN = starting(
    rf"(?:无|没有?|未有过?|不得有|不能有|不可有|没有过|从未有过?|未曾有|不许有|必须没有"
    rf"|从无)(?:任何|过|不良|重大|相关)*{_RECORD}(?:经历|前科)?(?:记录|证明|史|行为|历史|前科"
    rf"|经历)?"
    rf"|(?:有|曾有|有过|受过|被)(?:任何)?(?:{_RECORD}|刑事处罚)(?:记录|史|经历|前科|处罚)?(?:的|者"
    rf"|人员)*(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑|不录|勿来|不用)"
    r"|(?:刑满释放|刑释|劳改释放|服刑|坐过牢|判过刑|蹲过号子|蹲过大牢|进过局子|进过监狱|案底"
    r"|前科)(?:人员|的|者)*(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑|不录|勿来|不用|别来"
    r"|莫来)"
    rf"|(?:有|进过|蹲过|坐过)(?:{_RECORD}|看守所|拘留所|监狱|号子|局子|里面)(?:记录|史|前科)?(?:的|者|人员|人)*{TURNED_AWAY}"
    r"|(?:不要|不招|不收|拒绝|谢绝|不接受|不录)(?:有)?(?:刑满释放|前科|案底|劳改|犯罪记录|犯罪前科)(?:人员|的|者)?"
)
_CLEAN_REFUSED = re.compile(
    r"(?:不要求|无需|不需要?|不必|不用|不查|不看|不强制|取消|不再|免|不得|不应|没有要求"
    r"|并非)(?:要求|提供|开具|出具|开|必须|查询|核查|提交|应聘者|求职者|是否|以|交|附|有|求职人员"
    r"|设置|把|将|“|\")*$"
)
_CLEAN_FREE_AFTER = re.compile(
    r"(?:证明|记录|的|均|也|都|者|人员)*(?:不要求|不作要求|不需要|不是必须|不限|不查|可免|无需提供|不用开|免交|非必须)"
)
#: 保安服务管理条例 第17条; 未成年人保护法 第62条; 校车安全管理条例 第23条; 出租汽车与网约车驾驶员; 金融押运.
_REQUIRED_BY_LAW = re.compile(any_of(WORDS["clean_record"]["required_for"]))
_CLEAN_DUTY = re.compile(
    r"(?:代办|负责|协助|办理|受理|窗口|开具|出具|帮助|服务|帮教|安置|欢迎|公司|企业|单位|车辆|车"
    r"|本店|我司)[^,。;]{0,8}$"
)


def clean_record_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-038: a clean record is demanded though no law asks for it in this job."""
    text = plain.text
    for found in _CLEAN.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        if (
            _CLEAN_REFUSED.search(before) is not None
            or refused(text, first, start)
            or _CLEAN_DUTY.search(before) is not None
        ):
            continue
        if _CLEAN_FREE_AFTER.match(text, end, sentence_last) is not None:
            continue
        if _REQUIRED_BY_LAW.search(text) is not None or _REQUIRED_BY_LAW.search(setting.around) is not None:
            continue
        yield start, end


CLEAN_RECORD = TextRule(
    "CR-038",
    (
        "犯罪",
        "刑事",
        "案底",
        "前科",
        "判刑",
        "坐牢",
        "号子",
        "看守所",
        "拘留所",
        "大牢",
        "局子",
        "监狱",
        "坐过牢",
        "判过刑",
        "劳改",
        "刑满",
        "刑释",
        "服刑",
        "劳教",
        "拘留",
        "吸毒",
        "违法",
        "不良记录",
        "治安",
    ),
    clean_record_places,
)
