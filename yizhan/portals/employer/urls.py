"""Addresses of the console. None holds a name, a number or a code; a link only opens a page."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.employer import drafts, entering, jobs, letters, mail, papers, sheets, shifts, units

app_name = "employer"
urlpatterns = [
    path("", units.home, name="home"),
    path("start/", entering.start, name="start"),
    path("sign-up/", entering.sign_up_page, name="sign_up"),
    path("request/", entering.request_page, name="request"),
    path("join/", entering.join_page, name="join"),
    path("jobs/new/<uuid:public_id>/", jobs.new, name="job_new"),
    path("jobs/paste/<uuid:public_id>/", drafts.paste, name="job_paste"),
    path("jobs/<uuid:public_id>/", jobs.show, name="job"),
    path("jobs/<uuid:public_id>/people/", jobs.people, name="job_people"),
    path("jobs/<uuid:public_id>/change/", jobs.change, name="job_change"),
    path("jobs/<uuid:public_id>/take/<slug:step>/", jobs.step, name="job_step"),
    path("sheets/template/", sheets.template, name="import_template"),
    path("sheets/<uuid:public_id>/", sheets.batch, name="import_batch"),
    path("sheets/<uuid:public_id>/drafts/", drafts.sheet_drafts, name="import_drafts"),
    path("sheets/<uuid:public_id>/status/", sheets.status, name="import_status"),
    path("sheets/<uuid:public_id>/rows/<int:number>/", sheets.row, name="import_row"),
    path("places/<uuid:public_id>/", jobs.headcount, name="headcount"),
    path("letters/", letters.list_letters, name="letters"),
    path("letters/<uuid:public_id>/", letters.show, name="letter"),
    path("letters/<uuid:public_id>/answer/", letters.answer, name="answer"),
    path("shifts/", shifts.list_shifts, name="shifts"),
    path("shifts/<uuid:public_id>/", shifts.show, name="shift"),
    path("work/<uuid:public_id>/hours/", shifts.hours, name="hours"),
    path("work/<uuid:public_id>/paid/", shifts.paid, name="paid"),
    path("work/<uuid:public_id>/wages/", shifts.wages, name="wages"),
    path("units/<uuid:public_id>/", units.members, name="members"),
    path("units/<uuid:public_id>/papers/", papers.papers, name="papers"),
    path("units/<uuid:public_id>/drafts/", drafts.drafts, name="drafts"),
    path("units/<uuid:public_id>/sheets/", sheets.imports, name="imports"),
    path("units/<uuid:public_id>/record/", units.record, name="record"),
    path("units/<uuid:public_id>/mail/", mail.mail, name="mail"),
    path("units/<uuid:public_id>/mail/change/", mail.change, name="mail_change"),
    path("units/<uuid:public_id>/invite/", units.invite, name="invite"),
    path("units/<uuid:public_id>/slip/", units.slip, name="invite_slip"),
    path("units/<uuid:public_id>/members/<uuid:agent_id>/end/", units.end, name="member_end"),
    path("units/<uuid:public_id>/invitations/<uuid:invitation_id>/void/", units.void, name="invitation_void"),
]
