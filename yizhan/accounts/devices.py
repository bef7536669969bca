"""What a browser says of itself, in words that its owner knows the machine by. Pure, no table.

Only a short code is kept, never the whole line: versions and builds would single a machine out and help nobody.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Part of the line -> code, the particular before the general: every browser claims to be several others.
_SYSTEMS = (
    ("OpenHarmony", "harmony"), ("HarmonyOS", "harmony"), ("iPhone", "iphone"), ("iPad", "ipad"),
    ("Android", "android"), ("Windows", "windows"), ("Macintosh", "mac"), ("Linux", "linux"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "wechat"), ("DingTalk", "dingtalk"), ("AlipayClient", "alipay"), ("QQBrowser", "qq"),
    ("QIHU", "360"), ("360SE", "360"), ("UCBrowser", "uc"), ("HuaweiBrowser", "huawei"), ("Edg", "edge"),
    ("Firefox/", "firefox"), ("Chrome/", "chrome"), ("Safari/", "safari"),
)  # fmt: skip

SYSTEM_NAMES = {
    "harmony": gettext_lazy("鸿蒙设备"),
    "iphone": gettext_lazy("苹果手机"),
    "ipad": gettext_lazy("苹果平板"),
    "android": gettext_lazy("安卓手机或平板"),
    "windows": gettext_lazy("Windows 电脑"),
    "mac": gettext_lazy("苹果电脑"),
    "linux": gettext_lazy("Linux 电脑"),
}
BROWSER_NAMES = {
    "wechat": gettext_lazy("微信"),
    "dingtalk": gettext_lazy("钉钉"),
    "alipay": gettext_lazy("支付宝"),
    "qq": gettext_lazy("QQ 浏览器"),
    "360": gettext_lazy("360 浏览器"),
    "uc": gettext_lazy("UC 浏览器"),
    "huawei": gettext_lazy("华为浏览器"),
    "edge": gettext_lazy("Edge 浏览器"),
    "firefox": gettext_lazy("火狐浏览器"),
    "chrome": gettext_lazy("Chrome 浏览器"),
    "safari": gettext_lazy("Safari 浏览器"),
}


def device_of(user_agent: str) -> str:
    """Return a code such as `windows-edge`; either part is empty where the line does not say."""
    system = next((code for part, code in _SYSTEMS if part in user_agent), "")
    browser = next((code for part, code in _BROWSERS if part in user_agent), "")
    return f"{system}-{browser}"


def device_words(code: str) -> str:
    """Return a code in plain words, such as "Windows 电脑，Edge 浏览器"."""
    system, _dash, browser = code.partition("-")
    said = [str(names[part]) for names, part in ((SYSTEM_NAMES, system), (BROWSER_NAMES, browser)) if part in names]
    return _("，").join(said) or _("不认识的设备")
