"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Floor 9: above whatever happens to a person, so that nothing below needs to know who is told."""

    name = "yizhan.notices"
    label = "notices"

    def ready(self) -> None:
        """Say how people are reached, hear what the rooms below tell, and show the pages."""
        from yizhan.notices import address_book, texts

        address_book.register()
        texts.register()
        self._hear()
        self._show()

    def _hear(self) -> None:
        from yizhan.employers.events import (
            EmployerFree,
            EmployerRechecked,
            EmployerSuspended,
            EmployerToRecheck,
            PapersAnswered,
        )
        from yizhan.gigs.events import OrderAgreed, OrderChanged, OrderEnded, PaymentConfirmed, PayOverdue, PaySaid
        from yizhan.notices import operations
        from yizhan.postings.events import PostingDecided
        from yizhan.referrals.events import LetterIssued, ReceiptRecorded, ReceiptUndone, ReferralClosed
        from yizhan.shared.appeals.events import AppealAnswered
        from yizhan.shared.events import subscribe

        subscribe(PapersAnswered, operations.tell_of_papers)
        subscribe(EmployerSuspended, operations.tell_of_measure)
        subscribe(EmployerToRecheck, operations.tell_of_measure)
        subscribe(EmployerFree, operations.forget_measure)
        subscribe(EmployerRechecked, operations.forget_measure)
        subscribe(PostingDecided, operations.tell_of_decision)
        subscribe(LetterIssued, operations.tell_of_letter)
        subscribe(ReceiptRecorded, operations.forget_receipt)
        subscribe(ReceiptRecorded, operations.forget_receipt_undone)
        subscribe(ReceiptUndone, operations.tell_of_receipt_undone)
        subscribe(ReferralClosed, operations.forget_receipt)
        subscribe(ReferralClosed, operations.forget_receipt_undone)
        subscribe(OrderAgreed, operations.tell_of_agreement)
        subscribe(OrderChanged, operations.tell_of_change)
        subscribe(OrderEnded, operations.tell_of_end)
        subscribe(PayOverdue, operations.tell_of_asking)
        subscribe(PaySaid, operations.tell_of_said_pay)
        subscribe(PaymentConfirmed, operations.forget_said_pay)
        subscribe(AppealAnswered, operations.tell_of_answer)

    def _show(self) -> None:
        from django.utils import timezone

        from yizhan.notices.queries import count_calls
        from yizhan.notices.rules import may_see, may_set_up
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        register_menu(
            MenuItem("desk", "notices.calls", _("通知电话单"), "notices:calls", "telephone", 42, may_see,
                     badge=lambda user: count_calls(user, timezone.now()) or None)
        )  # fmt: skip
        register_menu(MenuItem("office", "notices.ledger", _("消息记录"), "notices:ledger", "chat-dots", 75, may_see))
        register_menu(MenuItem("admin", "notices.carriers", _("消息渠道"), "notices:carriers", "send", 60, may_set_up))
        register_panel(Panel("people:person", "notices.of_person", _("消息"), "notices:panel", 80, may_see))
