"""What else is promised or asked: settlement, meals, lodging, tools, protection, insurance, papers, age, sex, hours."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number

Piece = tuple[int, int]
_N = rf"(?P<n>\d{{1,2}}|{CHINESE_NUMERAL})"

#: What the end of a day's work is called, and the end of the work; how one goes on to say that it is paid then.
_DAY_OVER = r"(?:收工|收活|收摊|收档|收市|收班|下工|下班|下晚班|放工|歇工|打烊|关门|散工|天黑|天亮|太阳落山|落山|日落|天擦黑|下山|上岸|(?<!第二天)(?<!隔天)(?<!明天)(?<!次日)(?:晚上|早上|傍晚|当晚)|回来(?:的?路上|车上)|到家|车上)"
_WORK_OVER = (
    r"(?:完[工活事](?!具)|[工活]完(?!成)|[\u4e00-\u9fff]完(?:了|这[\u4e00-\u9fff]{1,3})?|[弄做干修装搞铺焊刷](?:得)?好了?|散[席场会]|(?:宴会|酒席|戏|集|人)散了?|[弄搞清扫]干净|[会席场宴]后|(?:工期|活动|工程|全部)?结束|收尾|交[货工]|验收(?:合格|通过|完)?|"
    r"最后一天|第[三四五六七八九十]天|事毕|完毕|[卸搬装拉]空|杀青|竣工|(?<![\u4e00-\u9fff])完了|[\u4e00-\u9fff]好(?=[就立马当现验])|走的时候|走时|最后|货[到齐])"
)
_THEN = r"(?:就|了|后|再|才|即|即刻|立即|立刻|立马|马上|当场|当面|直接|现场|统一|一起|一块|一并|一次性?|全部|全款|微信|支付宝|扫码|现金|现|给你|把|验收|过秤|签单|晚上|以后|之后|由老板|老板|一把|一道|一趟|那天|数[\u4e00-\u9fff]|点数|过了?|按[\u4e00-\u9fff]数?|给大家)*"
_PAID = (
    r"(?:结(?!束|婚|构|果|实)(?:[算清账款]|工[钱资])*|付(?:[清款钱]|现|工[钱资])*|给(?:现)?(?=钱|工|红包|大家|$|[,。;!\s|])(?:工?钱|工资|红包)?|[发畀](?=[钱现红工薪放给]|$|[,。;!\s|])(?:放|给|钱|现金?|红包|工[钱资]|薪)?|"
    r"转(?=[账钱给]|$|[,。;!\s|])[账钱]?|[算清][总]?账|算清|[领拿](?:工)?[钱资现]金?|打款|打钱|到账|清(?=$|[,。;!\s|])|点[钱票]|数钱|现金(?=$|[,。;!\s|])|算(?=$|[,。;!\s|])|扫码(?=$|[,。;!\s|])|微信(?=$|[,。;!\s|]))"
)
_DAY_OF_MONTH = r"(?:\d{1,2}|[一二三十]{1,3})[号日]"
_SETTLE: tuple[tuple[str, str], ...] = (
    ("half_month", r"半个?月一?结|半月结|半个?月(?:发|开|算)一?[次回]|十五天一结|15天一结"),
    ("daily", (r"日日结|(?<![次隔第])日结(?![构算])|天天(?:结|清|发钱|给(?=$|[,。;钱现]))|(?<![\d一二三四五六七八九十半])天结(?![束婚])|现结|结现(?![场在])|(?<![提变兑])现[付清](?![款])|(?:当|今)[天日晚](?:的[钱账])?(?:当天|今天)?(?:就|都)?(?:现)?(?:现金|微信|扫码)?(?:结|发|付|给|转|清)(?!束)(?:账|算|清|工资|钱|现钱)?|"
     r"(?<!\d)[一每1]天一?(?:结|清|算|付)(?!束)|(?:做|干)[一1]天(?:结|给|发|算|清)[一1]天|(?:干|做|卸)完当[天日](?:结|给|付)|"
     rf"{_DAY_OVER}{_THEN}{_PAID}|(?:钱|工资)当面(?:给|付|发|结)|当场(?:结|给钱|发)|(?<!提)现金结算?|结现金|现钱|(?:钱|工资)现场(?:给|发|结)|现[过称数点][\u4e00-\u9fff]{{0,2}}现(?:给|结|发|付)|(?:结|付|发)当[天日]的|结账当[天日]|当场(?:微信|扫码|现金)?(?:给|付|转|点)|立结|每天(?:按[\u4e00-\u9fff]{{1,2}}|早上|晚上|收工)?(?:发|结|给|付)(?:钱|工资|现|清)|日清|[收下][档摊班]即结|钱不过夜|不过夜|每[天日]结(?!束)|(?<!几)天天清")),
    ("weekly", r"周结(?!没)|(?<![一二三四五六七八九十两\d])周发薪?(?![布货])|每(?:周|星期|礼拜)[一二三四五六日天]?[\u4e00-\u9fff]{0,3}?(?:付|结(?!束)|发(?![布货]))|(?:周|星期|礼拜)[一二三四五六日天](?:下午|晚上|上午)?(?:发(?=上|钱|工|薪|$|[,。;])|结账|付(?:钱|款|清))|(?:每个?|按|逢)(?:周|星期|礼拜)[一二三四五六日天末]?(?:准时|统一|下午|晚上)?(?:结|算|发|清|打卡)(?:放)?(?:账|钱|工资|薪)?|一(?:周|个?礼拜|个?星期)一?(?:发|开|算|结)(?:一?[回次])?|按周(?!\d)(?:结|算|发)?|[做干]满一周给"),
    ("monthly", (rf"月结(?!束|没)|发薪日?(?:在|是)?(?:每月)?(?:{_DAY_OF_MONTH})?|发工?[薪资]在?每月|(?<!半)月一结|按月(?:结算?|发(?:放|工资)?|打(?:到)?卡|转)|(?:每个?|次|隔|下)月(?:的)?(?:{_DAY_OF_MONTH}|底|初)(?:准时|按时|左右|前|统一)?(?:发|结|打卡)(?:放)?(?!生活费)(?:上?个?月)?(?:工资|薪|钱)?|次月{_DAY_OF_MONTH}(?:工资|薪)?|[次来下]月(?:{_DAY_OF_MONTH}|[一二三]?十?[一二三四五六七八九十]|底|初)(?:发|结(?!束)|到账|给|付)|(?:每个?月)?(?:的)?{_DAY_OF_MONTH}(?:准时|准|按时|左右|统一|雷打不动)?(?:开支|到账|发(?=$|[,。;!钱工薪])|打卡里?)|(?:钱|工资)(?:在|是|都)?(?:每月)?{_DAY_OF_MONTH}(?:给|发|付|打)|每月都发|月底(?:最后一天|统一|一起|一块)?(?:算账|算总账|给钱|发钱|给$)|"
     rf"(?<!和)(?<!、)月底(?:统一|一起|一块)?(?:结|发)(?:放)?|每个?月发工资|{_DAY_OF_MONTH}发(?:放)?(?:上?个?月)?工资|[做干]满[一1]个?月(?:后|就|一起|统一|再)*(?:发|结|给)")),
    ("on_completion", rf"{_WORK_OVER}{_THEN}{_PAID}|完工(?:账|钱)?清|工完(?:账|钱)清"),
)  # fmt: skip
#: What is eaten, in the words of messages; 绿豆汤 and 茶水 are no meal.
_FOOD = r"(?:盒饭|便当|茶饭|米饭|(?:[早午中晚]|中午|晚上|晌午|早上)[饭餐]|(?:员工|工作|夜班|自助|大锅)[饭餐]|饭食|夜宵|宵夜|伙食|馒头|包子|烧饼|馍|泡馍|面条|(?<![烧做煮会])[饭餐](?![店馆厅桌盒具碗补]))"
#: Where one eats without paying: 吃主家, 吃住在船上, 席上吃.
_TABLE = r"(?:项目部|船上|车上|地头|厂里|场里|店里|养殖场|山上|村里|帐篷|我[家这]|俺家|家里|主人?家|东家|老板家|老乡家|主家|席上|塘边|灶上|职工灶|大锅)"
_FREE = (
    r"(?:免费|不花钱|不要钱|不收钱|白吃|随便吃|请客|管够|管饱|全包|我请|我出|算我的|公司出|老板出|一起吃?|同桌|照发)"
)
_MEAL_MORE = (
    rf"{_FOOD}[\u4e00-\u9fff]{{0,4}}(?:{_FREE}|[\u4e00-\u9fff]{{0,3}}标准发|肯定管|{_TABLE}管|园里管|(?<!没)有(?=$|[,。;!\s|]))|(?:三餐|两餐|员工餐|食堂|饭堂|食宿|夜宵|宵夜)[\u4e00-\u9fff]{{0,3}}?{_FREE}"
    rf"|吃[住睡喝]?(?:都)?(?:在|跟)?{_TABLE}|{_TABLE}吃(?!饭)|{_TABLE}[住睡]?吃住|在{_TABLE}吃|吃[住睡]{_FREE}|吃(?:席|大席|盒饭|员工餐|大锅饭)|(?:席上|桌上)随?便?吃|连吃带喝|(?:早|中|午|晚|晌午)饭工地上?吃|伙食(?:队里|厂里|村里|主家)的"
    r"|(?:中午|晌午|晚上)(?:盒饭|便饭|上席|坐席|食堂吃|一碗)|(?:盒饭|午餐|中饭)(?=\d{1,2}元?标准发)|给[\u4e00-\u9fff]{0,2}[面饭馍粥]吃|给做饭|管[\u4e00-\u9fff]{0,4}[荤素席斋]|管[\u4e00-\u9fff]{1,3}饭|[有送管供](?:夜宵|宵夜|早点|夜饭|席)"
    r"|(?<![做烧弄])[三两一]顿[酒热正]?饭|(?<=[,\s])(?:午餐|午饭|中饭)(?=$|[,。;\s])|(?:早点|席面)(?:有|管够)|(?<=[\u4e00-\u9fff\d])加饭|[早中午晚]饭发[\u4e00-\u9fff]{1,4}|[供管](?:早中晚|早午晚|中晚)(?=$|[餐饭,。;])|都?包吃"
)
_MEAL_LESS = (
    r"(?:食堂|饭堂|盒饭|饭菜|伙食|吃饭|餐标?)[\u4e00-\u9fff]{0,5}(?:自己|自个儿?|各自|各人)?(?:花钱|掏钱|掏|出钱|付钱|买着吃|自[费理付])|自己(?:开伙|起伙|做饭|掏钱吃)|饭自己[做烧煮]|(?:饭|伙食)自己(?:做|掏|出)"
    r"|(?:吃饭|伙食费?|饭钱|饭费|餐费|生活费)[\u4e00-\u9fff]{0,8}扣|(?:饭堂|食堂|盒饭)(?:吃饭|打饭)?\d{1,2}(?:块|元)(?!标准发)|餐标?\d{1,2}元?自[理费]|自(?:己)?带(?:水|茶)?(?:自?带|和|、)?(?:干粮|饭)|干粮自[备带]"
)
_MEAL_NO = rf"(?:{_FOOD}(?:钱)?(?:都)?(?:自己|各人|自个儿?|自家|大家|各自|得自己)(?:带|解决|管|备|想办法|吃|出|买)|{_FOOD}(?:自[带理费备付])|(?:自己|自个儿?|各人|各自)带{_FOOD}|(?:^|(?<=[\s,。;|]))带饭|自己解决(?:吃饭|伙食|[饭餐])|吃饭(?:各人|各自|自己|自行|自个儿?)|(?:^|(?<=[\s,。;|住]))吃(?:各人|各自|自己|自行|自个儿?)(?:解决|管|带|想办法)|[冇没无]{_FOOD}|(?:[早午中晚]?饭|餐)没有|没有?(?:饭|餐)(?![店馆厅])|食堂自费|不管吃(?!住)|自家吃饭|自己家吃|饭自己(?:带|解决|管)|伙食费?自(?:己出|理|付)|吃饭自己|包住不包吃|管住不管吃|饭不管|自己做饭|[午早晚]饭自带|不管饭|不包吃|不管吃|不包饭|饭自理|吃饭自理|吃自理|自理饭|伙食自理|自带(?:午)?饭|自带干粮|饭自带|午饭自理|餐自理|不含餐|无餐|吃住自理|食宿自理|自带午餐|不包吃住|不管吃住|无食宿|不供饭)"
_MEAL_YES = (
    rf"(?:(?:[管包供发]|送(?!餐)|提供|免费|含|配)(?:[一两二三四1-4])?(?:[顿餐份个碗])?(?:免费|热|好)?{_FOOD}(?!补|贴|自)|{_FOOD}(?:钱|费)?(?:我|老板|东家|主家|厂里|店里|公司|单位)(?:们|这|家)?(?:煮|管|包|出|做|供|有|送)|{_FOOD}(?:白吃|管够|管饱|免费|随便吃|不要钱|不花钱)|(?:馒头|馍|咸菜|包子)[\u4e00-\u9fff]{{0,6}}(?:管够|管饱)|"
    rf"{_FOOD}[一两二三1-3][份顿]|吃(?:[一两二三1-3]顿){_FOOD}?|{_FOOD}(?:在)?(?:厂里|店里|食堂|家里|场里|主家|一起)吃|食堂白吃|吃饭(?:在)?[\u4e00-\u9fff]{{1,4}}(?:灶上|食堂)|(?:跟着|一起|一块|一道|同桌|在家)吃|吃住(?:都)?(?:在)?(?:家里|我家|主家)|吃喝(?:都)?(?:在|管|包|我)[\u4e00-\u9fff]{{0,3}}|[管包][两二三2-3]顿|管馍|"
    r"吃住[\u4e00-\u9fff]{0,3}(?:[管包供]|跟车|都有)|食堂免费|[早午中晚]饭有(?!没)|统一[早中午晚]餐|(?:[发送有给]一?|一)[份个顿]盒饭|热乎?饭|(?:中午|晚上|晌午)(?:工地|食堂|大锅)饭|[有管]面条|管[酒肉]|[早午晚]饭[羊牛鸡包]|晌午饭?[吃送]|含盒饭|工作餐(?=$|[,。;\s])|工地有饭|工作餐(?:免费|全免|有)|(?:有|包|带|管|供)盒饭|盒饭(?:有|管|包|免费)|(?:工地|厂里|店里|现场)有饭|(?<![自\d])带餐|管一?[碗顿][面饭粥]|(?:包|管)[两二三]餐|中午有饭|有(?:午|晚|早)饭|包吃包住|包吃住|管吃管住|管吃住|供吃住|供食宿|免费食宿|提供食宿|包食宿|有食宿|食宿全包|吃住(?:全包|全免|都?管|全管|在家|我管|我们管)|三餐全?(?:包|管)|管三餐|(?:[午早中晚]餐|夜宵)(?:管|包|有)|管(?:一顿|两顿|晌午饭|[早午中晚]{1,2}两餐)|管中午|晌午管|饭(?:算我的|我管)|管吃|包吃|供吃|(?:管|包|供|提供|免费|有|含)\s*"
    r"(?:一|两|二|三|1|2|3)?(?:顿|餐)?(?:早|中|午|晚|工作|中午|晚上|免费|夜宵)*(?:一顿)?(?:饭|餐(?![补厅馆])|午餐|晚餐|夜宵|伙食)|中午(?:管|包)(?:饭|一顿)?|(?:午|中|早|晚)饭(?:管|包)|饭管饱)"
)
_LODGE_NO = r"(?:包吃不包住|管吃不管住|住不管|不管住|不包住|住宿自理|住自理|吃住自理|食宿自理|不提供住宿|无住宿|不包吃住|不管吃住|无食宿|住宿自己解决)"
_LODGE_YES = r"(?:住管|供食宿|吃住(?:全免|都?管|全管|在家|我管|我们管)|住宿免费|住家(?=[,。;\s]|$)|住(?:工棚|彩钢房|宿舍)|宿舍有|有[\u4e00-\u9fff]{0,3}房住|包吃包住|包吃住|管吃管住|管吃住|供吃住|免费食宿|提供食宿|包食宿|有食宿|食宿全包|吃住全包|管住|包住|(?<!不)供住|提供住宿|免费住宿|有宿舍|提供宿舍|免费宿舍|有住宿|安排住宿|住工地|包住宿|管住宿)"
_PICK_NO = r"(?:不接送|不管接送|无接送|自行前往|自己去|自己来|自己过去|自行到)"
_PICK_YES = r"(?:车接车送|专车接送|免费接送|班车接送|管接送|包接送|有车接送?|接送(?!孩子|小孩|学生|老人|娃|幼儿)|有班车|坐?大巴接|包车接|车接|统一坐车去?|有车拉)"
_GEAR = "(?:工具|家伙什?|家什|铁锨|铁锹|锄头|镰刀|剪刀|瓦刀|刀具?|钳子|水平尺|抹子|滚子|喷枪|电钻|切割机|机器|小推车|三轮车|电三轮|电动车|电车|摩托车?|车辆?)"
#: What people bring for themselves is no tool.
_OWN = r"(?!饭|餐|午|中|晚|早|干粮|水(?!平)|被|行李|铺盖|身份|证|口罩|雨|碗|零食|住|安全|手套|面罩|烟|劳保|反光)"
_TOOL_NO = rf"(?:{_OWN}(?:自带|自备)(?:了|好|的)?{_OWN}[\u4e00-\u9fff]{{1,4}}|(?<![\u4e00-\u9fff]){_OWN}[\u4e00-\u9fff]{{1,6}}(?<![饭餐粮水被李杯])(?:自带|自备|自己带)|骑自己电车|工具带好|自己带{_GEAR}|自带电动工具|(?:自己?带|自备)(?:了|好|的|自己的)?{_GEAR}|{_GEAR}(?:自己带|要自己带|自带|自备|自己备)|带自己(?:的)?{_GEAR}|自带工具|自备工具|工具自带|工具自备|带(?:好|上|着)?(?:自己的)?工具)"
_TOOL_YES = r"(?:提供工具|发工具|[\u4e00-\u9fff]{1,4}我(?:们)?(?:有|发)(?=$|[,。;\s])|(?:不用|莫|不要|别)带(?:工具|家伙)|(?:工具|家伙|割草机|抽水泵|柴油机|机器)(?:都)?有|[\u4e00-\u9fff]{0,4}工具[\u4e00-\u9fff]{0,4}我(?:们)?(?:这)?(?:有|带|出)|[\u4e00-\u9fff]{1,4}我(?:们)?出|工具我们?带|工具(?:我|单位|公司|厂里|老板|雇主|店里)?(?:这)?(?:提供|都有|有|全|出|备)|工具不用带|(?:铁锨|叉车|工具|绳子|设备|机器)[\u4e00-\u9fff]{0,3}(?:公司出|发|我出|都有)|有工具|不用带工具|工具齐全|工具现成|工具全有|老板出工具|工具我们出|现场有工具)"
_PPE = r"(?:发|提供|配发?|有|配备|统一发|免费发)(?P<value>(?:[、和]?(?:手套|安全帽|口罩|工作服|雨鞋|雨衣|胶鞋|护目镜|安全带|安全绳|反光衣|劳保鞋?|防护服|劳保用品|水鞋|防尘口罩))+)"
_HAZARD: tuple[tuple[str, str], ...] = (
    ("height", r"高空(?:作业)?|高处作业|登高|上架子|爬高|吊篮|上房顶?|外架"), ("confined", r"下井|井下作业|污水池|化粪池|地窖|有限空间|罐里|密闭空间"),
    ("dust", r"粉尘|灰大|扬尘"), ("heat", r"高温(?!补)"), ("cold", r"冷库|低温|下水(?!道)|冷水"), ("electric", r"带电作业"),
    ("night", r"夜班|通宵|上夜|大夜"), ("underground", r"井下|矿井"), ("flammable", r"易燃|易爆"),
)  # fmt: skip
_INSURANCE: tuple[tuple[str, str], ...] = (
    ("liability", r"雇主责任险|雇主险"), ("accident", r"意外险|意外伤害(?:保)?险?|人身意外"), ("work_injury", r"工伤保险|工伤险|五险一金|五险|缴社保|交社保|有社保|上社保|买社保"),
)  # fmt: skip
_NO_INSURANCE = r"(?:无保险|不买保险|没保险|没有保险)"
_CERT: tuple[tuple[str, str], ...] = (
    ("健康证", r"健康证"), ("低压电工证", r"低压电工证|低压证"), ("高压电工证", r"高压电工证|高压证"), ("电工证", r"电工证"), ("焊工证", r"(?:电)?焊工?证"),
    ("登高证", r"登高(?:作业)?证|高空(?:作业)?证|高处(?:作业)?证"), ("叉车证", r"叉车证"), ("保安员证", r"保安员?证"), ("驾驶证", r"驾驶证|驾照|[abc][123]照|[abc][123]本|[abc][123]证"),
    ("月嫂证", r"月嫂证|母婴护理证"), ("塔吊证", r"塔吊证|塔机证"), ("挖机证", r"挖机证|挖掘机证"), ("特种作业操作证", r"特种作业(?:操作)?证"),
)  # fmt: skip
_AGE_RANGE = re.compile(
    r"(?:年龄|年纪)?[:在要求 ]{0,4}(?P<low>[1-7]\d)\s*(?:周岁|岁)?\s*(?:-+|~+|—+|–|至|到)\s*(?P<high>[1-7]\d)\s*(?:周岁|岁|之间|(?=$|[\s,。;、|]))"
)
_AGE_MAX = re.compile(
    r"(?:年龄|年纪)?(?:在|不超过?|不超|不能超过|最大|要求|小于)?\s*(?P<n>[2-8]\d)\s*(?:周岁|岁)\s*(?:以下|以内|之内|内|封顶|及以下|往下)|(?:年龄|年纪)?(?:不超过?|不能超过|不大于|最大|不要超过|别超过)\s*(?P<n2>[2-8]\d)\s*(?:周?岁|(?=$|[\s,。;、|]))|(?P<n3>[2-8]\d)岁?以上(?:的)?(?:勿扰|不要|免|别来|不收)"
)
_AGE_MIN = re.compile(
    r"(?:年龄|年满|满)?\s*(?P<n>1[6-9]|[2-4]\d)\s*(?:周岁|岁)\s*(?:以上|起|及以上)(?!的?(?:勿扰|不要|免|别来|不收))|年满\s*(?P<n2>1[6-9]|[2-4]\d)\s*周?岁"
)
_SEX_ANY = r"(?:男女不限|性别不限|不限男女|男女都(?:可以?|行|要)|男女均可|男女皆可|男女都能干|男女老少都行|男女都招)"
_SEX_MALE = (
    r"(?:男工|限男|男士|男的|男性|男劳力|男壮工|只要男|要男|壮劳力男|男(?=\d)|男(?=[一二两三四五六七八九十]个?名?))"
)
_SEX_FEMALE = r"(?:女工|限女|女士|女的|女性|妇女|只要女|要女|女劳力|女(?=\d)|女(?=[一二两三四五六七八九十]个?名?))"
_HOURS = re.compile(
    rf"(?:一天|每天|每日|每班|日工作|工作|上班|干|共|净干|班次)[:工作干上班约大概差不多在]{{0,5}}\s*{_N}(?P<half>个半|\.5)?\s*(?:个)?(?:小时|钟头|钟)(?P<half2>半)?(?!\s*[-至到~])"
    rf"|(?P<m>\d{{1,2}}(?:\.5)?)\s*(?:小时|h)(?:制|/天|一天|每天|工作制|(?=$|[\s,。;、|(]))"
)
_PAY_DAY = re.compile(
    r"(?:每月|次月|每个月|下月|隔月)\s*\d{1,2}[号日](?:左右|前|准时|按时)?(?:发(?:放)?(?:工资|薪)?|结)?|月底发工资|压\s*\d{1,2}\s*天(?:工资)?"
)


@dataclass(frozen=True)
class Said:
    """One condition: its value, and where it stands."""

    value: Any
    pieces: tuple[Piece, ...]


def find_conditions(plain: str) -> dict[str, Said]:
    """Find every condition that the text states; a condition stated both ways is not found at all."""
    found: dict[str, Said | None] = {
        "settle_type": _settling(plain),
        "pay_day": _words(plain, _PAY_DAY),
        "meals": _yes_no(plain, f"{_MEAL_YES}|{_MEAL_MORE}", f"{_MEAL_NO}|{_MEAL_LESS}"),
        "lodging": _yes_no(plain, _LODGE_YES, _LODGE_NO),
        "pickup": _yes_no(plain, _PICK_YES, _PICK_NO),
        "tools_provided": _yes_no(plain, _TOOL_YES, _TOOL_NO),
        "ppe": _ppe(plain),
        "hazards": _several(plain, _HAZARD),
        "insurance": _insurance(plain),
        "cert_required": _certificates(plain),
        "sex_req": _sex(plain),
        "hours_per_day": _hours(plain),
        **_ages(plain),
    }
    return {name: said for name, said in found.items() if said is not None}


def _first(plain: str, pattern: str) -> Piece | None:
    found = re.search(pattern, plain)
    return found.span() if found is not None else None


def _words(plain: str, pattern: re.Pattern[str]) -> Said | None:
    found = pattern.search(plain)
    return None if found is None else Said(found[0].strip(), (found.span(),))


def _settling(plain: str) -> Said | None:
    named = [(kind, piece) for kind, pattern in _SETTLE if (piece := _first(plain, pattern)) is not None]
    if not named:
        return None
    if len({kind for kind, _piece in named}) > 1:
        named = [one for one in named if not any(one[1] != other[1] and _inside(one[1], other[1]) for other in named)]
    if len({kind for kind, _piece in named}) > 1:
        return None  # 日结或月结都行: a person decides
    return Said(named[0][0], (named[0][1],))


def _inside(inner: Piece, outer: Piece) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _yes_no(plain: str, yes: str, no: str) -> Said | None:
    refused = _first(plain, no)
    rest = plain if refused is None else plain[: refused[0]] + "|" * (refused[1] - refused[0]) + plain[refused[1] :]
    promised = _first(rest, yes)
    if (refused is None) == (promised is None):
        return None
    piece = refused or promised
    assert piece is not None  # noqa: S101 - exactly one of the two was found
    if promised is not None and plain[max(0, piece[0] - 1) : piece[0]] in ("不", "没", "无", "未"):
        return Said(False, ((piece[0] - 1, piece[1]),))
    return Said(promised is not None, (piece,))


def _ppe(plain: str) -> Said | None:
    found = re.search(_PPE, plain)
    return None if found is None else Said(found["value"], (found.span("value"),))


def _several(plain: str, known: tuple[tuple[str, str], ...]) -> Said | None:
    named = [(code, piece) for code, pattern in known if (piece := _first(plain, pattern)) is not None]
    named = [one for one in named if plain[max(0, one[1][0] - 1) : one[1][0]] not in ("不", "无", "非", "没")]
    if not named:
        return None
    return Said([code for code, _piece in named], tuple(piece for _code, piece in named))


def _insurance(plain: str) -> Said | None:
    refused = _first(plain, _NO_INSURANCE)
    named = [(code, piece) for code, pattern in _INSURANCE if (piece := _first(plain, pattern)) is not None]
    if refused is not None:
        return None if named else Said("none", (refused,))
    return Said(named[0][0], (named[0][1],)) if named else None


def _certificates(plain: str) -> Said | None:
    named: list[tuple[str, Piece]] = []
    for name, pattern in _CERT:
        piece = _first(plain, pattern)
        if piece is None or any(_inside(piece, known) for _name, known in named):
            continue
        around = plain[max(0, piece[0] - 4) : piece[1] + 4]
        if not re.search(r"不用|不要|无需|不需|优先|没有?|不看|免", around):
            named.append((name, piece))
    return Said([name for name, _piece in named], tuple(piece for _name, piece in named)) if named else None


def _sex(plain: str) -> Said | None:
    free = _first(plain, _SEX_ANY)
    if free is not None:
        return Said("any", (free,))
    male, female = _first(plain, _SEX_MALE), _first(plain, _SEX_FEMALE)
    if (male is None) == (female is None):
        return None
    return Said("male", (male,)) if male is not None else Said("female", (female,)) if female is not None else None


def _ages(plain: str) -> dict[str, Said | None]:
    between = _AGE_RANGE.search(plain)
    if between is not None and int(between["low"]) < int(between["high"]):
        return {
            "age_min": Said(int(between["low"]), (between.span(),)),
            "age_max": Said(int(between["high"]), (between.span(),)),
        }
    found: dict[str, Said | None] = {}
    for name, pattern in (("age_max", _AGE_MAX), ("age_min", _AGE_MIN)):
        one = pattern.search(plain)
        if one is not None:
            number = next(value for value in one.groupdict().values() if value)
            found[name] = Said(int(number), (one.span(),))
    return found


def _hours(plain: str) -> Said | None:
    found = [
        one
        for one in _HOURS.finditer(plain)
        if not re.match(r"\s*(?:/|内|之内|以内|反馈|回复|到|后)", plain[one.end() :])
    ]
    if not found:
        return None
    one = found[0]
    if one["m"]:
        hours = float(one["m"])
    else:
        number = int(one["n"]) if one["n"].isdigit() else chinese_number(one["n"])
        if number is None:
            return None
        hours = number + (0.5 if one["half"] or one["half2"] else 0)
    if not 1 <= hours <= 16 or len({other[0] for other in found}) > 1:
        return None
    return Said(f"{hours:g}", (one.span(),))
