"""Take the pictures of README from a running demo: scripts/pictures.py [ADDRESS] (default http://127.0.0.1:8000).

The demo's accounts and pages are used as they are; nothing is changed.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD = "Dongjiang#2026"  # noqa: S105 - the demo's own, printed when it starts

#: (picture, account, page, width, height, language)
PICTURES = (
    ("supervisor-home", "zhouqiming", "/my/", 390, 844, "zh-hans"),
    ("supervisor-form", "chengzimo", "/my/form/", 390, 844, "zh-hans"),
    ("officer-desk", "limin", "/desk/", 1280, 860, "zh-hans"),
    ("lead", "limin", "FIRST", 1280, 1100, "zh-hans"),
    ("department", "sunxiaofeng", "/department/", 1280, 800, "zh-hans"),
    ("overview", "zhenghaining", "/overview/", 1280, 1000, "zh-hans"),
    ("rules", "limin", "/rules/", 1280, 800, "zh-hans"),
    ("ledger", "baiyingchuan", "/ledger/", 1280, 800, "zh-hans"),
    ("officer-desk-en", "limin", "/desk/", 1280, 860, "en"),
)


def take(
    browser: Browser, address: str, name: str, account: str, page_path: str, size: tuple[int, int], lang: str
) -> None:
    """One picture of one page, as one person."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1)
    context.add_cookies([{"name": "jianyan_language", "value": lang, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    if page_path == "FIRST":
        page.goto(f"{address}/leads/?state=closed")
        page.click("main table a[href^='/leads/']")
    else:
        page.goto(f"{address}{page_path}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(FOLDER / f"{name}.png"))
    context.close()


def main() -> None:
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, account, path, width, height, lang in PICTURES:
            take(browser, address, name, account, path, (width, height), lang)
            print(name)
        browser.close()


if __name__ == "__main__":
    main()
