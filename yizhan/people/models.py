"""A person served, how they are reached, who serves them, what they agreed to."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import (
    BirthBasis,
    Channel,
    ConsentPurpose,
    ContactKind,
    GroupBasis,
    HouseholdRole,
    IdKind,
    NoIdReason,
    OpenReason,
    PersonGroupKind,
    ProxyRelation,
    ServedBasis,
    Sex,
)
from yizhan.shared.byte_order import ByteOrderField
from yizhan.shared.crypto.fields import BlindIndexField, EncryptedTextField, GuardedModel, GuardedQuerySet


class PersonQuerySet(GuardedQuerySet["Person"]):
    """People by the state of their record."""

    def present(self) -> PersonQuerySet:
        """Return records that stand for somebody: neither merged into another nor anonymised."""
        return self.filter(merged_into=None, anonymised_at=None)


class Person(GuardedModel):
    """Somebody whom a station serves, whether or not they look for work."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(max_length=36, editable=False)
    number = models.CharField(_("登记号"), max_length=16, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    name_pinyin = models.CharField(max_length=300, blank=True, editable=False)
    name_initials = models.CharField(max_length=50, blank=True, editable=False)
    id_kind = models.CharField(_("证件类型"), max_length=10, choices=IdKind.choices, default=IdKind.RESIDENT)
    id_no = EncryptedTextField(_("证件号码"), blank=True, default="", max_length=18)
    id_no_index = BlindIndexField(source="id_no", normalise="id_no", db_index=True)
    id_tail_index = BlindIndexField(source="id_no", normalise="id_no", tail=4, db_index=True)
    no_id_reason = models.CharField(_("没有号码的原因"), max_length=10, choices=NoIdReason.choices, blank=True)
    #: "Seen and compared", with who and when; no copy of a document is ever kept (domain 9.1).
    id_checked_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    id_checked_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    birth_basis = models.CharField(_("出生日期依据"), max_length=10, choices=BirthBasis.choices, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=2, blank=True)
    education = models.CharField(_("学历"), max_length=2, blank=True)
    huji_code = models.CharField(_("户籍地"), max_length=12, blank=True)
    resid_code = models.CharField(_("常住地"), max_length=12, blank=True)
    resid_place = models.CharField(_("常住地址"), max_length=60, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    anonymised_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))
    #: Day of the last service; 24 months later a record without a placement is anonymised (domain 9.1).
    last_contact_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(id_no=""), no_id_reason="") | Q(Q(id_no=""), ~Q(no_id_reason="")),
                name="person_id_number_or_reason",
                violation_error_message=_("证件号码和“没有号码的原因”要填一个，而且只填一个。"),
            ),
            models.CheckConstraint(
                condition=Q(Q(id_no=""), id_no_index=None) | Q(~Q(id_no=""), id_no_index__isnull=False),
                name="person_id_number_findable",
                violation_error_message=_("证件号码没有生成查找索引，记录没有保存。"),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=Sex.values),
                name="person_sex_known_code",
                violation_error_message=_("性别代码只能是 0、1、2、9。"),
            ),
            models.CheckConstraint(
                condition=Q(id_kind__in=IdKind.values),
                name="person_id_kind_known",
                violation_error_message=_("不认识的证件类型。"),
            ),
            models.CheckConstraint(
                condition=Q(no_id_reason__in=["", *NoIdReason.values]),
                name="person_no_id_reason_known",
                violation_error_message=_("不认识的“没有号码的原因”。"),
            ),
            models.CheckConstraint(
                condition=Q(birth_on=None, birth_basis="")
                | Q(birth_on__isnull=False, birth_basis__in=BirthBasis.values),
                name="person_birth_has_a_basis",
                violation_error_message=_("出生日期要写明依据；没有出生日期时不能有依据。"),
            ),
            models.CheckConstraint(
                condition=Q(Q(anonymised_at=None), ~Q(name=""))
                | Q(Q(anonymised_at__isnull=False), Q(name=""), Q(id_no=""), no_id_reason=NoIdReason.ERASED),
                name="person_named_unless_anonymised",
                violation_error_message=_("没有匿名化的记录必须有姓名；匿名化的记录不能再有姓名和证件号码。"),
            ),
            models.CheckConstraint(
                condition=Q(id_checked_at=None, id_checked_by=None)
                | Q(id_checked_at__isnull=False, id_checked_by__isnull=False),
                name="person_id_check_whole",
                violation_error_message=_("核验时间和核验人要么都有，要么都没有。"),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")),
                name="person_not_merged_into_itself",
                violation_error_message=_("一条记录不能并入它自己。"),
            ),
            # A merged record keeps its number so that the merge can be undone; among living records it is unique.
            models.UniqueConstraint(
                fields=["id_no_index"],
                condition=Q(merged_into=None),
                name="person_id_number_once",
                violation_error_message=_("这个证件号码已经登记过。"),
            ),
        ]
        indexes = [
            models.Index(fields=["name", "birth_on"], name="person_name_birth"),
            models.Index(fields=["last_contact_on"], name="person_last_contact"),
        ]

    def __str__(self) -> str:
        """Show the registration number: a name in a traceback would reach a log."""
        return self.number


class ContactQuerySet(GuardedQuerySet["Contact"]):
    """Contacts."""

    def current(self) -> ContactQuerySet:
        """Return those in use."""
        return self.filter(is_current=True)


class Contact(GuardedModel):
    """A telephone, or somebody who takes messages. Never unique: couples share a telephone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    number = EncryptedTextField(_("号码"), blank=True, default="", max_length=20)
    number_index = BlindIndexField(source="number", normalise="phone", db_index=True)
    tail_index = BlindIndexField(source="number", normalise="phone", tail=4, db_index=True)
    proxy_name = EncryptedTextField(_("代收人姓名"), blank=True, default="", max_length=50)
    proxy_relation = models.CharField(_("代收人关系"), max_length=10, choices=ProxyRelation.choices, blank=True)
    is_current = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ContactKind.values),
                name="contact_kind_known",
                violation_error_message=_("不认识的联系方式。"),
            ),
            models.CheckConstraint(
                condition=Q(~Q(number="")) | Q(kind=ContactKind.PROXY, proxy_relation=ProxyRelation.STATION),
                name="contact_number_unless_station_takes_it",
                violation_error_message=_("请填号码；只有“由驿站代收”可以没有号码。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=ContactKind.PROXY, proxy_relation__in=ProxyRelation.values)
                | Q(~Q(kind=ContactKind.PROXY), Q(proxy_relation=""), Q(proxy_name="")),
                name="contact_proxy_has_a_relation",
                violation_error_message=_("代收联系人要写明关系；本人的电话没有代收人。"),
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, ended_at=None) | Q(is_current=False, ended_at__isnull=False),
                name="contact_ended_when_not_current",
                violation_error_message=_("停用的联系方式要有停用时间。"),
            ),
        ]
        indexes = [models.Index(fields=["person", "is_current"], name="contact_current_of_person")]

    def __str__(self) -> str:
        """Show the kind only."""
        return f"{self.kind} {self.pk}"


class Household(models.Model):
    """People who live together, as far as the station needs to know: who shares a telephone, who is whose guardian."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show the key."""
        return f"household {self.pk}"


class HouseholdLink(models.Model):
    """One person's place in a household: a link, not a copy."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_links")
    role = models.CharField(max_length=10, choices=HouseholdRole.choices)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=HouseholdRole.values),
                name="householdlink_role_known",
                violation_error_message=_("不认识的家庭关系。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("linked_at")),
                name="householdlink_ends_after_it_began",
                violation_error_message=_("解除时间不能早于建立时间。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="householdlink_one_household_a_person",
                violation_error_message=_("这个人已经在一个家庭里。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the role only."""
        return f"{self.role} {self.pk}"


class Served(models.Model):
    """An office serves a person and may therefore see the record. Nobody owns a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="served")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    #: First day on which the office no longer serves; half-open. Set means ended: the record is out of sight.
    until_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=ServedBasis.choices)
    reason = models.CharField(max_length=10, choices=OpenReason.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=ServedBasis.values),
                name="served_basis_known",
                violation_error_message=_("不认识的服务依据。"),
            ),
            models.CheckConstraint(
                condition=Q(Q(basis=ServedBasis.EXACT_ID), Q(reason__in=OpenReason.values))
                | Q(~Q(basis=ServedBasis.EXACT_ID), reason__in=["", *OpenReason.values]),
                name="served_foreign_record_has_a_reason",
                violation_error_message=_("凭证件号码调阅别处的记录必须选择原因。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="served_ends_after_it_began",
                violation_error_message=_("服务结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                fields=["person", "office"],
                condition=Q(until_on=None),
                name="served_once_an_office",
                violation_error_message=_("这个单位已经在为此人服务。"),
            ),
        ]

    def __str__(self) -> str:
        """Show ids."""
        return f"person {self.person_id} at office {self.office_id}"


class ConsentText(models.Model):
    """What people are told and agree to. A changed text is a new version and asks again (PIPL art. 14).

    A row never changes (trigger): it is what somebody agreed to.
    """

    purpose = models.CharField(max_length=10, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    #: None: the wording that the software came with.
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values),
                name="consenttext_purpose_known",
                violation_error_message=_("不认识的同意事项。"),
            ),
            models.UniqueConstraint(
                fields=["purpose", "version"],
                name="consenttext_version_once",
                violation_error_message=_("这个版本的同意书已经有了。"),
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, made_by=None) | Q(made_at__isnull=False, made_by__isnull=False),
                name="consenttext_made_by_somebody",
                violation_error_message=_("新文本要记下经办人。"),
            ),
        ]

    def __str__(self) -> str:
        """Show purpose and version."""
        return f"{self.purpose} v{self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by the state they are in."""

    def standing(self, at: Any) -> ConsentQuerySet:
        """Return those in force at a moment."""
        return self.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), Q(expires_at=None) | Q(expires_at__gt=at), given_at__lte=at
        )


class Consent(models.Model):
    """One purpose that a person agreed to, with what they were told and how they said yes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=ConsentPurpose.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    #: Who receives the data, where the purpose gives it away (PIPL art. 23); "" otherwise.
    recipient = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given_at = models.DateTimeField()
    given_through = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_through = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    #: Where the proof lies: number of the signed sheet, of a recording. Never personal data.
    evidence = models.CharField(max_length=60, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values),
                name="consent_purpose_known",
                violation_error_message=_("不认识的同意事项。"),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="consent_channel_known",
                violation_error_message=_("不认识的渠道。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("撤回时间不能早于同意时间。"),
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("given_at")),
                name="consent_expires_after_given",
                violation_error_message=_("到期时间必须晚于同意时间。"),
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient"],
                condition=Q(withdrawn_at=None),
                name="consent_once_until_withdrawn",
                violation_error_message=_("这一项已经同意过，还没有撤回。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the purpose only."""
        return f"{self.purpose} {self.pk}"


class PersonGroup(models.Model):
    """Membership of a group that opens a door to help: source, basis, dates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(max_length=10, choices=PersonGroupKind.choices)
    basis = models.CharField(max_length=10, choices=GroupBasis.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=PersonGroupKind.values),
                name="persongroup_group_known",
                violation_error_message=_("不认识的人员类别。"),
            ),
            models.CheckConstraint(
                condition=Q(basis__in=GroupBasis.values),
                name="persongroup_basis_known",
                violation_error_message=_("不认识的认定依据。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="persongroup_ends_after_it_began",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(until_on=None),
                name="persongroup_once_at_a_time",
                violation_error_message=_("这个人员类别已经登记。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key only: some groups are sensitive."""
        return f"group {self.pk}"


class ReclaimSlip(models.Model):
    """A printed secret by which somebody without ID or telephone finds their own record again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slips")
    #: The secret has 78 random bits, exists on paper only and is printed once.
    secret_hash = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    #: Set when a newer slip replaced it.
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__gte=F("issued_at")),
                name="reclaimslip_used_after_issued",
                violation_error_message=_("使用时间不能早于打印时间。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at=None, revoked_at=None),
                name="reclaimslip_one_open_a_person",
                violation_error_message=_("这个人已经有一张没用过的凭条。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key only."""
        return f"slip {self.pk}"


class MergeRecord(GuardedModel):
    """Two records of one person became one, and how to take that back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_absorbed")
    #: model label -> what its handler needs for the way back (ids only).
    journal = models.JSONField(default=dict)
    #: Values of the kept record that the merge replaced: JSON, encrypted because they are a person's.
    before = EncryptedTextField(blank=True, default="")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("absorbed")),
                name="mergerecord_of_two",
                violation_error_message=_("一条记录不能和它自己合并。"),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__gte=F("merged_at"), undone_by__isnull=False),
                name="mergerecord_undone_after_merged",
                violation_error_message=_("撤销要有时间和经办人，而且不能早于合并。"),
            ),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at=None),
                name="mergerecord_absorbed_once",
                violation_error_message=_("这条记录已经并入别的记录。"),
            ),
        ]

    def __str__(self) -> str:
        """Show ids."""
        return f"merge {self.pk}"


class SearchKey(models.Model):
    """One spelling under which a person is found by one office.

    `key` begins with its kind: `n` name, `g` given name, `p` pinyin, `i` initials, `r` registration number. Rows exist
    for each office that serves the person and for every office above it, so that a search is one range of one index,
    however many stations a county has. Visibility is decided by `queries.people_visible_to`, never by this table.
    """

    scope = models.ForeignKey("accounts.Office", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = ByteOrderField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "person"], name="searchkey_once"),
        ]

    def __str__(self) -> str:
        """Show the key only."""
        return f"search key {self.pk}"


class ExactIdLookup(models.Model):
    """Somebody asked whether an ID number is on record elsewhere. Counted, so that the counter is no oracle."""

    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="exactidlookup_by_whom")]

    def __str__(self) -> str:
        """Show the key only."""
        return f"look-up {self.pk}"
