"""Without a line, with weak sight, without a mouse, from another site: everyone can use it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]


def kept(page: Page) -> list[str]:
    """Paths of the pages this device keeps."""
    script = """async () => {
      const keys = await (await caches.open('pages')).keys();
      return keys.map((one) => new URL(one.url).pathname);
    }"""
    return list(page.evaluate(script))


def wait_for_kept(page: Page, path: str) -> None:
    script = "async p => !!(await (await caches.open('pages')).match(p, {ignoreVary: true}))"
    for _try in range(100):
        if page.evaluate(script, path):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} is not kept: {kept(page)}")


def with_worker(context: BrowserContext) -> Page:
    """A page that the service worker already serves."""
    page, _said = open_page(context)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    wait_for_kept(page, "/offline/")
    return page


def test_what_was_read_can_be_read_without_a_line(browse: Browse, site: Site) -> None:
    context = browse(service_workers="allow")
    page = with_worker(context)
    wait_for_kept(page, "/")
    poll = site.poll("over")
    page.goto(poll)
    wait_for_kept(page, poll)
    page.goto(site.poll("over", "check/?number=123456789012"))

    context.set_offline(True)
    page.goto(poll)
    expect(page.get_by_role("heading", level=1)).to_have_text("Какой парк обновить?")
    banner = page.locator("[data-offline]")
    expect(banner).to_contain_text("Нет связи")
    expect(banner).to_contain_text("Это сохранено")
    assert page.evaluate("getComputedStyle(document.body).display") == "flex", "styles are kept"
    page.goto("/decisions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Этой страницы на устройстве нет")
    page.get_by_role("link", name="Какой парк обновить?").click()
    expect(page).to_have_url(site.address + poll)
    assert not [path for path in kept(page) if "check" in path], "a receipt's number stays nowhere"

    context.set_offline(False)
    page.goto(poll)
    expect(banner).to_be_hidden()
    assert "kept" not in page.evaluate("({...document.documentElement.dataset})")


def test_nothing_about_a_person_is_kept_and_what_was_typed_is(browse: Browse, site: Site) -> None:
    context = browse(service_workers="allow")
    sign_in(context, "offline@example.org")
    page = with_worker(context)
    vote = site.poll("rich", "vote/")
    for path in ("/me/", "/polls/", vote):
        page.goto(path)
    wait_for_kept(page, "/polls/")
    page.get_by_label("Парк").check()
    page.locator('textarea[name="q6"]').fill("Слова без связи")
    page.wait_for_timeout(500)

    context.set_offline(True)
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.locator("[data-messages]")).to_contain_text("сохранено на этом устройстве")
    page.goto(vote)
    expect(page.locator("main")).to_contain_text("введённое ждёт на этом устройстве")
    assert not [path for path in kept(page) if path.startswith("/me/") or "vote" in path]

    context.set_offline(False)
    page.goto(vote)
    expect(page.get_by_label("Парк")).to_be_checked()
    expect(page.locator('textarea[name="q6"]')).to_have_value("Слова без связи")
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    page.goto(site.poll("rich"))
    expect(page.locator("main")).to_contain_text("Вы проголосовали")
    wait_for_kept(page, site.poll("rich"))
    context.set_offline(True)
    page.goto(site.poll("rich"))
    expect(page.locator("[data-offline]")).to_contain_text("Это сохранено")
    expect(page.locator("main")).not_to_contain_text("Вы проголосовали")


def test_a_new_build_takes_over_at_once(browse: Browse, site: Site) -> None:
    page = with_worker(browse(service_workers="allow"))
    script = """async () => {
      const assets = await caches.open('assets');
      const css = document.querySelector('link[rel=stylesheet]').href;
      const old = css.replace(/-[A-Z0-9]{8}\\./, '-OLDOLDOL.');
      await assets.put(old, new Response('old'));
      // Another address is another script to the browser, as another build is.
      await navigator.serviceWorker.register('/sw.js?build=next', {updateViaCache: 'none'});
      return old;
    }"""
    old = page.evaluate(script)
    gone = "async u => !(await (await caches.open('assets')).match(u))"
    for _try in range(100):
        if page.evaluate(gone, old):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(gone, old), "files of an earlier build are thrown away"


def test_the_town_can_be_installed(browse: Browse, site: Site) -> None:
    context = browse(service_workers="allow")
    page = with_worker(context)
    session = context.new_cdp_session(page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser without a face has nowhere to install to, and says so; nothing else may be wrong.
    assert {error["errorId"] for error in found} <= {"in-incognito"}
    told = session.send("Page.getAppManifest")
    assert not told["errors"]
    assert '"name"' in told["data"]
