"""Doors of the room."""

from __future__ import annotations

from django.urls import path

from yizhan.accounts.web import admin_views, audit_views, me_views, sign_in_views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in_views.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in_views.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in_views.sign_out, name="sign_out"),
    path("me/", me_views.me, name="me"),
    path("me/password/", me_views.password, name="password"),
    path("me/second-factor/", me_views.second_factor, name="second_factor"),
    path("me/recovery-codes/", me_views.recovery_codes, name="recovery_codes"),
    path("me/sign-out-everywhere/", me_views.end_sessions, name="sign_out_everywhere"),
    path("me/sessions/<uuid:public_id>/end/", me_views.end_one_session, name="end_session"),
    path("offices/", admin_views.offices, name="offices"),
    path("offices/new/", admin_views.office_create, name="office_create"),
    path("offices/<uuid:public_id>/", admin_views.office_change, name="office_change"),
    path("users/", admin_views.users, name="users"),
    path("users/new/", admin_views.user_create, name="user_create"),
    path("users/<uuid:public_id>/", admin_views.user, name="user"),
    path("users/<uuid:public_id>/password/", admin_views.user_reset_password, name="user_reset_password"),
    path("users/<uuid:public_id>/phone/", admin_views.user_reset_second_factor, name="user_reset_second_factor"),
    path("users/<uuid:public_id>/deactivate/", admin_views.user_deactivate, name="user_deactivate"),
    path("users/<uuid:public_id>/reactivate/", admin_views.user_reactivate, name="user_reactivate"),
    path("users/<uuid:public_id>/sessions/", admin_views.user_end_sessions, name="user_end_sessions"),
    path("audit/", audit_views.audit, name="audit"),
    path("audit/seals/", audit_views.seals, name="audit_seals"),
    path("audit/seals/<int:office_id>/print/", audit_views.seal_print, name="audit_seal_print"),
    path("audit/seals/<int:office_id>/check/", audit_views.seal_check, name="audit_seal_check"),
]
