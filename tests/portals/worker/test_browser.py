"""What only a browser shows: pages that fit a cheap phone in both modes, clean for axe, readable without network."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Desk
from tests.gigs.factories import settled
from tests.postings.factories import DAY_JOB, a_posting
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.portals.worker.enums import Door
from yizhan.portals.worker.operations import make_pass, open_device
from yizhan.portals.worker.own import COOKIE
from yizhan.portals.worker.pages import LARGE_COOKIE
from yizhan.referrals.operations import apply_for

OPEN = ("/w/", "/w/?q=装卸&near=阳谷", "/w/?q=保洁&near=阳谷", "/w/map/?near=阳谷", "/w/offline/", "/w/in/")
OWN = (
    "/w/me/",
    "/w/me/shifts/",
    "/w/at/",
    "/w/me/jobs/",
    "/w/me/more/",
    "/w/me/wish/",
    "/w/me/data/",
    "/w/me/messages/",
    "/w/me/searches/",
)


def test_the_pages_fit_a_phone_in_both_modes_and_are_kept_without_network(
    desk: Desk, station: Office, clerk: User, reviewer: User, now: dt.datetime, transactional_db: None
) -> None:
    at, page = timezone.now(), desk.page
    day = (timezone.localdate(at) + dt.timedelta(days=1)).isoformat()
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=at, raw=DAY_JOB | {"starts_on": day})
    seeker = make_seeker(clerk, at)
    apply_for(person=seeker.person, posting=posting, at=at)
    job = f"/w/jobs/{posting.public_id}/"
    page.set_viewport_size({"width": 360, "height": 740})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    # Without a sign-in: kept by the service worker, read again when the network is gone.
    desk.open("/w/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    desk.open(job)
    expect(page.locator("h1")).to_have_text("装卸工")
    page.wait_for_function(
        "url => caches.open('yizhan-worker-pages').then(c => c.match(url, {ignoreVary: true})).then(Boolean)", arg=job
    )
    page.context.set_offline(True)
    desk.open(job)
    expect(page.locator("h1")).to_have_text("装卸工")
    expect(page.locator("[data-old]")).to_contain_text("没有网络，这是")
    desk.open("/w/me/")
    expect(page.locator("h1")).to_have_text("没有网络")
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(page.locator("[data-kept] a")).to_contain_text("装卸工")
    page.context.set_offline(False)

    # Whose ears hear is said before they do.
    page.add_init_script(
        "window.ears = 0; window.webkitSpeechRecognition = window.SpeechRecognition = function () {"
        " this.start = function () { window.ears += 1; }; };"
    )
    desk.open("/w/")
    page.get_by_role("button", name="说").click()
    expect(page.locator("[data-heard]")).to_contain_text("浏览器的厂商")
    assert page.evaluate("window.ears") == 0
    page.get_by_role("button", name="说").click()
    assert page.evaluate("window.ears") == 1
    said.clear()

    # A meeting point's QR waits behind the # until its page is there.
    desk.open("/w/at/#12-23456789")
    expect(page.locator("#code")).to_have_value("")
    page.locator("#code").fill(make_pass(person=seeker.person, by=clerk, at=timezone.now()))
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#code")).to_have_value("12-23456789")

    # The phone is asked where it is when the box is ticked, and not before; unticked, nothing is sent.
    page.context.grant_permissions(["geolocation"], origin=desk.address)
    page.context.set_geolocation({"latitude": 36.11312, "longitude": 115.77219})
    box, lat = page.get_by_label("带上我现在的位置"), page.locator("[name=lat]")
    expect(lat).to_have_value("")
    box.check()
    expect(lat).to_have_value("36.1131")
    box.uncheck()
    expect(lat).to_have_value("")
    page.context.clear_permissions()
    page.context.clear_cookies()

    # The counter's QR fills the code in, and takes it out of the address.
    code = make_pass(person=seeker.person, by=clerk, at=timezone.now())
    desk.open(f"/w/in/#{code}")
    expect(page.locator("#code")).to_have_value(code)
    assert "#" not in page.url
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_contain_text("您好")
    # Signed in, a posting is kept as it is for everybody, and nothing else.
    kept = "url => caches.open('yizhan-worker-pages').then(c => c.match(url, {ignoreVary: true}))"
    page.evaluate("caches.open('yizhan-worker-pages').then(c => c.keys().then(k => k.map(r => c.delete(r))))")
    desk.open("/w/me/")
    desk.open(job)
    expect(page.locator("h2").first).to_have_text("您的报名")
    page.wait_for_function(f"url => ({kept})(url).then(Boolean)", arg=job)
    assert "登录后一键报名" in page.evaluate(f"url => ({kept})(url).then(one => one.text())", job)
    urls = page.evaluate("caches.open('yizhan-worker-pages').then(c => c.keys()).then(k => k.map(r => r.url))")
    assert [url.removeprefix(desk.address) for url in urls] == [job]

    faults = []
    unfold = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
    for large in ("0", "1"):
        page.context.add_cookies([{"name": LARGE_COOKIE, "value": large, "url": f"{desk.address}/w/"}])
        for number, path in enumerate((*OPEN, job, *OWN)):
            desk.open(path)
            page.evaluate(unfold)
            desk.look(f"worker-{number}-{'large' if large == '1' else 'usual'}")
            faults += [f"{path} {large}: {fault}" for fault in desk.faults()]
    # Half of a small screen, as at 200 % zoom: what only a press or a refusal shows, and one's shifts.
    page.set_viewport_size({"width": 320, "height": 640})
    page.context.add_cookies([{"name": LARGE_COOKIE, "value": "0", "url": f"{desk.address}/w/"}])
    order = settled(clerk, reviewer, now, number=2)
    sheets = [f"/w/me/shifts/{order.public_id}/", f"/w/me/shifts/{order.public_id}/payslip/"]
    for path, press in (
        ("/w/in/", "登录"),
        ("/w/me/data/", "在这里看"),
        ("/w/me/wish/", "保存"),
        (job, "撤回报名"),
        *((one, "") for one in sheets),
    ):
        if path in sheets:
            _device, token = open_device(person=order.person, door=Door.COUNTER, is_own=True, at=timezone.now())
            page.context.add_cookies([{"name": COOKIE, "value": token, "url": f"{desk.address}/w/"}])
        desk.open(path)
        if path == "/w/in/":  # a code that is none
            page.locator("#code").fill("23456789AB")
        if path == "/w/me/wish/":  # by keyboard alone
            page.get_by_label("最少要多少钱").focus()
            page.keyboard.type("x")
            page.keyboard.press("Enter")
            expect(page.get_by_role("alert")).to_contain_text("最低报酬请写成数字")
        elif press:
            page.get_by_role("button", name=press).first.click()
        page.evaluate(unfold)
        desk.look(f"worker-small-{press or path.split('/')[-2]}")
        faults += [f"{path} {press} small: {fault}" for fault in desk.faults()]
    page.set_viewport_size({"width": 1366, "height": 768})
    for number, path in enumerate((*OPEN, job, *OWN)):
        desk.open(path)
        desk.look(f"worker-{number}-desk")
        faults += [f"{path} wide: {fault}" for fault in desk.faults()]
    assert faults == []
    assert [one for one in said if "422" not in one] == []  # what could not be read above
