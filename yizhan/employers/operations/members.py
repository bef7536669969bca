"""Who may use the console for an employer: signing up, admission by staff, invitations, joining, leaving."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import Role
from yizhan.accounts.operations import create_user
from yizhan.employers.enums import (
    EmployerKind,
    MemberRole,
    PaperKind,
    PaperState,
    PermitKind,
    RefusalReason,
    SignUpState,
)
from yizhan.employers.events import PapersAnswered
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Agent, Employer, Invitation, SignUp
from yizhan.employers.operations.papers import keep_with_request, look_through, may_still_send
from yizhan.employers.operations.registering import (
    AgentKnown,
    FactsRefused,
    missing_facts,
    register_employer,
    serve_employer,
)
from yizhan.employers.operations.settling import settle_all
from yizhan.employers.queries import employer_by_code, is_verified, office_for, owns
from yizhan.employers.rules import can_change_employer, local_day, papers_asked_of
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.fields import blind_q
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish
from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.phone import read_mobile
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_name, search_key

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.shared.files.operations import CheckedPaper

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: Requests from one address (a whole village may share one) and with one telephone.
SIGN_UPS_AN_HOUR, SIGN_UPS_A_DAY, SIGN_UPS_OF_A_PHONE = 10, 20, 3
#: Codes that one address may try in an hour; a code is one of 31 to the power of 10.
TRIES_AN_HOUR = 20
#: A code is handed over by hand or read out: three days reach over a weekend.
CODE_HOLDS = dt.timedelta(days=3)
CODE_LENGTH = 10
#: Read aloud without doubt: no 0/O, 1/l/I.
CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LABEL = "employer invitation"


class TooManySignUps(Refused):
    """The address or the telephone has had as many as are good for it."""

    code = "too_many_sign_ups"
    sentence = _("申请的次数太多了，这一次没有收下。请一小时后再试，还不行就明天再试；也可以直接到驿站窗口办理。")
    status = 429


class TooManyCodesTried(Refused):
    """The address tries codes out."""

    code = "too_many_codes_tried"
    sentence = _("试的次数太多了，这一次没有核对。请一小时后再试，或请给您开通码的人核对。")
    status = 429


class CodeUnknown(Refused):
    """No such code, or it was used, withdrawn or has run out: which of these is not said."""

    code = "invitation_unknown"
    sentence = _("开通码不对、已经用过或已过期，没有开通。请核对；过期了请对方重新发一个。")
    status = 422


class SignUpSettled(Refused):
    """A colleague decided about it."""

    code = "sign_up_settled"
    sentence = _("这份申请刚刚被处理过，没有重复处理。请刷新后再看。")


class NotYetVerified(Refused):
    """The employer's verification does not stand."""

    code = "employer_not_yet_verified"
    sentence = _("用工主体还没有通过实名核验，没有发开通码。请先在它的页面核验。")


class NotCalledBack(Refused):
    """Nobody made sure that the one who asks is who they say."""

    code = "not_called_back"
    sentence = _("没有确认回拨过电话，没有发开通码。请回拨对方公开的或证照上的电话，核实后勾选。")
    status = 422


class LastOwner(Refused):
    """Nobody would be left to speak for the employer."""

    code = "last_owner"
    sentence = _("这是最后一位负责人，没有停用。请先邀请另一位负责人。")


class AlreadyMember(Refused):
    """The account acts for this employer already."""

    code = "already_member"
    sentence = _("这个账号已经是该单位的成员，开通码没有用掉。")


class MemberHasAccount(Refused):
    """Somebody with this mobile acts for the employer with an account of their own."""

    code = "member_has_account"
    sentence = _("用这个手机号的人已经有账号替该单位办事，没有发开通码。请本人登录；忘了密码，请管理员重置。")


class MobileOfAnother(Refused):
    """The mobile is written down for somebody of another name who acts for the employer."""

    code = "mobile_of_another"
    sentence = _("这个手机号登记的是该单位的另一位经办人，没有发开通码。请核对姓名和手机；人换了，先停用原来那一位。")


#: Beside which field of the form a paper stands.
PAPER_FIELDS = {PaperKind.LICENCE: "licence", PaperKind.HR: "permit", PaperKind.DISPATCH: "permit"}


def sign_up(
    *, facts: EmployerFacts, contact_name: str, office: Office, address: str, at: dt.datetime,
    files: Mapping[PaperKind, bytes] | None = None,
) -> SignUp:  # fmt: skip
    """Take a request for the console. Whether the code is known here makes no difference to the answer.

    :param facts: `phone` is the mobile of who asks, on which staff call back. :param address: of the network.
    :param files: licences to be verified by; a household has none, an agency has to bring licence and permit.
    :raises TooManySignUps: counted before anything is looked at. :raises FactsRefused: with sentences by field.
    """
    _count_sign_up(address, at)
    files = files or {}
    facts, errors = facts.cleaned(today=local_day(at))
    errors |= missing_facts(facts, errors)
    if facts.kind == EmployerKind.HOUSEHOLD and not facts.person_id_no and "person_id_no" not in errors:
        errors["person_id_no"] = [str(_("没有填身份证号。个人雇主核验时要用，请填写。"))]
    if "phone" not in errors and (wrong := _misread_mobile(facts.phone)):
        errors["phone"] = [wrong]
    if not clean_name(contact_name):
        errors["contact_name"] = [str(_("没有填经办人姓名。请填写。"))]
    errors |= _wrong_papers(facts, files)
    if errors:
        raise FactsRefused(errors)
    papers: dict[PaperKind, CheckedPaper] = {}
    for kind, data in files.items():
        try:
            papers |= look_through({kind: data}, office=office, of=f"phone {facts.phone}", at=at)
        except Refused as refusal:
            if refusal.status != FactsRefused.status:  # it says nothing about this picture
                raise
            raise FactsRefused({PAPER_FIELDS[kind]: [str(refusal)]}) from refusal
    # What was no request does not count as one of this telephone.
    if not take(scope="sign_up_phone", key=key_of(facts.phone), at=at, window=DAY, most=SIGN_UPS_OF_A_PHONE):
        raise TooManySignUps
    return _write_sign_up(facts, clean_name(contact_name), office, at, papers)


def _wrong_papers(facts: EmployerFacts, files: Mapping[PaperKind, bytes]) -> dict[str, list[str]]:
    asked = papers_asked_of(facts.kind, facts.permit_kind)
    beyond = {PAPER_FIELDS[kind]: [str(_("这种用工主体不用传这种证照，没有保存。请去掉文件再交。"))]
              for kind in files if kind not in asked}  # fmt: skip
    if facts.kind != EmployerKind.AGENCY:
        return beyond
    missing = {PAPER_FIELDS[kind]: [str(_("机构要上传这张证照才能申请。请拍照或截图上传。"))]
               for kind in asked if kind not in files}  # fmt: skip
    return beyond | missing


def _count_sign_up(address: str, at: dt.datetime) -> None:
    key = key_of(f"sign-up {address}")
    for scope, window, most in (("sign_up_hour", HOUR, SIGN_UPS_AN_HOUR), ("sign_up_day", DAY, SIGN_UPS_A_DAY)):
        if not take(scope=scope, key=key, at=at, window=window, most=most):
            raise TooManySignUps


def _misread_mobile(phone: str) -> str:
    try:
        read_mobile(phone)
    except Misread as error:
        return str(error)
    return ""


class _SameAgain(Refused):
    code = "sign_up_twice"


@transaction.atomic
def _write_sign_up(
    facts: EmployerFacts, contact_name: str, office: Office, at: dt.datetime, papers: Mapping[PaperKind, CheckedPaper]
) -> SignUp:
    said = (
        str(office.pk), facts.kind, facts.name, facts.uscc, facts.person_id_no, facts.area_code, facts.address,
        contact_name, facts.phone, facts.permit_kind, facts.hr_licence_no, str(facts.hr_licence_until_on),
    )  # fmt: skip
    row = _once(facts, contact_name, office, at, twin=ring().keyed_hash("sign-up", "\n".join(said)))
    if may_still_send(row):
        keep_with_request(sign_up=row, papers=papers, at=at)
    return row


def _once(facts: EmployerFacts, contact_name: str, office: Office, at: dt.datetime, *, twin: str) -> SignUp:
    """Write a request, or find the same that waits."""
    try:
        with constraint_speaks(SignUp, signup_once_while_waiting=_SameAgain):
            row = SignUp.objects.create(
                office=office, kind=facts.kind, name=facts.name, uscc=facts.uscc, person_id_no=facts.person_id_no,
                area_code=facts.area_code, address=facts.address, contact_name=contact_name, phone=facts.phone,
                permit_kind=facts.permit_kind, hr_licence_no=facts.hr_licence_no,
                hr_licence_until_on=facts.hr_licence_until_on, twin=twin, made_at=at,
            )  # fmt: skip
    except _SameAgain:
        return SignUp.objects.filter(twin=twin).order_by("-pk")[0]  # decided in this very moment it stands all the same
    write_audit(action="sign_up.made", by=None, at=at, obj=row, fields=["name", "phone"], office_id=office.pk)
    return row


def _waiting(row: SignUp, by: User, *states: SignUpState) -> SignUp:
    if not can_change_employer(by):
        raise NotAllowed
    row = lock(SignUp.objects.select_related("office", "employer"), pk=row.pk)
    if row.state not in states:
        raise SignUpSettled
    return row


def facts_of_sign_up(row: SignUp) -> EmployerFacts:
    """Return what a request says about the employer."""
    return EmployerFacts(
        kind=EmployerKind(row.kind), name=row.name, phone=row.phone, area_code=row.area_code, uscc=row.uscc,
        person_id_no=row.person_id_no, address=row.address, permit_kind=PermitKind(row.permit_kind),
        hr_licence_no=row.hr_licence_no, hr_licence_until_on=row.hr_licence_until_on,
    )  # fmt: skip


@transaction.atomic
def take_in(*, sign_up: SignUp, by: User, at: dt.datetime, not_the_same: bool = False) -> Employer:
    """Make the request an employer, or find the one with this code; its verification is a step of its own.

    :param not_the_same: the clerk has seen those of the same name and says that this is another.
    :raises SignUpSettled: a colleague did. :raises FactsRefused, EmployerExists, LooksLikeKnown: as
        `register_employer`.
    """
    row = _waiting(sign_up, by, SignUpState.WAITING)
    employer = employer_by_code(row.uscc or row.person_id_no).first()
    if employer is None:
        facts = facts_of_sign_up(row)
        employer = register_employer(facts=facts, office=row.office, by=by, at=at, not_the_same=not_the_same)
    else:
        serve_employer(employer=employer, office=row.office, by=by, at=at)
    _decide(row, SignUpState.TAKEN, by=by, at=at, employer=employer)
    row.papers.update(employer=employer)
    return employer


@transaction.atomic
def refuse_sign_up(*, sign_up: SignUp, reason: RefusalReason, by: User, at: dt.datetime) -> SignUp:
    """Say no, for a coded reason; what was sent about a person goes, and who asked hears why.

    :raises SignUpSettled: a colleague decided.
    """
    row = _waiting(sign_up, by, SignUpState.WAITING, SignUpState.TAKEN)
    settle_all(Q(sign_up=row), to=PaperState.REFUSED, reason=reason, by=by, at=at)
    if reason != RefusalReason.NOT_REACHED:  # whom nobody reaches is not called again to hear it
        said = str(reason.label)
        publish(PapersAnswered(str(row.public_id), row.employer_id, row.pk, PaperState.REFUSED, said, at))
    return _decide(row, SignUpState.REFUSED, by=by, at=at, employer=row.employer, reason=reason)


def _decide(
    row: SignUp, to: SignUpState, *, by: User, at: dt.datetime, employer: Employer | None, reason: str = ""
) -> SignUp:
    row.state, row.employer, row.reason, row.person_id_no = to, employer, reason, ""
    row.decided_at, row.decided_by = at, by
    row.save()
    write_audit(action=f"sign_up.{to.value}", by=by, at=at, obj=row, fields=["state"], reason=reason)
    return row


@transaction.atomic
def admit(
    *, sign_up: SignUp, called_back: bool, by: User, at: dt.datetime, mandate_seen: bool = False, id_no: str = ""
) -> str:
    """Give the code with which the one who asked opens their account; once more where the first was lost.

    An earlier code for the same mobile is void; that ID card and mandate were seen for it stays true.

    :param mandate_seen: ID card and mandate were shown; the ID number is written down then (暂行条例 art. 26).
    :returns: the code, to be read out or handed over; it is kept nowhere.
    :raises NotCalledBack, NotYetVerified, SignUpSettled, FactsRefused, MemberHasAccount, MobileOfAnother: as their
        sentences say.
    """
    row = _waiting(sign_up, by, SignUpState.TAKEN, SignUpState.ADMITTED)
    assert row.employer is not None  # noqa: S101 - a CHECK: what was taken in has its employer
    if not called_back:
        raise NotCalledBack
    if not is_verified(row.employer, at):
        raise NotYetVerified
    number = _id_number(id_no, at)
    for earlier in _void_codes_for(row.employer, row.phone, at):
        if search_key(earlier.name) == search_key(row.contact_name):
            mandate_seen, number = mandate_seen or earlier.mandate_seen, number or earlier.id_no
    code = _invite(
        row.employer, row.office, MemberRole.OWNER, row.contact_name, row.phone, by=by, at=at,
        mandate_seen=mandate_seen, id_no=number,
    )  # fmt: skip
    # Whoever asked hears it with the code.
    settle_all(Q(sign_up=row), to=PaperState.ACCEPTED, by=by, at=at)
    _decide(row, SignUpState.ADMITTED, by=by, at=at, employer=row.employer)
    return code


def _void_codes_for(employer: Employer, mobile: str, at: dt.datetime) -> list[Invitation]:
    """Void the codes for owners with this mobile that nobody has used; return them, the newest first."""
    unused = employer.invitations.filter(used_at=None, role=MemberRole.OWNER).order_by("-made_at", "-pk")
    found = [one for one in unused if one.mobile == mobile]
    Invitation.objects.filter(pk__in=[one.pk for one in found], withdrawn_at=None).update(withdrawn_at=at)
    return found


def _id_number(text: str, at: dt.datetime) -> str:
    try:
        return read_id(text, today=local_day(at)).number if text.strip() else ""
    except Misread as error:
        raise FactsRefused({"id_no": [str(error)]}) from error


@transaction.atomic
def invite_member(*, employer: Employer, role: MemberRole, name: str, mobile: str, by: User, at: dt.datetime) -> str:
    """Let an owner ask somebody in.

    :returns: the code, to be handed over by the owner; it is kept nowhere.
    :raises FactsRefused: no name, or no mobile number. :raises MemberHasAccount, MobileOfAnother: as their sentences
        say.
    """
    if not owns(by, employer):
        raise NotAllowed
    errors: dict[str, list[str]] = {}
    if not clean_name(name):
        errors["name"] = [str(_("没有填姓名。请填写。"))]
    if wrong := _misread_mobile(mobile):
        errors["mobile"] = [wrong]
    if errors:
        raise FactsRefused(errors)
    return _invite(employer, office_for(employer, by), role, clean_name(name), read_mobile(mobile), by=by, at=at)


def _invite(
    employer: Employer,
    office: Office,
    role: MemberRole,
    name: str,
    mobile: str,
    *,
    by: User,
    at: dt.datetime,
    mandate_seen: bool = False,
    id_no: str = "",
) -> str:
    there = _agent_with(employer, mobile)
    if there is not None and there.user_id is not None:
        raise MemberHasAccount
    if there is not None and search_key(there.name) != search_key(name):
        raise MobileOfAnother
    code = "".join(secrets.choice(CODE_ALPHABET) for _n in range(CODE_LENGTH))
    Invitation.objects.create(
        employer=employer, office=office, role=role, name=name, mobile=mobile, id_no=id_no, mandate_seen=mandate_seen,
        code_hash=ring().keyed_hash(_LABEL, code), made_at=at, made_by=by, expires_at=at + CODE_HOLDS,
    )  # fmt: skip
    write_audit(action="employer.member_invited", by=by, at=at, obj=employer, fields=["invitations"], reason=role)
    return code


@transaction.atomic
def print_code(*, employer: Employer, code: str, by: User, at: dt.datetime) -> Invitation:
    """Return the invitation of a code that was just shown, to be printed; that it was printed is on record.

    :raises yizhan.shared.errors.NotAllowed: neither an owner nor staff who enter employers.
    :raises CodeUnknown: it is no code of this employer, or it does not work any more.
    """
    if not (owns(by, employer) or can_change_employer(by)):
        raise NotAllowed
    good = employer.invitations.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)
    row = good.filter(code_hash__in=ring().keyed_hashes(_LABEL, code)).select_related("employer", "office").first()
    if row is None:
        raise CodeUnknown
    write_audit(action="employer.code_printed", by=by, at=at, obj=employer, fields=["invitations"])
    return row


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: dt.datetime) -> Invitation:
    """Void a code that nobody has used.

    :raises CodeUnknown: it was used, or is void already.
    """
    if not owns(by, invitation.employer):
        raise NotAllowed
    row = lock(Invitation.objects.select_related("employer"), pk=invitation.pk)
    if row.used_at is not None or row.withdrawn_at is not None:
        raise CodeUnknown
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    write_audit(action="employer.invitation_withdrawn", by=by, at=at, obj=row.employer, fields=["invitations"])
    return row


def join(
    *, code: str, user: User | None, username: str = "", password: str = "", address: str, at: dt.datetime
) -> User:
    """Use a code: make an account for whoever holds it, or let their own account act for one more employer.

    :param user: the agent who has signed in, or None.
    :raises TooManyCodesTried: counted before the code is looked at, and kept whatever comes of it.
    :raises CodeUnknown: no good code. :raises UsernameTaken, WeakPassword: of a new account.
    :raises AlreadyMember, AgentKnown: the account, or somebody with this mobile, acts for the employer.
    """
    if user is not None and user.role != Role.AGENT:
        raise NotAllowed
    key = key_of(f"invitation {address}")
    if not take(scope="invitation", key=key, at=at, window=HOUR, most=TRIES_AN_HOUR):
        raise TooManyCodesTried
    return _use(code, user, username, password, at)


@transaction.atomic
def _use(code: str, user: User | None, username: str, password: str, at: dt.datetime) -> User:
    typed = "".join(code.split()).replace("-", "").lower()
    good = Invitation.objects.filter(
        code_hash__in=ring().keyed_hashes(_LABEL, typed), used_at=None, withdrawn_at=None, expires_at__gt=at
    ).select_related("employer", "office")
    row = good.select_for_update(of=("self",)).first()
    if row is None:
        raise CodeUnknown
    if user is None:
        user = create_user(
            username=username, name=row.name, role=Role.AGENT, office=row.office, password=password, by=None, at=at
        )
    _become_agent(row, user, at)
    row.used_at, row.used_by = at, user
    row.save(update_fields=["used_at", "used_by"])
    write_audit(action="employer.member_joined", by=user, at=at, obj=row.employer, fields=["agents"], reason=row.role)
    return user


def _agent_with(employer: Employer, mobile: str) -> Agent | None:
    """Return who acts for the employer with this mobile; a constraint holds that there is one at most."""
    return employer.agents.filter(blind_q(Agent, "mobile_index", mobile), until_on=None).first()


def _become_agent(row: Invitation, user: User, at: dt.datetime) -> None:
    """Write the agent, or give the account to the one whom the station wrote down so, without one.

    What was seen of them when the code was given is written down with them.
    """
    known = _agent_with(row.employer, row.mobile)
    refusals = {"agent_mobile_once_an_employer": AgentKnown, "agent_user_once_an_employer": AlreadyMember}
    with constraint_speaks(Agent, **refusals):
        if known is not None and known.user_id is None and search_key(known.name) == search_key(row.name):
            known.user, known.role = user, row.role
            known.mandate_seen, known.id_no = known.mandate_seen or row.mandate_seen, known.id_no or row.id_no
            known.save(update_fields=["user", "role", "mandate_seen", "id_no", "id_no_index"])
            return
        Agent.objects.create(
            employer=row.employer, name=row.name, mobile=row.mobile, id_no=row.id_no, mandate_seen=row.mandate_seen,
            user=user, role=row.role, from_on=local_day(at),
        )  # fmt: skip


@transaction.atomic
def remove_member(*, agent: Agent, by: User, at: dt.datetime) -> Agent:
    """End somebody's acting for the employer; from the next request on they see nothing of it.

    :raises LastOwner: nobody would be left who may invite.
    """
    if not owns(by, agent.employer):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=agent.employer_id)
    agent = lock(Agent.objects.all(), pk=agent.pk)
    others = employer.agents.filter(until_on=None, role=MemberRole.OWNER, user__isnull=False).exclude(pk=agent.pk)
    if agent.role == MemberRole.OWNER and agent.user_id is not None and not others.exists():
        raise LastOwner
    if agent.until_on is None:
        agent.until_on = local_day(at)
        agent.save(update_fields=["until_on"])
        write_audit(action="employer.agent_ended", by=by, at=at, obj=employer, fields=["agents"])
    return agent
