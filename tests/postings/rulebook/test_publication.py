"""CR-083: what a public notice may not show, and the text as it may be shown."""

from __future__ import annotations

import pytest

from yizhan.postings.rulebook.publication import masked_notice, notice_hits


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("张三，身份证371521199001010017，资助三千元", ["371521199001010017"]),
        ("李四 37152119900101001X", ["37152119900101001X"]),
        ("王五 ３７１５２１１９９００１０１００１７", ["３７１５２１１９９００１０１００１７"]),
        ("赵六 371521****0101****", []),
        ("钱七 371521199*******17", ["371521199*******17"]),
        ("孙八 371521********0017", []),
        ("银行卡号：6222 0200 0000 0000 000", ["6222 0200 0000 0000 000"]),
        ("账户6222020000000000", ["6222020000000000"]),
        ("联系人周九 13900001234", ["13900001234"]),
        ("监督电话：13900001234", []),
        ("监督电话 0635-0000123", []),
        ("家庭住址：阳谷县安乐镇张村3组12号", ["阳谷县安乐镇张村3组12号"]),
        ("住址：阳谷县安乐镇", []),
        ("公示期2026年11月27日至12月3日，共5人", []),
        ("", []),
    ],
)
def test_only_what_concerns_a_person_is_objected_to(text: str, pieces: list[str]) -> None:
    hits = notice_hits(text)
    assert [hit.text for hit in hits] == pieces
    assert all(hit.rule == "CR-083" and text[hit.span[0] : hit.span[1]] == hit.text for hit in hits if hit.span)


def test_names_and_sums_stay_and_numbers_are_hidden() -> None:
    text = "张三 371521199001010017 卡号6222020000000000 13900001234 家庭住址：张村3组12号 资助3000元"
    shown = masked_notice(text)
    assert shown == "张三 371521********0017 卡号*** *** 家庭住址：*** 资助3000元"
    assert notice_hits(shown) == ()
