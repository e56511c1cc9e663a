"""The page for comments in a real browser: two choices make one email, and paper needs no email at all."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.site.browsing import open_page


def mail(page: Page) -> dict[str, str]:
    url = page.get_by_role("link", name="Write the email").get_attribute("href") or ""
    assert url.startswith("mailto:localoffer@doggerland.example.org?")
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def test_two_choices_make_one_email(browser: Browser, top: str) -> None:
    context, page = open_page(browser, f"{top}feedback/")
    assert mail(page)["subject"] == "Doggerland Local Offer: Something is missing"
    page.get_by_label("How good the help is").check()
    page.get_by_label("A young person").check()
    made = mail(page)
    assert made["subject"] == "Doggerland Local Offer: How good the help is"
    assert "What it is about: How good the help is\r\nI am: a young person" in made["body"]
    assert "[ ]" not in made["body"]
    context.close()


def test_the_choices_are_made_with_the_keyboard(browser: Browser, top: str) -> None:
    context, page = open_page(browser, f"{top}feedback/")
    page.get_by_label("Something is missing").focus()
    page.keyboard.press("ArrowDown")
    assert mail(page)["subject"].endswith("How good the help is")
    context.close()


def test_the_page_that_somebody_came_from_is_named(browser: Browser, top: str) -> None:
    context, page = open_page(browser, f"{top}services/saturday-swim-club/")
    page.get_by_role("link", name="Other ways to tell us").click()
    page.wait_for_url(f"{top}feedback/")
    assert mail(page)["body"].startswith(f"The page: {top}services/saturday-swim-club/\r\n")
    context.close()


def test_without_scripts_each_topic_is_a_link(browser: Browser, top: str) -> None:
    context, page = open_page(browser, f"{top}feedback/", java_script_enabled=False)
    expect(page.get_by_role("radio")).to_have_count(0)
    link = page.get_by_role("link", name="Something is missing")
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").startswith("mailto:localoffer@doggerland.example.org?subject=")
    context.close()


def test_the_page_prints_a_form_on_one_side(browser: Browser, top: str) -> None:
    context, page = open_page(browser, f"{top}feedback/", 718)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Your comment on paper")).to_be_visible()
    expect(page.get_by_role("link", name="Write the email")).to_be_hidden()
    for words in ("Somebody who speaks for another person", "Something else", "Tidewell ZZ1 1AA"):
        expect(page.locator(".paper").get_by_text(words)).to_be_visible()
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 718 * 277 / 186  # A4 less its margins
    context.close()
