"""Ways of wanting somebody and of turning somebody away, shared by the rules about people.

A rule names its people (女同志, 外地的, 属虎的, 上了年纪的); how they are asked for or sent away is said in the
same ways whoever they are. A pattern of a rule is a group with one of these slots before or behind it, so that a new
way of saying it is learnt for all rules at once. Pieces of regular expressions, to be put into patterns that `starting`
compiles.
"""

from __future__ import annotations

from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("slots")

#: How a group is spoken of: 女的, 残疾人员, 外地来的朋友.
FOLK = f"{_W.folk}*+"
_SOFTLY = f"{_W.softly}*"
_COMING = _W.coming
#: 勿扰, 一律不要, 就别来了, 恕不接待, 免谈, 我们用不了.
TURN = f"(?:[勿莫别甭](?:再|要)?{_COMING}|不(?:必|用|要|需|需要)再?{_COMING}|{_W.bare.refusals})"
#: A group, perhaps what it does (带娃上班的), and that it is not wanted.
TURNED = rf"{FOLK}{_SOFTLY}{TURN}"
TURNED_SUCH = rf"(?:[^,。;!?不别勿免拒无没可能欢]{{0,6}}?(?:的|者))?{TURNED}"
#: Before a group: 不要, 拒招, 谢绝, 不考虑.
REJECT = f"{_W.rejects}(?:任何|一切|有|是|那些|那种|招用?|录用|一些|个别|的)*"
#: Before a group: 只要, 仅限, 必须是, 清一色要, 优先考虑, 最好是.
ONLY = _W.only_words
PREFER = _W.prefers
_HOW_MANY = r"(?:\d{1,3}|[一二两三四五六七八九十几数]{1,3})?(?:个|名|位)"
#: What may stand between such a word and the group.
BETWEEN = rf"(?:[ 已]|于|为|是|有|找|招|的|那种|一些|:|[\"“]|{_HOW_MANY})*+"
#: Behind a group: 优先, 为佳, 的先上.
PREFERRED = f"(?:的|者|人员|人士|人|朋友|同志|应聘者|求职者|,|就|更|最| )*{_W.prefers_behind}"
#: 都行, 不限, 欢迎: what takes a demand back.
WELCOME = (
    "(?:的|者|人员|人士|人|也|均|都|就|皆|同样|一样|照样|也好|与否|,"
    "| )*(?:[不无没](?:所谓|关系|限|拘|影响|要求|限制|介意|嫌|挑|问|管|看|在乎|妨|分)"
    f"|{_W.bare.welcomes})"
)
#: Behind a group and what is told of it (周日要礼拜, 上学没人接送), perhaps a comma: plainly not wanted.
TURNED_FAR = (
    f"(?!{FOLK}也{_W.also_taken})"
    "(?:的|者|人"
    "|们)*[^。;!?,不别勿免拒无没可能欢优都]{0,8}?(?:,[^,。;!?不别勿免优都行欢]{0,4}?)?(?:先"
    f"|就|请|我们|一律|暂时?|的|者|还是|趁早)*{_W.plain_refusals}"
)
