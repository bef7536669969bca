"""Nobody gets past this without having signed in, and nobody who only reads writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.models import User
from yizhan.accounts.rules import never_writes
from yizhan.accounts.web.session import is_over, needs_enrolment, slide
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.marks import is_for_anybody, is_only_reads
from yizhan.shared.web.middleware import answer_refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
V = TypeVar("V", bound=Callable[..., Any])


class SomebodyElse(Refused):
    """The page was opened by one person and sent by another."""

    code = "somebody_else"
    sentence = _("现在登录的不是打开这个页面的人，这一步没有保存。请刷新页面，用自己的账号再做一次。")


class ReadsOnly(NotAllowed):
    """An auditor tried to write."""

    code = "reads_only"
    sentence = _("审计岗位只能查看，不能改动，记录没有改变。")


def while_entering(view: V) -> V:
    """Mark a page that is open before a new password is chosen and a second factor set up: those pages themselves."""
    view.while_entering = True  # type: ignore[attr-defined]
    return view


class SignedIn:
    """Deny by default. Views for everybody are marked with Django's `@login_not_required`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next one in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return an answer in place of the view's, or None to let it through."""
        if is_for_anybody(view):
            return None
        user = self._who(request)
        if not getattr(view, "login_required", True):
            return None
        if user is None:
            return self._ask_to_sign_in(request)
        structlog.contextvars.bind_contextvars(user=user.pk)
        slide(request)
        opened_by = request.headers.get("X-Page-User")
        if opened_by and opened_by != str(user.public_id):
            return answer_refusal(request, SomebodyElse())
        if not getattr(view, "while_entering", False):
            first = self._first_something_else(request, user)
            if first is not None:
                return first
        if request.method not in SAFE and never_writes(user) and not is_only_reads(view):
            return answer_refusal(request, ReadsOnly())
        return None

    def _who(self, request: HttpRequest) -> User | None:
        user = request.user
        if not isinstance(user, User):
            return None
        if is_over(request, user):
            logout(request)
            request.user = AnonymousUser()
            return None
        return user

    def _ask_to_sign_in(self, request: HttpRequest) -> HttpResponse:
        if in_the_page(request):
            # No redirect: the page's script opens the sign-in dialog and sends the same once more.
            return HttpResponse(status=401, headers={"X-Sign-In": "1"})
        return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))

    def _first_something_else(self, request: HttpRequest, user: User) -> HttpResponse | None:
        """Send people to the new password or the second factor that they still owe."""
        owed = ""
        if user.must_change_password:
            owed = reverse("accounts:password")
        elif needs_enrolment(request, user):
            owed = reverse("accounts:second_factor")
        if not owed:
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": owed})
        return HttpResponseRedirect(owed)


def in_the_page(request: HttpRequest) -> bool:
    """Say whether a script in the page sent the request, so that a redirect would be lost on it."""
    accepted = request.headers.get("Accept", "")
    return bool(
        getattr(request, "htmx", False)
        or request.headers.get("X-Keep") == "1"
        or request.headers.get("X-Requested-With")
        or (accepted and "text/html" not in accepted)  # a navigation always asks for it
    )
