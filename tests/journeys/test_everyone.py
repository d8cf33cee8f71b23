"""Without a line, with weak sight, without a mouse, from another site: everyone can use it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
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
    for _try in range(300):
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
    page.goto(site.poll("over", "check/"))
    page.get_by_label("Номер корешка").fill("123456789012")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("в урне нет")

    context.set_offline(True)
    page.goto(poll)
    expect(page.get_by_role("heading", level=1)).to_have_text("Какой парк обновить?")
    banner = page.locator("[data-offline]")
    expect(banner).to_contain_text("Нет связи")
    expect(banner).to_contain_text("Это сохранено")
    assert page.evaluate("getComputedStyle(document.body).display") == "flex", "styles are kept"
    page.goto("/decisions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Без связи эта страница не откроется")
    # Shown once the list below is whole: what it pushes down is pressed after that.
    expect(page.get_by_text("Можно читать те, что вы уже открывали")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Это сохранено")
    expect(page.locator("[data-when-typed]")).to_be_hidden()
    # The browser's word that the line is back comes too early: nothing leaves under the hand.
    page.evaluate("window.dispatchEvent(new Event('online')); window.stayed = true")
    page.wait_for_timeout(500)
    assert page.evaluate("window.stayed")
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
    expect(page.locator("[data-messages]")).to_contain_text("сохранено здесь")
    page.goto(vote)
    expect(page.locator("main")).to_contain_text("введённое ждёт на этом устройстве")
    assert not [path for path in kept(page) if path.startswith("/me/") or "vote" in path]

    # The page that could not be shown comes by itself as the line does.
    context.set_offline(False)
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


def test_a_server_that_went_away_leaves_the_ballot_on_the_screen(
    browse: Browse, site: Site
) -> None:
    """The browser has a line and knows nothing: the page asks before it gives the ballot away."""
    context = browse()
    sign_in(context, "gone@example.org")
    page, _said = open_page(context)
    vote = site.poll("rich", "vote/")
    page.goto(vote)
    page.get_by_label("Парк").check()
    for answer in (lambda route: route.abort(), lambda route: route.fulfill(status=502)):
        page.route("**/livez", answer)
        page.get_by_role("button", name="Отдать голос").click()
        expect(page.locator("[data-messages]")).to_contain_text("сохранено здесь")
        expect(page.get_by_label("Парк")).to_be_checked()
        assert page.url.endswith(vote)
        page.unroute("**/livez")
        page.reload()
    expect(page.get_by_label("Парк")).to_be_checked()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()


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


def test_whoever_sees_badly_votes_with_big_letters(browse: Browse, site: Site) -> None:
    """Without a script, at the largest size: the choice holds from page to page."""
    page, said = open_page(browse(java_script_enabled=False))
    page.goto(site.poll("rich"))
    page.get_by_role("link", name="Версия для слабовидящих").click()
    for choice in ("Очень крупный", "С засечками, как в книге", "Белым по чёрному", "Убрать"):
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Показывать так").click()
    expect(page).to_have_url(site.address + site.poll("rich"))
    for path in (site.poll("rich"), "/", "/sign-in/", "/nowhere/", site.poll("over", "result/")):
        page.goto(path)
        look = page.evaluate(
            """() => { const style = getComputedStyle(document.body); return [
              getComputedStyle(document.documentElement).fontSize, style.color,
              style.fontFamily.includes('serif'), document.documentElement.scrollWidth]; }"""
        )
        assert look[0] == "32px", path
        assert look[1] == "rgb(255, 255, 255)", path
        assert look[2]
        assert look[3] <= 390, f"{path} scrolls sideways"
    page.get_by_role("button", name="Чёрным по белому").click()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    page.get_by_role("button", name="Обычная версия").click()
    expect(page.locator(".sight-panel")).to_have_count(0)
    assert [line for line in said if "404" not in line] == []


def test_a_dark_page_prints_on_white(browse: Browse, site: Site) -> None:
    page, _said = open_page(browse(color_scheme="dark"))
    for path in (site.poll("rich"), site.poll("over", "result/")):
        page.goto(path)
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
        expect(page.locator(".places")).to_be_hidden()
        expect(page.locator(".only-print")).to_contain_text(site.address + path)
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """Serve one page from an origin of its own; returns its address."""
    servers: list[HTTPServer] = []

    def serve(body: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Page)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://localhost:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_another_site_frames_the_card_and_nothing_else(
    browse: Browse, site: Site, other_site: Callable[[str], str]
) -> None:
    page, _said = open_page(browse())
    frames = [f"/embed{site.poll('rich')}", site.poll("rich"), site.poll("rich", "vote/")]
    body = "".join(f'<iframe src="{site.address}{path}"></iframe>' for path in frames)
    page.goto(other_site(body))
    card = page.frame_locator("iframe >> nth=0")
    expect(card.get_by_role("heading", name="Обо всём сразу")).to_be_visible()
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Проголосовать").click()
    expect(opened.value).to_have_url(site.address + site.poll("rich"))
    for number in (1, 2):
        assert page.frame_locator(f"iframe >> nth={number}").locator("main").count() == 0
    assert page.context.cookies(site.address) == []


def test_whoever_is_stuck_asks_and_reads_the_answer(browse: Browse, site: Site) -> None:
    page, said = open_page(browse())
    page.goto("/sign-in/")
    page.get_by_role("link", name="Не получается?").first.click()
    page.get_by_text("Код не приходит").click()
    expect(page.get_by_text("попросите новый")).to_be_visible()
    page.get_by_role("link", name="Написать", exact=True).click()
    page.get_by_label("Что не получается").fill("Почта есть, а телефона нет. Как войти?")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Вопрос принят")).to_be_visible()
    number = page.locator("#receipt-number").inner_text()

    desk = browse()
    sign_in(desk, "author@example.org")
    office, _heard = open_page(desk)
    office.goto("/office/help/")
    office.get_by_role("link", name="Почта есть").click()
    office.get_by_role("link", name="Код не приходит").click()
    office.get_by_label("Ответ", exact=True).fill("Введите почту в то же поле.")
    office.get_by_role("button", name="Ответить").click()
    expect(office.get_by_role("heading", name="Вопросы жителей")).to_be_visible()

    page.goto("/help/answer/")
    page.get_by_label("Номер вопроса").fill(number)
    page.get_by_role("button", name="Показать").click()
    expect(page.locator("main")).to_contain_text("Введите почту в то же поле.")
    assert said == []
