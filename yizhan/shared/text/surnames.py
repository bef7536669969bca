"""Surnames: the compound ones, and those that are read differently as a surname than as a word."""

from __future__ import annotations

#: Compound surnames with their reading, syllables apart.
COMPOUND: dict[str, str] = {
    "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge", "东方": "dong fang",
    "皇甫": "huang fu", "尉迟": "yu chi", "公孙": "gong sun", "慕容": "mu rong", "令狐": "ling hu",
    "长孙": "zhang sun", "宇文": "yu wen", "司徒": "si tu", "司空": "si kong", "端木": "duan mu",
    "夏侯": "xia hou", "轩辕": "xuan yuan", "南宫": "nan gong", "万俟": "mo qi", "澹台": "tan tai",
    "单于": "chan yu", "呼延": "hu yan", "淳于": "chun yu", "濮阳": "pu yang", "赫连": "he lian",
    "闻人": "wen ren", "申屠": "shen tu", "太叔": "tai shu", "钟离": "zhong li", "西门": "xi men",
    "独孤": "du gu", "百里": "bai li", "东郭": "dong guo", "南门": "nan men", "拓跋": "tuo ba",
    "完颜": "wan yan", "第五": "di wu", "公冶": "gong ye", "宗政": "zong zheng", "鲜于": "xian yu",
    "闾丘": "lv qiu", "亓官": "qi guan", "仲孙": "zhong sun", "乐正": "yue zheng", "颛孙": "zhuan sun",
    "谷梁": "gu liang", "漆雕": "qi diao", "公西": "gong xi", "巫马": "wu ma", "公良": "gong liang",
    "拓拔": "tuo ba", "左丘": "zuo qiu", "梁丘": "liang qiu", "羊舌": "yang she", "微生": "wei sheng",
    "东门": "dong men", "叱干": "chi gan", "贺兰": "he lan", "纳兰": "na lan", "叶赫": "ye he",
    "那拉": "na la", "爱新": "ai xin", "欧陽": "ou yang", "司馬": "si ma", "諸葛": "zhu ge",
}  # fmt: skip

#: Surnames of one character whose reading as a surname is not the usual one of the character, or is often mistaken.
SINGLE: dict[str, str] = {
    "单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "區": "ou", "查": "zha",
    "朴": "piao", "种": "chong", "翟": "zhai", "乐": "yue", "樂": "yue", "盖": "ge", "蓋": "ge", "缪": "miao",
    "繆": "miao", "员": "yun", "員": "yun", "冼": "xian", "逄": "pang", "任": "ren", "华": "hua", "華": "hua",
    "尉": "wei", "覃": "qin", "谌": "chen", "秘": "bi", "薄": "bo", "卜": "bu", "柏": "bai", "折": "she",
    "召": "shao", "繁": "po", "洗": "xian", "那": "na", "能": "nai", "黑": "he", "盛": "sheng",
    "石": "shi", "重": "chong", "隗": "wei", "燕": "yan", "应": "ying", "應": "ying", "宁": "ning",
    "甯": "ning", "葛": "ge", "牟": "mu", "郗": "xi", "郄": "qie", "郤": "xi", "阚": "kan", "闞": "kan",
    "訾": "zi", "呙": "guo", "佴": "nai", "佘": "she", "厍": "she", "乜": "nie", "亓": "qi", "亢": "kang",
    "祭": "zhai", "哈": "ha", "句": "gou", "宓": "mi", "禚": "zhuo", "晁": "chao", "鞠": "ju", "璩": "qu",
    "都": "du", "纪": "ji", "紀": "ji", "莘": "shen", "车": "che", "車": "che", "沈": "shen", "谷": "gu",
    "贾": "jia", "賈": "jia", "贲": "ben", "臧": "zang", "藏": "zang", "相": "xiang", "幺": "yao", "么": "yao",
    "载": "zai", "会": "gui", "褚": "chu", "瞿": "qu", "万": "wan", "萬": "wan", "干": "gan", "於": "yu",
    "过": "guo", "過": "guo", "勾": "gou", "强": "qiang", "占": "zhan",
    "妫": "gui", "费": "fei", "費": "fei", "郇": "xun", "观": "guan", "行": "xing", "适": "kuo",
    "逯": "lu", "麴": "qu", "曲": "qu", "冯": "feng", "馮": "feng",
    "尹": "yin", "仉": "zhang", "撒": "sa", "长": "chang",
    "大": "da", "郝": "hao", "郜": "gao", "邸": "di", "邴": "bing", "邬": "wu",
    "参": "shen", "朝": "chao", "叶": "ye", "葉": "ye", "吕": "lv", "呂": "lv", "闾": "lv", "缑": "gou",
}  # fmt: skip


def split_name(name: str) -> tuple[str, str]:
    """Split a Han name into surname and given name.

    A compound surname counts only with a given name behind it: 夏侯 alone is 夏 + 侯. A name with a middle dot, in
    other letters, or of a single character has no surname here: ("", name).
    """
    if len(name) < 2 or "·" in name or not all("\u3400" <= char <= "\u9fff" or ord(char) > 0x1FFFF for char in name):
        return "", name
    size = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:size], name[size:]
