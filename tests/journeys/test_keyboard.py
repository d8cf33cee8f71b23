"""Every page by keyboard and as a screen reader hears it: reached, seen, named, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.journeys.test_pages import vote
from tests.journeys.walked import EVERYONE, OFFICIAL, RESIDENT
from tests.journeys.walking import Site, open_page, part_to_walk, sign_in
from tests.shares import SHARES, is_due

Browse = Callable[..., BrowserContext]
MOST_STOPS = 400
# Day, month, year, hour, minute, the calendar: each is a stop of one field.
PARTS_OF_A_MOMENT = 8

# What Tab should stop at in that part: of radio buttons with one name, one.
MARK = """(part) => {
  const can = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const groups = new Set();
  const within = document.querySelector(part);
  const stops = [...within.querySelectorAll(can)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.type === 'hidden') return false;
    if (!one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const group = [...document.getElementsByName(one.name)].filter((o) => o.form === one.form);
    const checked = group.find((o) => o.checked);
    return checked ? one === checked : group.indexOf(one) === 0;
  });
  stops.forEach((one, number) => { one.dataset.stop = number; });
  document.activeElement.blur();
  window.scrollTo(0, 0);
  if (part !== 'body') within.focus({preventScroll: true});
  return stops.map((one) => one.outerHTML.slice(0, 100));
}"""
# Where the focus is, and what whoever looks would miss there.
LOOK = """() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return null;
  const faults = [];
  const shown = [one, ...one.querySelectorAll('*'), one.closest('label')].filter(Boolean);
  const has = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  if (!shown.some((part) => has(getComputedStyle(part)))) faults.push('no visible focus');
  const box = one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  // Of a table taller than the window the browser may show any part.
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const y = box.top < 0 ? (top + bottom) / 2 : box.top + Math.min(box.height / 2, 20);
  if (bottom <= top || y >= innerHeight) faults.push('out of sight');
  else {
    const top = document.elementFromPoint(x, y);
    const fixed = top && top.closest('.places, .vote-bar, .skip');
    if (fixed && !fixed.contains(one)) faults.push('hidden under ' + fixed.className);
  }
  const main = one.closest('main') !== null;
  return {stop: one.dataset.stop ?? one.outerHTML.slice(0, 100), faults, main};
}"""
STRUCTURE = """() => {
  const faults = [];
  const seen = (one) => one.checkVisibility({visibilityProperty: true});
  const titles = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(seen);
  if (titles.filter((one) => one.tagName === 'H1').length !== 1) faults.push('not one h1');
  let level = 0;
  for (const one of titles) {
    const own = Number(one.tagName[1]);
    if (own > level + 1) faults.push(`h${level} is followed by h${own}: ${one.textContent.trim()}`);
    level = own;
  }
  for (const part of ['header', 'nav', 'main', 'footer'])
    if (!document.querySelector(`body > ${part}, header > ${part}`)) faults.push(`no ${part}`);
  for (const fold of document.querySelectorAll('details'))
    if (fold.firstElementChild?.tagName !== 'SUMMARY') faults.push('a fold without its summary');
  return faults;
}"""
ROLES = {
    "button",
    "checkbox",
    "combobox",
    "link",
    "listbox",
    "radio",
    "slider",
    "spinbutton",
    "textbox",
    "searchbox",
    "Date",
    "DisclosureTriangle",
}


@SHARES
def test_every_page_needs_no_mouse_and_no_eyes(
    browse: Browse, site: Site, more: dict[str, str], share: int
) -> None:
    """All pages in one test, as in test_pages: a browser of its own for each would take minutes.

    A page is walked whole when what stands around it is new, else from its own beginning. The
    first of each person, and those of the run's share.
    """
    visitor, resident, official = (browse() for _person in range(3))
    sign_in(resident, "keyboard@example.org")
    vote(resident, site)
    sign_in(official, "approver@example.org")
    faults = []
    for context, pages in ((visitor, EVERYONE), (resident, RESIDENT), (official, OFFICIAL)):
        page, _said = open_page(context)
        known = set[str]()
        for template in pages:
            if template != pages[0] and not is_due(template, share):
                continue
            path = template.format(**site.slugs, **more)
            page.goto(path, wait_until="load")
            if not page.locator(".skip").count():
                continue  # a fragment that a page takes in, or a card of another site
            part = part_to_walk(page, known)
            found = [*page.evaluate(STRUCTURE), *unnamed(page), *walk(page, part)]
            faults += [f"{path}: {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)


def walk(page: Page, part: str) -> list[str]:
    """Tab from the top of that part to its end; what was missed on the way."""
    stops = page.evaluate(MARK, part)
    faults: list[str] = []
    reached: list[int] = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(LOOK)
        if is_over(here, part, reached):
            break
        if not str(here["stop"]).isdigit():
            # A place the browser itself stops at, such as a part that scrolls.
            continue
        number = int(here["stop"])
        if reached[-PARTS_OF_A_MOMENT:] == [number] * PARTS_OF_A_MOMENT:
            faults.append(f"trapped in {stops[number]}")
            break
        reached.append(number)
        if here["faults"]:
            page.wait_for_timeout(100)  # a scroll or a colour may be on its way
            faults += [f"{fault}: {stops[number]}" for fault in page.evaluate(LOOK)["faults"]]
    if reached != sorted(reached):
        faults.append(f"jumps about: {reached}")
    faults += [f"not reached: {stops[n]}" for n in sorted(set(range(len(stops))) - set(reached))]
    if part == "body" and 'class="skip"' not in stops[0]:
        faults.append("the first stop is not the way past the header")
    return faults


def is_over(here: dict[str, Any] | None, part: str, reached: list[int]) -> bool:
    """Whether that stop is past the part: out of the page, round it, or behind `main`."""
    if here is None or here["stop"] == "0" and reached:
        return True
    return part == "main" and not here["main"]


def unnamed(page: Page) -> list[str]:
    """Controls that a screen reader could only call by their kind."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    faults = []
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value", "")
        name = node.get("name", {}).get("value", "").strip()
        if not node.get("ignored") and role in ROLES and not name:
            faults.append(f"a {role} without a name")
    session.detach()
    return faults


def test_the_first_stop_leads_past_the_header(browse: Browse, site: Site) -> None:
    page, said = open_page(browse())
    page.goto(site.poll("rich"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert said == []


def test_folds_open_and_close_by_keyboard(browse: Browse, site: Site) -> None:
    page, _said = open_page(browse())
    page.goto(site.poll("over", "result/"))
    fold = page.locator("details").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("open") is not None
    page.keyboard.press("Space")
    assert fold.get_attribute("open") is None
