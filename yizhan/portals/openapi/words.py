"""The words of the document in Chinese, and what a field is whose shape says nothing of it, in both languages. Pure.

The document is written in English beside the code, as the shapes are; people read it in either language.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

ABOUT = """Reviewed work on offer at the stations of a county, as data. Public endpoints need no key and may be cached \
(ETag, Cache-Control). Endpoints under `partner/` need a key with a scope. No answer holds a person's name or number. \
Money is whole fen, of piece rates per 1,000 pieces; hours are tenths; moments carry their offset."""

#: What the document says, as it stands in the shapes and addresses, and the same in Chinese.
CHINESE = {
    ABOUT: (
        "县里各驿站审核过的招聘，以数据提供。公开部分不用密钥，可以缓存（ETag、Cache-Control）；`partner/` 下的要有"
        "密钥和权限。任何回答里都没有个人的姓名和号码。金额是整数，单位分，计件的按每 1000 件；工时以十分之一小时计"
        "；时间都带时区。"
    ),
    "A partner's key, shown once when made": "对接方的密钥，建立时只显示一次",
    # Endpoints
    "Where everything is": "入口",
    "What is on offer": "正在招人的招聘",
    "Reviewed postings with places left, the newest entered first. To follow changes ask with `since`; a posting "
    "that is over answers 410 at its own address.": (
        "审核通过、还有名额的招聘，最新录入的在前。要跟踪变化，请带 `since` 再问；已经结束的招聘，在它自己的地址回"
        "答 410。"
    ),
    "One posting": "一条招聘",
    "Full or paused: 404 until places are free again. Over: 410 for good.": (
        "招满或暂停时回答 404，有了名额再恢复；结束后一直回答 410。"
    ),
    "Units that offer work now": "正在招人的单位",
    "Verified by a station. Private persons and traders under their own name are not listed.": (
        "经驿站核验。个人和以本人姓名经营的个体户不在其中。"
    ),
    "A unit and its record": "一个单位和它的用工情况",
    "Offices in use, with their feeds": "在用的单位（含驿站）和各自的订阅源",
    "Divisions, one level below another": "行政区划，按上级取下一级",
    "The closed lists": "有哪些代码表",
    "One closed list in Chinese and English": "一张代码表，中英文",
    "The key that asks, and its use": "当前密钥和它的用量",
    "For whom postings may be sent": "可以为哪些用工主体提交招聘",
    "Postings sent with this API": "用本接口提交过的招聘",
    "Send a posting": "提交一条招聘",
    "It becomes a draft, passes the rule book, and waits for a person's review like any other; a finding of level "
    "`block` leaves it a draft. Sent again with the same Idempotency-Key it is answered again with "
    "`Idempotent-Replayed: true`.": (
        "先成为草稿，经规则检查，再和别的招聘一样等人审核；查出 `block` 级问题时停在草稿。用同一个 Idempotency-Key "
        "再发，只再回答一次，并带 `Idempotent-Replayed: true`。"
    ),
    "One posting that was sent": "提交过的一条招聘",
    "With what the rules say about it while nobody has decided.": "在有人作出决定之前，带规则检查的结果。",
    "Change a posting that was sent": "修改提交过的招聘",
    "The posting comes whole and passes the rule book. Other terms are reviewed again, and until then nobody is "
    "sent; headcount, hours and validity alone are not. 409: somebody changed it since that `version`, people are "
    "promised to what would change, or it is over.": (
        "整条重新提交，并经规则检查。条件变了要重新审核，审核前不派人；只改人数、时间或有效期不用。409：在这个 "
        "`version` 之后有人改过，或要改的部分已有约定的人，或招聘已经结束。"
    ),
    "End a posting that was sent": "撤回提交过的招聘",
    "For good. Letters that were issued stay. Sent again it is answered again; what the station took down answers "
    "409.": "结束后不能恢复，已开的介绍信仍然有效。重复提交只再回答一次；驿站已下架的回答 409。",
    "Letters to own postings, and their receipts": "介绍信和回执",
    "A letter stands here once it is issued. Who carries it is not told: the bearer shows it.": (
        "只含经本接口提交的招聘；介绍信开出后才列出。持信人是谁不告诉：本人会出示介绍信。"
    ),
    "Postings for an anonymous wish": "按匿名意向推荐岗位",
    "Ranked by the rule of docs/engine/recommendation.md. Nothing of the wish is kept.": (
        "排序规则见项目文档 docs/engine/recommendation.md。意向的内容一概不保存。"
    ),
    "Addresses that are told": "推送地址",
    "Register an address": "登记推送地址",
    "Messages are signed per Standard Webhooks. The secret is told here only.": (
        "推送按 Standard Webhooks 签名，签名密钥只在这里给一次。"
    ),
    "One address that is told": "一个推送地址",
    "End an address": "停用推送地址",
    "A fresh secret for an address": "更换签名密钥",
    "For 24 hours messages carry both signatures.": "更换后 24 小时内，推送同时带新旧两个签名。",
    "What an address was sent": "推送记录",
    "Send a message once more": "重新推送",
    "What waits for its next try is not replayed: 409.": "还在等下一次尝试的不能重发，回答 409。",
    "Needs any key.": "需要密钥，权限不限。",
    "Needs scope `postings:submit`.": "密钥要有 `postings:submit` 权限。",
    "Needs scope `receipts:read`.": "密钥要有 `receipts:read` 权限。",
    "Needs scope `recommendations:read`.": "密钥要有 `recommendations:read` 权限。",
    "Needs scope `webhooks:manage`.": "密钥要有 `webhooks:manage` 权限。",
    "Not modified since the ETag that you sent in If-None-Match": "和 If-None-Match 里的 ETag 相比没有变化",
    "Seconds": "秒数",
    # Parameters
    "An office and all below it": "一个单位和它下面的所有单位",
    "Code of an occupation or the beginning of one": "职业代码，或代码的开头",
    "For how long": "用工期限",
    "Changed at or after this moment": "在这一刻或之后有变化",
    "How many at most": "最多几条",
    "`next` of the page before; no other value means anything": "上一页的 `next`；别的值没有意义",
    "Who offers work at an office or below it": "在某个单位或它下面招人的",
    "Code of a division; without it the provinces": "区划代码；不写则列出省级",
    "A UUID of your own. Sent again with the same body it is answered again, not done again.": (
        "您自己生成的 UUID。同一内容再发，只再回答一次，不会再做一次。"
    ),
    "Of one posting": "只看一条招聘的",
    "With a receipt, or with one taken back, at or after this moment": "在这一刻或之后有回执、或回执被撤回的",
    # Shapes
    "How often the key was used on a day (Beijing time).": "密钥在某一天（北京时间）的用量。",
    "Of them beyond the limit, answered 429": "其中超限、回答 429 的次数",
    "A message and where it stands.": "一条推送和它的状态。",
    "When it is tried again": "下次尝试的时间",
    "HTTP status of the last answer": "最近一次回答的 HTTP 状态",
    "Why the last try failed: a code, or empty": "最近一次没有成功的原因代码，或为空",
    "A page of messages, the newest first.": "一页推送，最新的在前。",
    "Cursor of the next page; null on the last": "下一页的游标；最后一页为 null",
    "The public facts of a unit that offers work. Private persons are not here.": "招人单位的公开信息，不含个人。",
    "The station has seen the licence, and it has not run out; not suspended": (
        "驿站看过证照，证照没有过期，也没有被暂停"
    ),
    "First day on which the verification no longer stands": "核验失效的第一天",
    "A page of employers who offer work now. It may hold fewer than `limit` and still have a next.": (
        "一页正在招人的单位。可能少于 `limit` 条，但仍有下一页。"
    ),
    "A unit, and what people who went there said, in plain lines of counted people.": (
        "一个单位，和去过的人怎么说：按人数统计的几行话。"
    ),
    "What is on offer at the office, for feed readers and search engines.": (
        "该单位正在招人的内容，供订阅和搜索引擎使用。"
    ),
    "One thing that is wrong with what was sent.": "提交内容里的一处错误。",
    "One thing that the rule book found (docs/rulebook.md).": "规则检查查出的一处问题（项目文档 docs/rulebook.md）。",
    "`block`: not handed in. `review`: a person decides. `warn`: said only": (
        "`block`：不能提交；`review`：由人决定；`warn`：只作提示"
    ),
    "The piece of the text that it is about, or empty": "涉及的那段文字，或为空",
    "The key that asks.": "当前使用的密钥。",
    "The part of the key that may be shown": "密钥可以显示的部分",
    "Beyond it calls are answered 429": "每分钟的上限，超过的回答 429",
    "Set once it has been changed for another": "换成新密钥后才有",
    "The last 30 days, the newest first": "最近 30 天，最新的在前",
    "Where everything is.": "各部分的地址。",
    "This API as OpenAPI 3.1": "本接口的 OpenAPI 3.1 描述",
    "This API for people": "本接口的说明页",
    "Offices, each with its feeds": "各单位和它们的订阅源",
    "The same for people": "给人看的页面",
    "Who offers the work. A private person has neither name nor id.": "谁在招人。个人没有名称和编号。",
    "Null: a private person, or a trader under their own name": "为 null：个人，或以本人姓名经营的个体户",
    "A unit's own; of a private person only that it is one": "单位的名称；个人只写明是个人",
    "统一社会信用代码 (GB 32100), or empty": "统一社会信用代码（GB 32100），或为空",
    "An office in use; where people go.": "在用的单位，群众办事的地方。",
    "The office above": "上级单位",
    "All offices in use, in the order of the tree.": "所有在用的单位，按层级排列。",
    "Somebody for whom the partner may submit postings.": "对接方可以为其提交招聘的用工主体。",
    "A private person's is masked": "个人的名称已遮盖",
    "All of them, by number.": "全部，按编号排列。",
    "What added to the points.": "加分的一项。",
    "Name of the part, see docs/engine/recommendation.md": "分项名称，见项目文档 docs/engine/recommendation.md",
    "A division of GB/T 2260, or a street or township.": "GB/T 2260 的行政区划，或街道、乡镇。",
    "Code of the one above; empty for a province": "上级区划的代码；省级为空",
    "What lies directly under a division.": "某个区划的直接下级。",
    "Work on offer, as reviewed.": "审核通过的招聘。",
    "What people read aloud": "可以念给人听的编号",
    "Its page for people": "给人看的页面地址",
    "职业分类大典 2022, or empty": "《职业分类大典》2022 年版代码，或为空",
    "Tenths of an hour": "以十分之一小时计",
    "Fen per unit; of piece rates per 1,000 pieces": "每单位多少分；计件的按每 1000 件",
    "The lower pay as one day of work, to compare by": "最低报酬折合一天，便于比较",
    "Codes, see /vocabularies/certificates": "代码，见 /vocabularies/certificates",
    "Only with a ground that a reviewer accepted": "只有审核人员认可理由时才有",
    "Not `any` only with a legal ground that a reviewer accepted": "只有审核人员认可法定理由时才不是 `any`",
    "When something that the public sees last changed": "公开内容最近一次变化的时间",
    "To come, with places left": "还没开始、还有名额的班次",
    "A page of postings, the newest entered first.": "一页招聘，最新录入的在前。",
    "Where a posting of the partner stands.": "对接方提交的招聘的状态。",
    "Code of /vocabularies/return_reason, when sent back or refused": (
        "退回或不通过时的原因代码，见 /vocabularies/return_reason"
    ),
    "The field to mend": "要改的字段",
    "Grows with every change, the station's too": "每次修改都会增加，包括驿站改的",
    "A page of the partner's postings, the newest first.": "一页对接方的招聘，最新的在前。",
    "The same with what the rules say about it now; empty once a reviewer has decided.": (
        "同上，并带规则检查的结果；审核人员作出决定后为空。"
    ),
    "What went wrong.": "出了什么问题（RFC 9457）。",
    "urn:yizhan:problem: and the code": "urn:yizhan:problem: 加代码",
    "What kind of problem it is, in words": "哪一类问题",
    "The HTTP status once more": "HTTP 状态，再写一次",
    "One sentence: what was wrong, what was kept, what to do": "一句话：哪里不对，保存了没有，该怎么办",
    "For programs; does not change": "给程序用的代码，不会变",
    "By field, where fields are wrong": "字段有误时逐项列出",
    "The station that answers for a posting.": "负责这条招聘的驿站。",
    "A letter to one of the partner's postings and what became of it. Whose letter it is the bearer says.": (
        "介绍到对接方招聘的一封介绍信和它的结果。持信人是谁，由本人出示。"
    ),
    "As printed on the letter": "和介绍信上印的一样",
    "How many come together": "一起来几个人",
    "Null: no receipt yet": "为 null：还没有回执",
    "A page of letters, the newest first.": "一页介绍信，最新的在前。",
    "The beginning: what this is and where to go on.": "入口：这是什么，往哪里走。",
    "Work to offer. A draft may be unfinished: the rules in the answer say what is missing.": (
        "要发布的招聘。草稿可以不完整：回答里的规则结果会说明缺什么。"
    ),
    "One of those of /partner/employers": "/partner/employers 里的一个",
    "People on each day": "每天要几个人",
    "What there is to do; the law asks for it": "做什么；法律要求写明",
    "Before `start_time`: on the next day": "早于 `start_time` 表示次日",
    "1 Monday … 7 Sunday, of long work": "1 为周一，7 为周日；长期用工填写",
    "Not worked": "中间休息的分钟数",
    "职业分类大典 2022, see /vocabularies/occupations": "《职业分类大典》2022 年版代码，见 /vocabularies/occupations",
    "GB/T 2260": "GB/T 2260 区划代码",
    "Division code (GB/T 2260), or the beginning of one": "区划代码（GB/T 2260），或代码的开头",
    "GCJ-02, micro-degrees": "GCJ-02 坐标，百万分之一度",
    "Fen per unit; per 1,000 pieces": "每单位多少分；计件的按每 1000 件",
    "Usual for one person": "一个人一天通常做多少件",
    "As usual for the kind when absent": "不写则按这类用工的惯例",
    "See /vocabularies/certificates": "见 /vocabularies/certificates",
    "The heaviest piece": "最重的一件，公斤",
    "Needed for a limit of age": "限制年龄时必填",
    "Needed unless `any`": "不是 `any` 时必填",
    "For the desk; never shown in public": "只给驿站用，从不公开",
    "A posting as it should be from now on, whole. What the station noted beside it, and a contact left out, stay.": (
        "招聘今后的完整内容。驿站另记的内容、没有写的联系方式，保持不变。"
    ),
    "`version` of the answer that it changes; another one is refused": (
        "据以修改的那次回答里的 `version`；不一致则拒绝"
    ),
    "An address to be told at.": "要登记的推送地址。",
    "https, port 443 or 8443": "https，端口 443 或 8443",
    "What to tell": "推送哪些消息",
    "What somebody looks for. Nothing of it is kept; send nothing by which a person could be known.": (
        "某人想找的活。内容一概不保存；请不要发送能认出本人的信息。"
    ),
    "Codes, the dearest first": "职业代码，最想要的在前",
    "The least for one day of work": "一天最少多少分",
    "Held, see /vocabularies/certificates": "持有的证书，见 /vocabularies/certificates",
    "Whole years: limits of law are held by it": "周岁：用于法定限制",
    "People who go together": "一起去几个人",
    "That a posting is over.": "结束一条招聘。",
    "A stretch of work that people may still join, `[starts_at, ends_at)`.": (
        "还可以加入的一个班次，`[starts_at, ends_at)`。"
    ),
    "Null: a long job": "为 null：长期用工",
    "People wanted": "要几个人",
    "Places that nobody has taken": "还剩几个名额",
    "One posting for the wish. A private person's has no distance and no points: they would lead to a door.": (
        "符合意向的一条招聘。个人的招聘没有距离和分数：否则会找到家门口。"
    ),
    "The sum of the parts, of 10,000": "各分项之和，满分 10000",
    "As the crow flies, rounded to 100 m; null: not known": "直线距离，取整到 100 米；为 null：不知道",
    "The best postings for the wish, best first.": "最符合意向的招聘，最好的在前。",
    "One value: what programs write, and what people read.": "一个值：程序写的代码和人看的文字。",
    "Empty where there is none: occupations and certificates have Chinese names only": (
        "没有时为空：职业和证书只有中文名称"
    ),
    "A closed list of values.": "一张代码表。",
    "The names of all vocabularies.": "所有代码表的名称。",
    "An address that is told.": "一个推送地址。",
    "Messages carry the old signature, too, until then": "到那时为止，推送也带旧签名",
    "The partner's addresses, the oldest first.": "对接方的推送地址，最早的在前。",
    "An address with its secret, which is told only here.": "推送地址和签名密钥，密钥只在这里给一次。",
    "For the signatures, as Standard Webhooks writes it": "用于验签，按 Standard Webhooks 的写法",
}

#: What a field is where its shape says nothing of it: Chinese, English.
FIELDS = {
    "address": ("地址", "Street address"),
    "age_max": ("最大年龄，周岁", "Oldest age, whole years"),
    "age_min": ("最小年龄，周岁", "Youngest age, whole years"),
    "area_code": ("区划代码（GB/T 2260）", "Division code (GB/T 2260)"),
    "atom": ("Atom 1.0 的地址", "Address as Atom 1.0"),
    "attempts": ("试过几次", "How often it was tried"),
    "break_minutes": ("中间休息的分钟数", "Minutes of rest in between"),
    "calls": ("调用次数", "Calls"),
    "code": ("代码", "Code"),
    "conduct": ("去过的人怎么说，一行一句", "What people who went there said, a line each"),
    "content": ("做什么", "What there is to do"),
    "created_at": ("建立的时间", "When it was made"),
    "day": ("哪一天", "Which day"),
    "employer": ("用工主体", "Who offers the work"),
    "employers": ("单位的地址", "Address of the employers"),
    "ends_on": ("最后一天", "Last day"),
    "fare_paid": ("报销车费", "The fare is paid"),
    "feeds": ("订阅源", "Its feeds"),
    "field": ("哪个字段，例如 `shifts.0.headcount`", "Which field, such as `shifts.0.headcount`"),
    "full_name": ("带上级的全称", "Name with those above"),
    "hazards": ("危险因素", "Hazards"),
    "hits": ("规则检查的结果", "What the rules found"),
    "insurance": ("保险", "Insurance"),
    "is_outdoors": ("在户外", "Outdoors"),
    "is_site": ("在工地", "On a building site"),
    "issued_at": ("开出的时间", "When it was issued"),
    "items": ("本页内容", "What stands on the page"),
    "json_feed": ("JSON Feed 1.1 的地址", "Address as JSON Feed 1.1"),
    "kind": ("种类", "Of which kind"),
    "label": ("密钥的用途", "What the key is for"),
    "labor_type": ("用工关系", "Kind of relation"),
    "last_at": ("最近一次尝试的时间", "When it was tried last"),
    "level": ("级别", "Level"),
    "limit": ("最多几条", "How many at most"),
    "links": ("各部分的地址", "Where everything is"),
    "lng_e6": ("GCJ-02 经度，百万分之一度", "Longitude, GCJ-02, micro-degrees"),
    "load_kg": ("最重的一件，公斤", "The heaviest piece, kg"),
    "loads_per_hour": ("每小时搬几件", "Pieces carried in an hour"),
    "lodging": ("管住", "Lodging"),
    "max_distance_m": ("最远多少米", "No further than so many metres"),
    "meals": ("管饭", "Meals"),
    "meeting_place": ("集合地点", "Where to meet"),
    "meeting_time": ("集合时间", "When to meet"),
    "message": ("一句话", "One sentence"),
    "name": ("名称", "Name"),
    "news": ("推送哪种消息", "Kind of news"),
    "number": ("编号", "Number"),
    "office": ("负责的驿站", "The station that answers for it"),
    "page": ("给人看的页面", "The page for people"),
    "partner": ("对接方名称", "Name of the partner"),
    "parts": ("各分项", "The parts of the points"),
    "pay_max_fen": ("最高报酬，每单位多少分", "Upper pay, fen per unit"),
    "pay_note": ("报酬说明", "What is said about the pay"),
    "pay_unit": ("报酬单位", "Unit of the pay"),
    "phone": ("电话", "Telephone of the office"),
    "pickup": ("接送", "People are picked up"),
    "place_name": ("工作地点", "Where the work is"),
    "places": ("行政区划的地址", "Address of the divisions"),
    "points_bp": ("加了多少分", "Points that it added"),
    "posting": ("招聘", "The posting"),
    "postings": ("招聘的地址", "Address of the postings"),
    "ppe": ("劳保用品说明", "What is said about protective gear"),
    "protection": ("劳动保护", "Protection at work"),
    "public_id": ("编号（UUID）", "Its id"),
    "publish_state": ("发布状态", "Whether it is published"),
    "published_at": ("发布的时间", "When it was published"),
    "reason": ("原因", "Why"),
    "receipt_at": ("收到回执的时间", "When the receipt came"),
    "referral": ("介绍信的编号（UUID）", "Id of the letter"),
    "requirements": ("要求", "What is asked of people"),
    "review_state": ("审核状态", "Where the review stands"),
    "rss": ("RSS 2.0 的地址", "Address as RSS 2.0"),
    "rule": ("规则编号", "Number of the rule"),
    "scopes": ("权限", "What the key may do"),
    "sent_at": ("提交的时间", "When it was sent"),
    "settle_day": ("结算日说明", "Which day pay is settled"),
    "settle_kind": ("结算方式", "How pay is settled"),
    "sex_required": ("性别要求", "Sex that is asked for"),
    "shift_starts_at": ("班次开始的时间", "When the shift begins"),
    "sitemap": ("站点地图的地址", "Address of the sitemap"),
    "start_time": ("几点开始", "When work begins"),
    "starts_at": ("开始的时间", "When it begins"),
    "starts_on": ("第一天", "First day"),
    "state": ("状态", "State"),
    "status": ("状态", "State"),
    "terms": ("各个值", "Its values"),
    "title": ("标题", "Title"),
    "tools_provided": ("提供工具", "Tools are provided"),
    "url": ("地址", "Address"),
    "uscc": ("统一社会信用代码（GB 32100）", "统一社会信用代码 (GB 32100)"),
    "valid_until_at": ("有效期至", "Until when it is good"),
    "version": ("接口版本", "Version of the API"),
    "vocabularies": ("代码表的地址", "Address of the closed lists"),
    "webhook": ("推送地址", "The address that is told"),
    "zh": ("中文", "Chinese"),
}


def is_chinese() -> bool:
    """Say whether the words of the moment are Chinese."""
    return not (get_language() or "").startswith("en")


def say(text: str) -> str:
    """Return a text of the document in the language of the moment; without its Chinese it stays as it is."""
    return CHINESE.get(text, text) if is_chinese() else text


def in_words(part: Any) -> Any:
    """Return a part of the document with every description in the language of the moment, and none missing.

    What a field is where nothing is said of it stands in `FIELDS`.
    """
    if isinstance(part, list):
        return [in_words(one) for one in part]
    if not isinstance(part, dict):
        return part
    said = {name: in_words(value) for name, value in part.items()}
    if isinstance(said.get("description"), str):
        said["description"] = say(said["description"])
    if isinstance(fields := said.get("properties"), dict):
        said["properties"] = {name: _described(name, schema) for name, schema in fields.items()}
    return said


def _described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    if "description" in schema or name not in FIELDS:
        return schema
    chinese, english = FIELDS[name]
    about = {"description": chinese if is_chinese() else english}
    return schema | about
