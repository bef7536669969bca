"""Certificates, their bits and what they permit."""

from __future__ import annotations

import pytest

from yizhan.vocabularies import queries
from yizhan.vocabularies.enums import CertificateKind, SourceMark


def test_bits_are_their_own_and_fit_two_words() -> None:
    bits = [each.bit for each in queries.all_certificates()]

    assert bits == list(range(len(bits)))
    assert len(bits) <= 128


def test_bits_once_given_stay() -> None:
    """Stored masks rely on these; new certificates are appended."""
    fixed = {"sw_low_voltage": 0, "sw_fusion_welding": 6, "bw_scaffolder": 20, "se_n1": 27, "dl_a1": 40, "dl_c1": 45,
             "he_food": 68, "se_guard": 71, "sl_elder_care": 74, "fa_red_cross": 121}  # fmt: skip

    assert {each.code: each.bit for each in queries.all_certificates() if each.code in fixed} == fixed


def test_special_work_lasts_six_years_is_reviewed_every_three_and_needs_18_years() -> None:
    low_voltage = queries.certificate("sw_low_voltage")

    assert low_voltage is not None
    assert (low_voltage.validity_months, low_voltage.review_months, low_voltage.min_age) == (72, 36, 18)
    assert low_voltage.mark == SourceMark.MIRROR


def test_every_kind_has_certificates_and_every_certificate_a_source() -> None:
    grouped = queries.certificates_by_kind()

    assert all(grouped[kind] for kind in CertificateKind)
    assert all(each.source for each in queries.all_certificates())


def test_a_higher_licence_permits_what_a_lower_one_does_and_not_the_reverse() -> None:
    assert queries.covers(["dl_a1"], ["dl_c2"])
    assert queries.covers(["dl_c1"], ["dl_c4"])
    assert not queries.covers(["dl_c2"], ["dl_c1"])
    assert not queries.covers(["dl_a2"], ["dl_a1"])
    assert not queries.covers(["sw_high_voltage"], ["sw_low_voltage"])


def test_all_that_is_required_must_be_held() -> None:
    assert queries.covers([], [])
    assert queries.covers(["dl_b2", "tr_freight"], ["dl_b2", "tr_freight"])
    assert not queries.covers(["dl_b2"], ["dl_b2", "tr_freight"])


def test_an_unknown_certificate_is_refused() -> None:
    with pytest.raises(queries.CertificateUnknown):
        queries.required_mask(["driver"])
    with pytest.raises(queries.CertificateUnknown):
        queries.held_mask(["driver"])


def test_every_course_leads_to_known_certificates() -> None:
    for course in queries.course_kinds():
        assert course.certificates
        assert all(queries.certificate(code) for code in course.certificates)
