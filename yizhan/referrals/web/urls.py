"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.referrals.web import applications, desk, quick, receipts, steps, views

app_name = "referrals"

urlpatterns = [
    path("", views.list_referrals, name="list"),
    path("of/person/<uuid:public_id>/", views.of_person, name="of_person"),
    path("of/posting/<uuid:public_id>/", views.of_posting, name="of_posting"),
    path("new/<uuid:person_id>/<uuid:posting_id>/", quick.create, name="create"),
    path("quick/<uuid:public_id>/", quick.quick, name="quick"),
    path("reveal/<uuid:public_id>/", steps.reveal_phone, name="reveal"),
    path("applications/", applications.list_applications, name="applications"),
    path("applications/<uuid:public_id>/", applications.answer_application, name="answer_application"),
    path("receipt/", receipts.receipt, name="receipt"),
    path("handover/", desk.handover, name="handover"),
    path("handover/<uuid:public_id>/take/", desk.take, name="take_over"),
    path("rain/", desk.rain, name="rain"),
    path("rain/<uuid:public_id>/<str:day>/", desk.rain_day, name="rain_day"),
    path("plan/", desk.plan, name="plan"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/answer/", steps.answer, name="answer"),
    path("<uuid:public_id>/issue/", steps.issue, name="issue"),
    path("<uuid:public_id>/withdraw/", steps.withdraw, name="withdraw"),
    path("<uuid:public_id>/undo/", steps.undo, name="undo"),
    path("<uuid:public_id>/print/<slug:shape>/", steps.print_letter, name="print"),
    path("<uuid:public_id>/receipt/", receipts.receipt_of, name="receipt_of"),
]
