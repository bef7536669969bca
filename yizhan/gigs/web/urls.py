"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.gigs.web import acts, board, field, ledger, paper, scan, views

app_name = "gigs"

urlpatterns = [
    path("", board.board, name="board"),
    path("late/", views.late, name="late"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.export, name="ledger_export"),
    path("field/", field.field, name="field"),
    path("field/worker.js", field.worker, name="field_worker"),
    path("field/merge/", field.merge, name="field_merge"),
    path("field/conflicts/", field.conflicts, name="field_conflicts"),
    path("field/<uuid:public_id>/decide/", field.decide, name="field_decide"),
    path("scan/", scan.scan, name="scan"),
    path("of-person/<uuid:public_id>/", views.of_person, name="of_person"),
    path("of-posting/<uuid:public_id>/", views.of_posting, name="of_posting"),
    path("shift/<uuid:public_id>/choose/", board.choose, name="choose"),
    path("shift/<uuid:public_id>/insure/", board.insure, name="insure"),
    path("calls/", paper.calls, name="calls"),
    path("day/<slug:kind>.pdf", paper.of_day, name="paper_of_day"),
    path("shift/<uuid:public_id>/<slug:kind>.pdf", paper.of_shift, name="paper_of_shift"),
    path("<uuid:public_id>/<slug:kind>.pdf", paper.of_order, name="paper"),
    path("shift/<uuid:public_id>/roster/", board.roster, name="roster"),
    path("shift/<uuid:public_id>/suggest/", board.suggest, name="suggest"),
    path("shift/<uuid:public_id>/promise/", board.promise, name="promise"),
    path("shift/<uuid:public_id>/employer/", board.employer, name="employer"),
    path("<uuid:public_id>/", views.order, name="order"),
    path("vouchers/<uuid:public_id>/", views.voucher, name="voucher"),
    path("<uuid:public_id>/act/", acts.act, name="act"),
]
