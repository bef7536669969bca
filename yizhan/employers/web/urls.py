"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.employers.web import acts, conduct, papers, sign_ups, views

app_name = "employers"

urlpatterns = [
    path("", views.list_employers, name="list"),
    path("find/", views.find, name="find"),
    path("mine/", views.mine, name="mine"),
    path("new/", views.create, name="create"),
    path("serve/", acts.serve, name="serve"),
    path("sign-ups/", sign_ups.sign_ups, name="sign_ups"),
    path("sign-ups/<uuid:public_id>/", sign_ups.sign_up, name="sign_up"),
    path("sign-ups/<uuid:public_id>/take/", sign_ups.take, name="sign_up_take"),
    path("sign-ups/<uuid:public_id>/refuse/", sign_ups.refuse_request, name="sign_up_refuse"),
    path("sign-ups/<uuid:public_id>/admit/", sign_ups.admit_request, name="sign_up_admit"),
    path("papers/<uuid:public_id>/", papers.show, name="paper"),
    path("papers/<uuid:public_id>/file/", papers.hand_out, name="paper_file"),
    path("papers/<uuid:public_id>/send-back/", papers.back, name="paper_back"),
    path("papers/<uuid:public_id>/refuse/", papers.refuse, name="paper_refuse"),
    path("sign-ups/<uuid:public_id>/slip/", sign_ups.slip, name="sign_up_slip"),
    path("owing/", conduct.owing_list, name="owing"),
    path("measures/<uuid:public_id>/notice/", conduct.notice, name="notice"),
    path("measures/<uuid:public_id>/lift/", conduct.lift, name="lift"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/change/", views.change, name="change"),
    path("<uuid:public_id>/verify/", acts.verify, name="verify"),
    path("<uuid:public_id>/verify-papers/", papers.verify, name="verify_papers"),
    path("<uuid:public_id>/refuse/", acts.refuse, name="refuse"),
    path("<uuid:public_id>/clear/", acts.clear, name="clear"),
    path("<uuid:public_id>/record/", conduct.record, name="record"),
    path("<uuid:public_id>/record/report/", conduct.report, name="report"),
    path("<uuid:public_id>/record/<int:fact>/verify/", conduct.verify_fact, name="verify_fact"),
    path("<uuid:public_id>/told/", conduct.told, name="told"),
    path("<uuid:public_id>/reveal/", acts.reveal, name="reveal"),
    path("<uuid:public_id>/agents/", acts.add, name="agent_add"),
    path("<uuid:public_id>/agents/<uuid:agent_id>/phone/", acts.free, name="agent_phone"),
    path("<uuid:public_id>/agents/<uuid:agent_id>/end/", acts.end, name="agent_end"),
]
