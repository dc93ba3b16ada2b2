"""axe-core in Debian's Chromium: `python tests/report/report_axe.py AXE.js PAGE.html…` prints each page's violations as JSON.

Beside the violations: whether the page scrolls sideways at 360 px, what it asked of the network, what it ran.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def chromium() -> str:
    """The browser's file, or nothing when there is none."""
    return next((path for path in CHROMIUM if Path(path).exists()), "")


def main(axe: str, pages: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        print(json.dumps({page: _verdict(browser, Path(axe).read_text(), page) for page in pages}))
        browser.close()


def _verdict(browser: Any, axe: str, page: str) -> dict[str, Any]:
    found: dict[str, Any] = {"violations": {}, "sideways": [], "requests": [], "dialogs": 0}
    for scheme in ("light", "dark"):
        for viewport in (DESK, PHONE):
            context = browser.new_context(
                viewport=viewport, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
            )
            tab = context.new_page()
            tab.on("request", lambda request: _note(found, request.url))
            tab.on("dialog", lambda dialog: found.update(dialogs=found["dialogs"] + 1) or dialog.dismiss())
            tab.goto(Path(page).resolve().as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            _look(tab, axe, f"{scheme} {viewport['width']}", found)
            context.close()
    return found


def _note(found: dict[str, Any], url: str) -> None:
    if not url.startswith(("file:", "data:")):
        found["requests"].append(url)


def _look(tab: Any, axe: str, where: str, found: dict[str, Any]) -> None:
    if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found["sideways"].append(where)
    tab.evaluate(axe)
    result = tab.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})")
    for violation in result["violations"]:
        nodes = [node["html"][:160] for node in violation["nodes"][:3]]
        found["violations"][f"{where} {violation['id']}"] = nodes


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
