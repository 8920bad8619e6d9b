"""Take the pictures of README and handbook from a running demo: scripts/pictures.py [ADDRESS] [NAME …].

The address is http://127.0.0.1:8000 unless given; with names, only those pictures are taken. The demo's accounts and
pages are used as they are: pages are only looked at, nothing is sent but the sign-in. A picture whose page cannot be
found stops the script and says which.
"""

import io
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "docs" / "pictures"
HANDBOOK = ROOT / "docs" / "handbook" / "pictures"
HANDBOOK_MAX = 150_000  # bytes of one picture of the handbook
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
PASSWORD = "Dongjiang#2026"  # noqa: S105 - the demo's own, printed when it starts
PHONE, LEAD = 390, re.compile(r"^/leads/\d+/$")

#: Brings a signed-in page to what is to be seen; False when the demo has no such thing for this account.
Way = Callable[[Page], bool]


def at(path: str, where: str = "main") -> Way:
    """The page at an address, if it has what a selector asks for."""

    def go(page: Page) -> bool:
        answer = page.goto(path)
        return answer is not None and answer.ok and page.locator(where).count() > 0

    return go


def first(where: str, then: str = "") -> Way:
    """The first lead of a list, or the page of a verb on it."""

    def go(page: Page) -> bool:
        page.goto(where)
        links = (link.get_attribute("href") or "" for link in page.locator("main a[href^='/leads/']").all())
        found = next((link for link in links if LEAD.match(link)), None)
        return found is not None and at(found + then)(page)

    return go


def chosen(where: str) -> Way:
    """The desk with the first lead of its queue beside it."""

    def go(page: Page) -> bool:
        page.goto(where)
        titles = page.locator("[data-queue] .queue-title")
        if not titles.count():
            return False
        titles.first.click()
        page.wait_for_selector("#lead .lead-head")
        return True

    return go


def listed(where: str, link: str, then: str = "") -> Way:
    """What a link on a page leads to."""

    def go(page: Page) -> bool:
        page.goto(where)
        href = page.locator(link).first.get_attribute("href") if page.locator(link).count() else None
        return href is not None and at(href + then)(page)

    return go


@dataclass(frozen=True)
class Picture:
    """``ways``: (account, way) in the order in which they are tried; the first that leads somewhere is taken.

    ``part`` selects what of the page is kept; without it the window as it is. ``drawn`` draws a document instead.
    """

    folder: Path
    name: str
    ways: tuple[tuple[str, Way], ...]
    width: int
    height: int
    lang: str = "zh-hans"
    part: str = ""
    drawn: Callable[[], bytes] | None = None

    @property
    def scale(self) -> int:
        """Pixels of the picture to one of the page: phones that read the handbook have two."""
        return 2 if self.folder == HANDBOOK and self.width == PHONE else 1


def readme(name: str, account: str, way: Way, size: tuple[int, int], lang: str = "zh-hans") -> Picture:
    return Picture(README, name, ((account, way),), *size, lang=lang)


def handbook(name: str, *ways: tuple[str, Way], width: int = 1280, height: int = 800, part: str = "") -> Picture:
    return Picture(HANDBOOK, name, ways, width, height, part=part)


def certificate() -> bytes:
    """A certificate as it leaves the printer, of somebody who is nobody."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianyan.web.settings")
    import django

    django.setup()
    from jianyan.accounts.models import Zone
    from jianyan.core.paper.pdf import to_pictures
    from jianyan.core.rulebook import load
    from jianyan.people.certificate import certificate_paper
    from jianyan.people.models import Appointment, Supervisor
    from jianyan.rules.actions import packaged_rulebook

    zone = Zone(name="东疆综合保税区", office_name="东疆营商环境办公室")
    person = Supervisor(zone=zone, name="周启明", channel="social", category="entity")
    term = Appointment(
        supervisor=person, starts_on=date(2026, 11, 1), ends_on=date(2027, 10, 31), certificate="东监聘〔2026〕1号"
    )
    paper = certificate_paper([term], load(packaged_rulebook()), "https://jianyan.example.org")
    return to_pictures(paper)[0]


#: Accounts that may have what is to be seen, in the order in which they are asked.
SUPERVISORS = ("luopeiyun", "zhouqiming", "chengzimo", "fengyaqin", "mengsheng", "xushijun")
LIAISONS = ("sunxiaofeng", "huangliqun", "liuchunhui", "zhangtiejun", "caoyiming", "haojing", "xuezhigang")
DECISIONS = "section[aria-labelledby=decisions] .queue-item:has-text('申请延期') .queue-title"
REPLY = "#answer a.btn-primary[href$='/reply/']"
#: Of today there may be nothing but the sign-ins of this script.
LEDGER = f"/ledger/?until={datetime.now(ZoneInfo('Asia/Shanghai')).date() - timedelta(days=1)}"
#: The values of the handbook's example.
WHAT_IF = (
    "/insight/what-if/?clocks.call.amount=2&clocks.dispatch.amount=5&grades.B.amount=10"
    "&numbers.form_due_day.value=20&numbers.award_ratio.value=0.3"
)
BULLETIN = "main table a[href^='/reports/bulletins/']:has-text('季度通报')"
ACCOUNT = "main table a[href^='/manage/accounts/']"

PICTURES = (
    readme("supervisor-home", "zhouqiming", at("/my/"), (PHONE, 844)),
    readme("supervisor-form", "chengzimo", at("/my/form/"), (PHONE, 844)),
    readme("officer-desk", "limin", at("/desk/"), (1280, 860)),
    readme("lead", "limin", first("/leads/?state=closed"), (1280, 1100)),
    readme("department", "sunxiaofeng", at("/department/"), (1280, 800)),
    readme("overview", "zhenghaining", at("/overview/"), (1280, 1000)),
    readme("month", "limin", at("/leads/month/"), (1280, 800)),
    readme("recruitment", "limin", listed("/recruit/", "td.cell-title a"), (1280, 860)),
    Picture(README, "certificate", (), 0, 0, drawn=certificate),
    readme(
        "meeting",
        "limin",
        listed("/meetings/?kind=symposium", "main table tbody td a[href^='/meetings/']"),
        (1280, 800),
    ),
    readme("bulletin", "zhenghaining", listed("/reports/", BULLETIN), (1280, 1100)),
    readme("award", "zhenghaining", listed("/awards/", "main table tbody a[href^='/awards/']"), (1280, 900)),
    readme("review", "zhenghaining", at("/insight/review/"), (1280, 1200)),
    readme("rules", "limin", at("/rules/"), (1280, 800)),
    readme("ledger", "baiyingchuan", at(LEDGER), (1280, 800)),
    readme("officer-desk-en", "limin", at("/desk/"), (1280, 860), "en"),
    handbook("lead", ("limin", first("/leads/?state=accepted")), height=900),
    handbook("calendar", ("limin", at("/rules/calendar/")), height=760),
    handbook(
        "supervisor-home",
        *((who, at("/my/", ".panel-accent .queue-title")) for who in SUPERVISORS),
        ("zhouqiming", at("/my/")),
        width=PHONE,
        height=844,
    ),
    handbook("supervisor-form", ("chengzimo", at("/my/form/")), width=PHONE, height=844),
    handbook(
        "supervisor-lead",
        *((who, first("/leads/?state=replied")) for who in SUPERVISORS),
        ("zhouqiming", first("/leads/?state=closed")),
        width=PHONE,
        height=844,
    ),
    handbook("officer-desk", ("limin", chosen("/desk/")), height=860),
    handbook("officer-call", ("limin", first("/leads/?state=received", "call/"))),
    handbook("officer-dispatch", ("limin", first("/leads/?state=clarified", "dispatch/")), height=860),
    handbook("officer-month", ("limin", at("/leads/month/")), height=800),
    handbook("officer-recruit", ("limin", listed("/recruit/", "td.cell-title a")), height=860),
    Picture(HANDBOOK, "certificate", (), 0, 0, drawn=certificate),
    handbook("officer-terms", ("limin", listed("/supervisors/?term=current", "td.cell-name a")), height=900),
    handbook("officer-bulletin", ("limin", listed("/reports/", BULLETIN)), height=900),
    handbook("officer-review", ("limin", at("/insight/review/")), height=1000),
    handbook("head-award", ("zhenghaining", listed("/awards/", "main table tbody a[href^='/awards/']")), height=800),
    handbook("officer-forms", ("limin", at("/forms/")), height=720),
    handbook("officer-what-if", ("limin", at(WHAT_IF)), height=960),
    handbook("officer-supervisors", ("limin", at("/supervisors/")), height=720),
    handbook(
        "liaison-department",
        *((who, at("/department/", "main:has(#accept tbody):has(#answer tbody)")) for who in LIAISONS),
        *((who, at("/department/", "#accept tbody")) for who in LIAISONS),
        ("sunxiaofeng", at("/department/")),
    ),
    handbook("liaison-reply", ("sunxiaofeng", listed("/department/", REPLY, "?result=solving")), height=860),
    handbook("head-overview", ("zhenghaining", at("/overview/")), height=900),
    handbook(
        "head-decide",
        ("zhenghaining", listed("/overview/", DECISIONS, "grant-extension/")),
        ("zhenghaining", listed("/overview/", DECISIONS)),
        height=700,
    ),
    handbook("head-trends", ("zhenghaining", at("/overview/trends/")), height=900),
    handbook("leader-overview", ("liangzhiheng", at("/overview/")), height=900),
    handbook("administrators-users", ("wutong", at("/manage/accounts/")), height=640),
    handbook("administrators-account", ("shiyanqiu", listed("/manage/accounts/?role=liaison", ACCOUNT)), height=900),
    handbook("auditor-ledger", ("baiyingchuan", at(LEDGER)), height=720),
    handbook("auditor-seals", ("baiyingchuan", at("/ledger/seals/")), height=640),
    handbook("area-zones", ("gaolan", at("/insight/zones/", "#figures")), height=1200),
)


class Visitors:
    """Signed-in windows, one for each account, scale and language."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._open: dict[tuple[str, int, str], BrowserContext] = {}

    def page(self, account: str, picture: Picture) -> Page:
        key = (account, picture.scale, picture.lang)
        if key not in self._open:
            self._open[key] = self._sign_in(*key)
        page = self._open[key].new_page()
        page.set_viewport_size({"width": picture.width, "height": picture.height})
        return page

    def _sign_in(self, account: str, scale: int, lang: str) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self._address,
            device_scale_factor=scale,
            color_scheme="light",
            reduced_motion="reduce",
            locale="zh-CN" if lang == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
        )
        context.add_cookies([{"name": "jianyan_language", "value": lang, "url": self._address}])
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_selector(".menu-button")
        if "/sign-in/" in page.url:
            raise SystemExit(f"{account} cannot sign in at {self._address}: is it the demo?")
        page.close()
        return context


def take(visitors: Visitors, picture: Picture) -> bytes:
    """One picture as PNG."""
    if picture.drawn:
        return picture.drawn()
    for account, way in picture.ways:
        page = visitors.page(account, picture)
        if not way(page):
            page.close()
            continue
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready.then(() => { document.activeElement?.blur(); scrollTo(0, 0) })")
        target = page.locator(picture.part).first if picture.part else page
        shot: bytes = target.screenshot(animations="disabled", caret="hide")
        page.close()
        return shot
    raise SystemExit(f"{picture.name}: the demo has no such page for {', '.join(who for who, _ in picture.ways)}")


def keep(picture: Picture, shot: bytes) -> Path:
    """Write a picture: PNG for README; for the handbook WebP, without loss where that is small enough."""
    if picture.folder == README:
        path = README / f"{picture.name}.png"
        path.write_bytes(shot)
        return path
    path = HANDBOOK / f"{picture.name}.webp"
    with Image.open(io.BytesIO(shot)) as image:
        drawn = image.convert("RGB")
    for options in ({"lossless": True}, {"quality": 90}, {"quality": 75}, {"quality": 60}):
        out = io.BytesIO()
        drawn.save(out, "WEBP", method=6, **options)
        if len(out.getvalue()) <= HANDBOOK_MAX:
            path.write_bytes(out.getvalue())
            return path
    raise SystemExit(f"{picture.name}: larger than {HANDBOOK_MAX} bytes at any quality")


def tidy() -> None:
    """Remove pictures that are not taken any more."""
    for folder, ending in ((README, "png"), (HANDBOOK, "webp")):
        names = {each.name for each in PICTURES if each.folder == folder}
        for path in folder.glob(f"*.{ending}"):
            if path.stem not in names:
                path.unlink()
                print(f"removed {path.relative_to(ROOT)}")


def main() -> None:
    words = sys.argv[1:]
    address = next((word for word in words if "://" in word), "http://127.0.0.1:8000").rstrip("/")
    names = {word for word in words if "://" not in word}
    if unknown := names - {each.name for each in PICTURES}:
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}")
    for folder in (README, HANDBOOK):
        folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        visitors = Visitors(browser, address)
        for picture in PICTURES:
            if not names or picture.name in names:
                path = keep(picture, take(visitors, picture))
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
        browser.close()
    tidy()


if __name__ == "__main__":
    main()
