"""`{% trans "…" %}` of a fixed text without filters is looked up once in each language.

A list of fifty rows says its column titles three hundred times, and Django's own tag resolves, translates, localises
and unescapes each of them anew. `install` puts ours into Django's library: a second library of that name would be one
for which Django warns, and templates would have to say which they mean.
"""

from __future__ import annotations

from typing import cast

from django.template import Context, Node
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class FixedText(Node):
    """A text that depends on nothing but the language."""

    def __init__(self, text: i18n.TranslateNode) -> None:
        """Keep the tag that knows the text."""
        self._text, self._as, self._known = text, text.asvar, cast("dict[str | None, str]", {})
        text.asvar = None

    def render(self, context: Context) -> SafeString:
        """Say it, or give it the name that the template asks for."""
        language = get_language()
        said = self._known.get(language)
        if said is None:
            said = self._known[language] = self._text.render(context)
        if self._as:
            context[self._as] = said
            return SafeString()
        return cast("SafeString", said)


def translate(parser: Parser, token: Token) -> Node:
    """Read `{% trans "…" %}` and `{% translate "…" %}`."""
    found = i18n.do_translate(parser, token)
    expression = found.filter_expression
    is_fixed = isinstance(expression.var, Variable) and expression.var.literal is not None
    return FixedText(found) if is_fixed and not expression.filters and found.message_context is None else found


def install() -> None:
    """Let every template that loads Django's `i18n` use it."""
    i18n.register.tags.update(trans=translate, translate=translate)
