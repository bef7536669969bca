"""CR-035: where somebody comes from or is registered. CR-037: looks and omens. CR-038: a clean record."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import (
    TURNED_AWAY,
    Places,
    Setting,
    TextRule,
    found_by,
    refused,
)
from yizhan.postings.rulebook.text_rules.slots import (
    BETWEEN,
    ONLY,
    PREFER,
    PREFERRED,
    REJECT,
    TURNED,
    TURNED_FAR,
    TURNED_SUCH,
    WELCOME,
)
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("origin")

# --- CR-035 ----------------------------------------------------------------------------------------------------------

_REGION = any_of(WORDS["origin"]["regions"])
_HERE = r"(?:本地|本市|本县|本区|本镇|本乡|本村|本省|本街道|本社区|本城|当地|周边村|附近村)"
_BOOK = r"(?:户口|户籍|籍贯|籍)"
_FOLK = r"(?:人员|居民|村民|农民|市民|户|人|的|籍|劳动力|群众|员工|工人|老乡)"
_AWAY = rf"(?:外地|外省|外县|外市|外来|外乡|非本地|{_REGION}(?:省|市|地区)?)"
_TURNED = f"(?:(?:请|就|都|暂时|暂|一律|均)?{_W.turned_away})"
_ONLY = _W.only
_ORIGIN = starting(
    rf"{_ONLY}(?:于|为|是|有|具有|持有?|招|具备|:)?(?:{_HERE}|[\u4e00-\u9fff]{{2,4}}?(?:市|县|区|镇|乡|村|省)"
    f"|{_REGION})(?:的|常住|城镇|农村|本地)*(?:{_BOOK}|{_FOLK}(?!才))"
    f"|{_ONLY}(?:于|为|是|招)?(?:{_HERE})(?!区域|就业|上班|工作|缴纳|注册|企业|范围内(?:配|送|工)|标准)"
    rf"|(?:{_ONLY}|有|持|具有|需|要)?(?:{_HERE}|{_REGION}|[\u4e00-\u9fff]{{2,3}}(?:市|县|区|镇))?(?:的)?"
    f"(?:非农业?|农业|农村|城镇|城市|常住|沪|京)?{_BOOK}(?:的|者|人员|人)*(?:优先|为佳|者佳|勿扰|不要|免谈|除外)"
    f"|(?:{_ONLY}|有|持|具有|具备)(?:有|具有|持|是|为|具备)?(?:{_HERE}|{_REGION})?(?:的)?"
    f"(?:非农业?|农业|农村|城镇|城市|常住|沪|京)?{_BOOK}"
    f"|{_BOOK}(?:所在地|地)?(?:要求|限制|性质)?[:须必限为在是需]{{1,2}}(?!不限|无|办理|迁|证明|登记|均|簿|哪|啥|什么|何|随)"
    f"|{_BOOK}不在{_HERE}"
    "|(?:就要|只要|光要|只收)(?:咱|俺|我)(?:们)?(?:本)?(?:村|镇|乡|县|庄|街道|社区)(?:上|里)?的?"
    f"|(?:{_HERE}|{_REGION})(?:的|户籍|户口|常住)*{_FOLK}?(?:优先|为佳|者佳|最好)(?!就近)"
    f"|{_W.rejected}(?:任何)?{_AWAY}{_FOLK}?(?!客户|客人|车|业务|订单|快递|牌照|社保|注册|件|发货|货|企业|经验|驾照"
    "|游客)"
    r"|(?:不要(?!求)|不招用?|不收(?!取)|不接受|不考虑|不用)[\u4e00-\u9fff]{2,4}?[县市省镇区乡村]的?"
    "(?:人|户口|老乡|员工)(?!才|员工宿)"
    f"|{_AWAY}(?:{_AWAY}|{_FOLK}|{_BOOK}|口音){{0,3}}(?:来的|的)?(?:应聘者|求职者|者)?{_TURNED}(?!费)"
)
_STRANGERS = _W.words.strangers
_NEIGHBOURS = _W.words.neighbours
_STRANGER, _NEIGHBOUR = any_of(list(_STRANGERS)), any_of(list(_NEIGHBOURS))
_NO_PERSON = f"(?!{_W.bare.no_person})"
_ORIGIN_WIDE = starting(
    f"(?:{_STRANGER}|{_REGION}){_NO_PERSON}(?:籍|户口|户籍|口音|省|市|那边|方向)*{TURNED_SUCH}"
    f"|{REJECT}(?:{_STRANGER}|{_REGION}){_NO_PERSON}(?:人|的|籍|户口|那边|来)"
    f"|(?:{ONLY}|{PREFER}){BETWEEN}(?:{_HERE}|{_NEIGHBOUR})(?!哪|什么|啥|更好|好沟通){_NO_PERSON}"
    f"(?!{_W.bare.local_things})(?!{WELCOME})"
    f"|(?:{_NEIGHBOUR})(?!哪|什么|啥)[^,。;不看问]{{0,6}}?{PREFERRED}(?!就近|沟通|交流)"
    rf"|{_BOOK}(?:必须|须|要|得|需|应)(?:是|在|为|落在)?(?:{_HERE}|{_REGION}|[\u4e00-\u9fff]{{2,3}}[市县区镇村])"
    f"|{_BOOK}(?:本)?(?:不是|不在|在外)[^,。;]{{0,6}}?{TURNED}"
    f"|(?:看|凭|拿|带|持)(?:{_HERE}|城镇|城市)?户口(?:本|簿)?(?:录用|招工|才|优先)"
    "|身份证(?:号码?)?(?:的)?(?:前|开头|头)(?:[2-6二三四五六两几][位个])?(?:数字?)?(?:跟|和|与)?[^,。;]{0,8}?"
    "(?:对不上|对得上|不一样|才(?:收|要|行|可)|的?(?:别|勿|不(?:收|要|招|用)))"
    "|身份证(?:号码?)?(?:的)?(?:得|要|须|必须)(?:是)?\\d{2,6}(?:开头|打头)"
    "|(?:家|老家|家在|住)(?:是|在)?本[地村县镇市乡]的?才(?:能|要|行|收|可)"
)
#: Told: 外地口音的先别来, 本乡的先上.
_ORIGIN_TOLD = starting(
    f"(?:{_STRANGER}|{_REGION}(?:人|来的|那边|过来|籍)"
    rf"|老家(?:是|在)(?!本)[\u4e00-\u9fff]{{2,4}}){_NO_PERSON}{TURNED_FAR}|(?:{_HERE}"
    f"|{_NEIGHBOUR})(?:的|人|户|乡亲|村民|居民|口音)*(?:就)?先(?:上|来(?!后)|挑|安排|录|用|招)"
)
_ORIGIN_FREE_AFTER = re.compile(f"{_W.wherever}*{_W.all_taken}")
_ORIGIN_REFUSED = re.compile(f"{_W.no_matter}{_W.no_matter_link}*$")
_ORIGIN_DUTY = re.compile(f"{_W.origin_duty}[^,。;]{{0,8}}$")


#: Public welfare work and work relief may be kept for residents.
_RESIDENTS_FIRST = re.compile(r"公益性?岗位?|以工代赈")


#: 凉山那边的彝族: a people is CR-030's matter.
_OF_A_PEOPLE = re.compile(any_of(WORDS["ethnic"]["peoples"]))


def origin_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-035: a place of registration or origin is required, preferred or turned away."""
    text = plain.text
    if setting.origin_ground or _RESIDENTS_FIRST.search(text, sentence_first, sentence_last):
        return
    for found in found_by((_ORIGIN, _ORIGIN_WIDE, _ORIGIN_TOLD), text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        if _ORIGIN_REFUSED.search(before) is not None or _ORIGIN_DUTY.search(before) is not None:
            continue
        if _ORIGIN_FREE_AFTER.match(text, end, sentence_last) is not None or _OF_A_PEOPLE.search(found[0]) is not None:
            continue
        yield start, end


ORIGIN = TextRule(
    "CR-035",
    (*_W.words.origin_anchors, *WORDS["origin"]["regions"], *_STRANGERS, *_NEIGHBOURS),
    origin_places,
)

# --- CR-037 ----------------------------------------------------------------------------------------------------------

_LOOKS = starting(
    "属(?:相(?!摆件|雕|印章|糕|剪纸|挂件|饰|邮票|玩偶|灯)|[鼠牛虎兔龙蛇马羊猴鸡狗猪](?=$|[,。;!?、 的者优勿不除免人]))"
    "|生肖(?!礼|图|摆件|邮票|工艺|玩偶|产品|饰)"
    "|(?:十二)?星座(?!大厦|广场|酒店|小区|公寓|影|[kK]|花园|文化馆|主题|手链|饰|挂件|摆件|贴纸|盲盒|卡片)"
    "|(?:[aAbBoO]|[aA][bB])型血|血型(?!化验|鉴定|检测|登记|科普|宣传|知识|[纸卡牌贴仪])"
    "|(?:处女|双子|天蝎|摩羯|白羊|金牛|巨蟹|狮子|天秤|射手|水瓶|双鱼)座(?:的|女|男)*(?:勿|不要|除外|优先|免谈)"
    r"|身高(?:要求|限制|条件)?[:为在需须要不达应]{0,3}(?:不?(?:低于|少于|小于|高于)|达到|超过|满|约|[1１一]|\d"
    "|以上|达标|适中)"
    "|身高体重(?:匀称|协调|成比例|比例|标准|适中|要求)"
    r"|体重(?:要求|限制)?[:为在需须要应]{0,3}(?:不?(?:超过|高于|大于|低于)|\d|控制在|匀称|正常|标准|适中)"
    f"|(?<![企品司机牌店门位])形象{_W.image_wanted}"
    f"|(?:相貌|五官|长相|外貌|面容|容貌|外形|样貌){_W.looks_wanted}"
    "|气质(?:佳|好|优|出众|要好|良好|俱佳|端庄|优雅)"
    r"|颜值(?:高|在线|要|好|\d|出众)|长得(?:好看|漂亮|帅|端正)"
    "|身材(?:好|匀称|苗条|标准|高挑|适中|要求|偏瘦|不胖|良好|健美)"
    "|皮肤(?:白皙|白|好|要白)"
    f"|{_W.without}(?:明显|外露|大面积|可见|任何|裸露)*(?:纹身|文身|刺青)"
    "|(?:有)?(?:纹身|文身|刺青)(?:的|者|人员)*(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑|不录|禁入)"
    f"|(?:有)?(?:纹身|文身|刺青)(?:的|者|人员|人)*{TURNED_AWAY}"
    "|(?:高|矮|胖|瘦)(?:的|于[^,。;]{1,6})?(?:勿扰|不要)"
    r"|(?:招|聘|限|找|需|要)(?:[一二两三几\d]*[名个位])?(?:帅哥|美女)"
    f"|{_W.bare.figure}"
)
_UGLY = _W.words.ugly
_PRETTY = _W.words.pretty
_UGLY_ONES, _PRETTY_ONES = any_of(list(_UGLY)), any_of(list(_PRETTY))
_OMEN = _W.omen
_TALL = r"(?:1[5-9]\d(?:cm|CM|厘米|公分)?|1[.米][4-9]\d?米?|一米[四五六七八九][一二三四五六七八九十零]?)"
_LOOKS_WIDE = starting(
    f"{_UGLY_ONES}{TURNED_SUCH}|{REJECT}{_UGLY_ONES}"
    f"|(?:{ONLY}|{PREFER}|要|招|找){BETWEEN}(?:长得|人)?{_PRETTY_ONES}(?:的|点|些|一点|人|妹子|小姐姐|姑娘|小伙|女孩"
    "|$|(?=[,。;]))"
    f"|(?:长得)?{_PRETTY_ONES}(?:一?点|些)?{PREFERRED}"
    f"|{_OMEN}(?:的|人|者)*{TURNED}|(?:{ONLY}|{PREFER}|{REJECT}){BETWEEN}{_OMEN}|{_OMEN}{PREFERRED}"
    "|(?:八字|生肖|属相|生辰)[^,。;不]{0,6}?(?:要?合|不合|相冲|犯冲|看一下|要看|报上|写上|匹配)"
    "|(?:跟|和|与)老板(?:属相|生肖|八字|星座)?(?:相冲|犯冲|不合)"
    rf"|(?:净身高|身高|个头|个子|海拔|裸高)[^,。;\d一]{{0,6}}?{_TALL}"
    f"|(?<![高宽长深墙桌门树架梯厚])(?:男|女|需|要|招|限|:|,|^|满|够|得|至少)(?:生|的|性|士)?{_TALL}"
    "(?:以上|及以上|往上|起)(?:的|者)?(?=[,。;!来优男女小姑帅]|$)"
    r"|(?:体重|斤数)[^,。;]{0,5}?(?:\d{2,3}|[一二]百[^,。;]{0,3}|[八九]十)(?:斤|公斤|kg|KG)?"
    "(?:以[下内上]|之内|内|封顶)"
    r"|(?:\d{2,3}|[一二]百[一二三四五六七八九]?十?)斤以上的?(?:胖子|人)?(?:别来|勿扰|不要(?!求)|不招|免谈)"
    "|(?:不|禁止?|勿)(?:招|要|收|用)?(?:有)?(?:花臂|刺青|纹龙画虎)"
    "|三围|露(?:个)?全身照"
    r"|(?:发|交|附|带|寄|传)(?:来|上|我|个)?(?:[一二两三四五几\d]?张)?(?:近期|本人|无?美颜|素颜|不?P图?)?的?(?:全身照|生活照|素颜照|半身照|艺术照|自拍照?)"
    "|(?:上不上镜|顺不顺眼|好不好看|俊不俊|漂不漂亮|胖不胖|白不白)(?!都|也|更|没|无|不)"
    f"|(?:够得?[着到]|碰得?[到着]|高过|超过)[^,。;]{{0,10}}?[线杠杆印框][^,。;]{{0,4}}?{_TALL}"
    "|(?:腰围|胸围|臀围)(?:要|在|不|须|\\d)|旺夫|福相|杀马特|非主流|五颜六色的?(?:头发|毛)"
    "|看脸|外貌协会|以貌取人"
)
#: Told: 胳膊上有花纹的别来, 要长得顺眼的, 先发照片看.
_LOOKS_TOLD = starting(
    f"(?:{_UGLY_ONES}|(?:有)?(?:花纹|痘印|痘坑|麻子|胎记|大黑痣|白头发|白发)|长得(?:不行|磕碜|难看|凶)"
    r"|体重(?:超|过|大于|高于)(?:了)?(?:\d{2,3}|[一二]百[一二三四五六七八九]?十?)(?:斤)?"
    f"|身高(?:不到|不够|低于|没到|没有)[^,。;]{{0,6}}){TURNED_FAR}"
    "|(?:要|招|找|得|须)(?:个|人|是)?(?:长得|模样|长相|相貌|人长得|五官|脸蛋)[^,。;不]{0,3}?"
    "(?:顺眼|甜|俊|好看|过得去|说得过去|上镜|喜庆|周正|端正|洋气)"
    "|长相(?:甜|好|可人|出众|清秀|佳)"
    "|(?:看|凭)(?:照片|脸|长相|颜值)(?:定|录|说话|挑|选|面试)"
    "|先(?:发|看|交|传)(?:个|一张|张|近期)?(?:本人)?(?:照片|照)(?!片登记)"
    "|染(?:了)?(?:头)?发的?[^,。;]{0,4}?(?:染回|剪|不要|别来)"
    rf"|(?<=[,。;要])高{_TALL}"
    rf"|(?<![\d.])1[4-7]\d(?:cm|CM|公分|厘米)?(?:以下|不到|不够)的?{TURNED_FAR}"
    r"|(?:女|男)(?:的|生|士)?(?:身高|净高)[^,。;]{0,4}?1[5-9]\d"
)
_LOOKS_REFUSED = re.compile(f"{_W.looks_no_matter}{_W.looks_no_matter_link}*$")
_LOOKS_FREE_AFTER = re.compile(f"{_W.further_looks}*{_W.any_looks}")
_LOOKS_DUTY = re.compile(f"{_W.looks_duty}[^,。;]{{0,12}}$")
_WORN_BY_TRADE = re.compile(r"儿童|免票|检票|模特|演员|试衣|T台")


def looks_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-037: looks, height, weight, tattoos, zodiac, blood group; a model's height belongs to the job."""
    text = plain.text
    for found in found_by((_LOOKS, _LOOKS_WIDE, _LOOKS_TOLD), text, sentence_first, sentence_last):
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
    (
        *_W.words.looks_anchors,
        *(f"属{animal}" for animal in "鼠牛虎兔龙蛇马羊猴鸡狗猪"),
        *_UGLY,
        *_PRETTY,
        *(f"{letter}型" for letter in "AaBbOo"),
        *(f"1{n}{k}" for n in "5678" for k in "0123456789"),
        *(f"1.{n}" for n in "45678"),
        *(f"1米{n}" for n in "45678"),
        *(f"一米{n}" for n in "四五六七八"),
    ),
    looks_places,
)

# --- CR-038 ----------------------------------------------------------------------------------------------------------

_RECORD = _W.record
_CLEAN = starting(
    f"{_W.without_record}(?:任何|过|不良|重大|相关)*{_RECORD}(?:经历|前科)?(?:记录|证明|史|行为|历史|前科|经历)?"
    f"|(?:有|曾有|有过|受过|被)(?:任何)?(?:{_RECORD}|刑事处罚)(?:记录|史|经历|前科|处罚)?(?:的|者|人员)*"
    "(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑|不录|勿来|不用)"
    f"|{_W.released}(?:人员|的|者)*(?:勿扰|不要|不招|免谈|谢绝|除外|勿投|不收|不考虑|不录|勿来|不用|别来|莫来)"
    f"|(?:有|进过|蹲过|坐过)(?:{_RECORD}|看守所|拘留所|监狱|号子|局子|里面)(?:记录|史|前科)?(?:的|者|人员|人)*"
    f"{TURNED_AWAY}"
    "|(?:不要|不招|不收|拒绝|谢绝|不接受|不录)(?:有)?(?:刑满释放|前科|案底|劳改|犯罪记录|犯罪前科)(?:人员|的|者)?"
)
_CONVICTED = _W.words.convicted
_CONVICT = any_of(list(_CONVICTED))
_NO_RECORD = r"(?:犯罪|违法|案底|前科|不良记录|污点|刑事)"
_CLEAN_WIDE = starting(
    f"{_CONVICT}(?:记录|史|人员)*{TURNED_SUCH}|{REJECT}{_CONVICT}|没(?:有)?{_W.been_inside}"
    "|(?:开|交|带|提供|出具|提交|附|拿|办|(?<!主)要有?|凭|持|须有?|需有?|上传)[^,。;不免无]{0,6}?(?:无|没有)?"
    f"{_NO_RECORD}(?:违法)?(?:记录)?的?(?:证明|记录证明|材料)"
    "|政审(?:合格|要?过|通过|没问题|须|必须)|(?:须|要|需|得|必须)(?:过|通过)?政审"
    "|(?:身家|背景|底子|历史|出身|档案|履历)(?:要|须|必须|得)?(?:清白|干净)"
    "|(?:查|看|核)(?:一下)?(?:案底|前科|底细|犯罪记录)"
)
#: Told: 身上有案子的免谈, 需要良民证.
_CLEAN_TOLD = starting(
    f"(?:{_CONVICT}|{_W.bare.record_told})(?:有记录|记录)?"
    f"(?:{TURNED_FAR}|的?(?:请|就)?(?:自觉|自重|绕道|掂量|别浪费))"
    "|良民证"
    "|(?:须|要|需|得|必须|带|开|交)[^,。;不免无]{0,4}?(?:无犯罪|清白证明|守法证明|政审(?:表|材料))"
)
_CLEAN_REFUSED = re.compile(f"{_W.record_not_asked}{_W.record_not_asked_link}*$")
_CLEAN_FREE_AFTER = re.compile(
    r"(?:记录|证明|的)*(?:人|群众|市民|居民|客户|顾客|老百姓)(?:多|少|很|挺|都|排|来|在|,|。)|"
    "(?:记录|证明|的)*(?:申请|办理|开具|查询)(?:表|流程|指南|须知|窗口|业务)|"
    r"(?:证明|记录|的|均|也|都|者|人员)*(?:不要求|不作要求|不需要|不是必须|不限|不查|可免|无需提供|不用开|免交|非必须)"
)
#: 保安服务管理条例 第17条; 未成年人保护法 第62条; 校车安全管理条例 第23条; 出租汽车与网约车驾驶员; 金融押运.
_REQUIRED_BY_LAW = re.compile(any_of(WORDS["clean_record"]["required_for"]))
_CLEAN_DUTY = re.compile(f"(?<![须需要应得]){_W.record_duties}(?!的无?$)[^,。;须需要得]{{0,8}}$")


def clean_record_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-038: a clean record is demanded though no law asks for it in this job."""
    text = plain.text
    for found in found_by((_CLEAN, _CLEAN_WIDE, _CLEAN_TOLD), text, sentence_first, sentence_last):
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
    (*_W.words.clean_record_anchors, *_CONVICTED),
    clean_record_places,
)
