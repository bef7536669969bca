"""Employers as they are registered, verified and served, and who acts for them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import Role
from yizhan.accounts.operations import reset_second_factor
from yizhan.accounts.queries import is_agent
from yizhan.employers.enums import (
    EmployerKind,
    PaperState,
    RefusalReason,
    VerifyBasis,
    VerifyOutcome,
    VerifyState,
)
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Agent, Employer, EmployerOfficeLink, Verification
from yizhan.employers.operations.settling import answer, settle, settle_and_tell
from yizhan.employers.queries import NUMBER_PREFIX, find_similar
from yizhan.employers.rules import (
    REVERIFY_MONTHS,
    bases_for,
    can_change_employer,
    can_reveal,
    can_verify_employer,
    has_hr_licence,
    local_day,
    months_later,
)
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.operations import note_change
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.identifiers.phone import read_mobile
from yizhan.shared.submissions import remember_submission
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_name, search_key
from yizhan.shared.text.pinyin import name_keys, text_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Paper

#: Fields of `EmployerFacts` that are part of what was verified: a change of one takes the verification back.
VERIFIED_FIELDS = ("kind", "name", "uscc", "person_id_no")
REVEALABLE = frozenset({"phone", "person_id_no", "legal_rep"})


class FactsRefused(Refused):
    """Something that was entered cannot be right."""

    code = "employer_facts_refused"
    sentence = _("有内容填得不对，没有保存。请按提示修改。")
    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        """Carry the sentences by field."""
        self.errors = errors
        super().__init__(" ".join(sentence for sentences in errors.values() for sentence in sentences) or None)


class EmployerExists(Refused):
    """The credit code (or a household's ID number) is registered already, here or at another office."""

    code = "employer_exists"
    sentence = _("这个统一社会信用代码（或证件号码）已经登记过，没有重复登记。可以直接由本站服务该主体。")


class LooksLikeKnown(Refused):
    """An employer of the same name is served here."""

    code = "employer_similar"
    sentence = _("本站已有名称相同的用工主体，还没有保存。请核对；确实不是同一家，请勾选“不是同一家”再保存。")


class BasisDoesNotFit(Refused):
    """A household shows an ID and answers a call; a unit shows a licence."""

    code = "basis_does_not_fit"
    sentence = _("核验依据与主体类型不符，没有核验。单位须查看证照，个人雇主须查看身份证件并回拨电话。")


class IdNumberMissing(Refused):
    """A household cannot be verified without an ID number."""

    code = "id_number_missing"
    sentence = _("个人雇主没有登记证件号码，不能核验。请先填写证件号码再核验。")


class LicenceMissing(Refused):
    """An HR agency has no licence that is valid today (暂行条例 art. 18)."""

    code = "hr_licence_missing"
    sentence = _("人力资源服务机构、劳务派遣单位没有有效的许可证，不能核验。请填写许可证号和有效期。")


class NameDiffers(Refused):
    """The name on the licence is not the name on record (CR-003)."""

    code = "name_differs"
    sentence = _("登记的名称与证照不一致，没有核验。请先按证照改名称。")


class AgentKnown(Refused):
    """The agent stands there already."""

    code = "agent_known"
    sentence = _("这位经办人已经登记过，没有重复登记。")


def _name_keys(facts: EmployerFacts) -> dict[str, str]:
    keys = name_keys(facts.name) if facts.kind == EmployerKind.HOUSEHOLD else text_keys(facts.name)
    return {
        "name_key": search_key(facts.name)[:120],
        "name_pinyin": keys.full[:400],
        "name_initials": keys.initials[:100],
    }


def _column_values(facts: EmployerFacts) -> dict[str, object]:
    names = (
        "kind name uscc person_id_no industry legal_rep phone area_code address lat_e6 lng_e6"
        " permit_kind hr_licence_no hr_licence_until_on wage_guarantee"
    )
    return {name: getattr(facts, name) for name in names.split()} | _name_keys(facts)


@transaction.atomic
def register_employer(
    *,
    facts: EmployerFacts,
    office: Office,
    by: User,
    at: dt.datetime,
    not_the_same: bool = False,
    submission: str | None = None,
) -> Employer:
    """Take an employer in; the office serves it from today.

    :param not_the_same: the clerk has seen the similar ones and says that this is another.
    :raises FactsRefused: with sentences by field.
    :raises EmployerExists: the credit code or ID number is known to the installation (the constraint decides).
    :raises LooksLikeKnown: the office serves one of the same name (and, for a household, telephone).
    """
    if not can_change_employer(by):
        raise NotAllowed
    today = local_day(at)
    facts, errors = facts.cleaned(today=today)
    errors |= missing_facts(facts, errors)
    if errors:
        raise FactsRefused(errors)
    # What is certainly known is said before what is perhaps known.
    with constraint_speaks(Employer, employer_uscc_once=EmployerExists, employer_household_once=EmployerExists):
        employer = Employer.objects.create(
            origin=settings.YIZHAN_INSTALLATION,
            number=take_number(prefix=NUMBER_PREFIX, on=today),
            office=office,
            created_at=at,
            created_by=by,
            **_column_values(facts),
        )
    if not not_the_same and find_similar(facts, [office]):
        raise LooksLikeKnown
    EmployerOfficeLink.objects.create(employer=employer, office=office, from_on=today, by=by)
    write_audit(action="employer.registered", by=by, at=at, obj=employer, fields=["kind", "name", "uscc", "phone"])
    remember_submission(submission, by=by, led_to=f"/employers/{employer.public_id}/", at=at)
    return employer


def missing_facts(facts: EmployerFacts, errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """Say what is not there and has to be, by field; what is wrong already is not said twice."""
    found: dict[str, list[str]] = {}
    if not facts.name:
        found["name"] = [str(_("没有填名称。请填写；个人雇主填雇主本人姓名。"))]
    if not facts.area_code:
        found["area_code"] = [str(_("没有选行政区划。请选择。"))]
    if facts.kind == EmployerKind.AGENCY and not facts.hr_licence_no:
        found["hr_licence_no"] = [str(_("人力资源服务机构、劳务派遣单位须填写许可证号。"))]
    if facts.kind == EmployerKind.AGENCY and facts.hr_licence_until_on is None:
        found["hr_licence_until_on"] = [str(_("人力资源服务机构、劳务派遣单位须填写许可证有效期。"))]
    return {field: sentences for field, sentences in found.items() if field not in errors}


@transaction.atomic
def change_employer(
    *, employer: Employer, facts: EmployerFacts, by: User, at: dt.datetime, seen_version: int | None = None
) -> Employer:
    """Correct an employer. Changing what was verified takes the verification back.

    :raises FactsRefused: with sentences by field.
    :raises EmployerExists: another one has this credit code or ID number.
    :raises ChangedMeanwhile: somebody else saved since the form was opened.
    """
    if not can_change_employer(by):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    check_version(employer, seen_version)
    facts, errors = facts.cleaned(today=local_day(at))
    errors |= missing_facts(facts, errors)
    if errors:
        raise FactsRefused(errors)
    values = _column_values(facts)
    changed = [name for name, value in values.items() if getattr(employer, name) != value]
    for name, value in values.items():
        setattr(employer, name, value)
    if set(changed) & set(VERIFIED_FIELDS) and employer.verify_state == VerifyState.VERIFIED:
        employer.verify_state = VerifyState.UNVERIFIED
        employer.reverify_on = None
        changed.append("verify_state")
    touch(employer)
    with constraint_speaks(Employer, employer_uscc_once=EmployerExists, employer_household_once=EmployerExists):
        employer.save()
    write_audit(action="employer.changed", by=by, at=at, obj=employer, fields=changed)
    return employer


def touch(employer: Employer) -> None:
    """Count a new version and tell the readers; the caller saves in the same transaction."""
    employer.version += 1
    note_change(topic=Topic.EMPLOYER, row_id=employer.pk)


@transaction.atomic
def serve_employer(*, employer: Employer, office: Office, by: User, at: dt.datetime) -> EmployerOfficeLink:
    """Let another office serve an employer whom the installation knows (found by exact credit code or ID number)."""
    if not can_change_employer(by):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    link = employer.office_links.filter(office=office, until_on=None).first()
    if link is None:
        link = EmployerOfficeLink.objects.create(employer=employer, office=office, from_on=local_day(at), by=by)
        note_change(topic=Topic.EMPLOYER, row_id=employer.pk)
        write_audit(action="employer.served", by=by, at=at, obj=employer, reason="exact_id")
    return link


@transaction.atomic
def verify_employer(
    *,
    employer: Employer,
    basis: VerifyBasis,
    by: User,
    at: dt.datetime,
    name_matches: bool = True,
    seen_version: int | None = None,
    papers: Sequence[Paper] | None = None,
) -> Employer:
    """Say that the employer is who they claim to be; it stands for six months (五部门通知; 人社厅发〔2025〕60号).

    A household is verified at the desk by ID card and a call back, and may then post one day's work at a time.

    :param name_matches: the name on the licence is the name on record.
    :param papers: uploaded ones by which it is verified, locked and waiting: those are accepted and later ones wait on;
        None where originals were seen: no uploaded one has anything left to show then.
    :raises BasisDoesNotFit: the papers are not those for this kind.
    :raises NameDiffers: the licence says another name.
    :raises IdNumberMissing: a household without an ID number.
    :raises LicenceMissing: an HR agency without a licence valid today.
    """
    employer = lock(Employer.objects.all(), pk=employer.pk)
    if not can_verify_employer(by, employer):
        raise NotAllowed
    check_version(employer, seen_version)
    today = local_day(at)
    if basis not in bases_for(employer.kind):
        raise BasisDoesNotFit
    if not name_matches:
        raise NameDiffers
    if employer.is_household and not employer.person_id_no:
        raise IdNumberMissing
    if employer.kind == EmployerKind.AGENCY and not has_hr_licence(employer, today):
        raise LicenceMissing
    until_on = months_later(today, REVERIFY_MONTHS)
    Verification.objects.create(
        employer=employer, at=at, by=by, outcome=VerifyOutcome.VERIFIED, basis=basis, until_on=until_on
    )
    employer.verify_state = VerifyState.VERIFIED
    employer.verified_at, employer.verified_by, employer.reverify_on = at, by, until_on
    touch(employer)
    employer.save()
    write_audit(
        action="employer.verified", by=by, at=at, obj=employer, fields=["verify_state", "reverify_on"], reason=basis
    )
    if papers is None:
        settle_and_tell(Q(employer=employer), to=PaperState.ACCEPTED, by=by, at=at)
    else:
        for row in papers:
            settle(row, PaperState.ACCEPTED, "", by, at)
        answer(papers[0], PaperState.ACCEPTED, "", at)
    return employer


@transaction.atomic
def refuse_verification(*, employer: Employer, reason: RefusalReason, by: User, at: dt.datetime) -> Employer:
    """Say that the papers did not convince; what is published of this employer disappears at once.

    Uploaded papers that wait are refused with it, and whoever sent them hears why.
    """
    employer = lock(Employer.objects.all(), pk=employer.pk)
    if not can_verify_employer(by, employer):
        raise NotAllowed
    Verification.objects.create(employer=employer, at=at, by=by, outcome=VerifyOutcome.REFUSED, reason=reason)
    employer.verify_state = VerifyState.REFUSED
    employer.reverify_on = None
    touch(employer)
    employer.save()
    write_audit(
        action="employer.verification_refused", by=by, at=at, obj=employer, fields=["verify_state"], reason=reason
    )
    whose, words = Q(employer=employer), str(reason.label)
    settle_and_tell(whose, to=PaperState.REFUSED, reason=reason, words=words, by=by, at=at)
    return employer


@transaction.atomic
def add_agent(
    *,
    employer: Employer,
    name: str,
    mobile: str,
    by: User,
    at: dt.datetime,
    id_no: str = "",
    mandate_seen: bool = False,
    user: User | None = None,
) -> Agent:
    """Write down who acts for the employer; `user` is their sign-in (role agent), through which they see their own.

    :raises FactsRefused: number or ID cannot be right, or the sign-in is no agent's.
    :raises AgentKnown: the same mobile, or the same sign-in, acts for this employer already.
    """
    if not can_change_employer(by):
        raise NotAllowed
    errors: dict[str, list[str]] = {}
    try:
        mobile = read_mobile(mobile)
    except Misread as error:
        errors["mobile"] = [str(error)]
    try:
        id_no = read_id(id_no, today=local_day(at)).number if id_no.strip() else ""
    except Misread as error:
        errors["id_no"] = [str(error)]
    if not clean_name(name):
        errors["name"] = [str(_("没有填经办人姓名。请填写。"))]
    if user is not None and user.role != Role.AGENT:
        errors["user"] = [str(_("所选账号不是用工方经办人账号。请另选，或先请管理员建立账号。"))]
    if errors:
        raise FactsRefused(errors)
    employer = lock(Employer.objects.all(), pk=employer.pk)
    known = {"agent_mobile_once_an_employer": AgentKnown, "agent_user_once_an_employer": AgentKnown}
    with constraint_speaks(Agent, **known):
        agent = Agent.objects.create(
            employer=employer,
            name=clean_name(name),
            mobile=mobile,
            id_no=id_no,
            mandate_seen=mandate_seen,
            user=user,
            from_on=local_day(at),
        )
    write_audit(action="employer.agent_added", by=by, at=at, obj=employer, fields=["agents"])
    return agent


@transaction.atomic
def end_agent(*, agent: Agent, by: User, at: dt.datetime) -> Agent:
    """Say that the agent no longer acts for the employer; a sign-in of theirs sees nothing of it from now on."""
    if not can_change_employer(by):
        raise NotAllowed
    agent = lock(Agent.objects.all(), pk=agent.pk)
    if agent.until_on is None:
        agent.until_on = local_day(at)
        agent.save(update_fields=["until_on"])
        write_audit(action="employer.agent_ended", by=by, at=at, obj=agent.employer, fields=["agents"])
    return agent


def free_phone(*, agent: Agent, by: User, at: dt.datetime) -> None:
    """Forget the lost phone of an agent who stands at the counter; they bind another one at the next sign-in.

    Whoever does it has seen who stands there; the account's own line in the log says who did it.
    """
    if not can_change_employer(by) or agent.user is None or agent.until_on is not None or not is_agent(agent.user):
        raise NotAllowed
    reset_second_factor(user=agent.user, by=by, at=at)


@transaction.atomic
def reveal_number(*, employer: Employer, field: str, reason: str, by: User, at: dt.datetime) -> str:
    """Return a whole number for one view and write down who asked and why.

    :param field: one of `REVEALABLE`. :param reason: a code (`people.enums.UnmaskReason`).
    """
    if not can_reveal(by) or field not in REVEALABLE:
        raise NotAllowed
    write_audit(
        action="employer.revealed", by=by, at=at, obj=employer, fields=[field], reason=reason, kind=AuditKind.REVEAL
    )
    return str(getattr(employer, field))
