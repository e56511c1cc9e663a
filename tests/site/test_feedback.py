"""The page for comments: an email made ready for each topic."""

from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

from generator.reading import Offer
from generator.site.feedback import feedback_page
from generator.site.words import load_words
from offer_schema import Authority
from tests.site.conftest import REPOSITORY

WORDS = load_words([REPOSITORY / "theme"])


def parts(url: str) -> tuple[str, dict[str, str]]:
    split = urlsplit(url)
    return split.path, {key: values[0] for key, values in parse_qs(split.query).items()}


def test_each_topic_has_an_email_with_its_subject_and_every_way_to_say_who_one_is(offer: Offer) -> None:
    form = feedback_page(offer.authority, WORDS)
    assert [topic["id"] for topic in form["topics"]] == list(WORDS["feedback_topic"])
    for topic in form["topics"]:
        to, fields = parts(topic["url"])
        assert to == "localoffer@doggerland.example.org"
        assert fields["subject"] == f"Doggerland Local Offer: {topic['name']}"
        assert topic["name"] in fields["body"]
        for person in form["people"]:
            assert f"[ ] {person['name']}" in fields["body"]


def test_lines_of_an_email_end_as_email_wants_them(offer: Offer) -> None:
    for topic in feedback_page(offer.authority, WORDS)["topics"]:
        _, fields = parts(topic["url"])
        assert "\r\n" in fields["body"]
        assert "\n" not in fields["body"].replace("\r\n", "")
        EmailMessage()["Subject"] = fields["subject"]  # one line


def test_topics_and_people_are_those_that_a_comment_can_have() -> None:
    assert set(WORDS["feedback_topic"]) - {"other"} == set(WORDS["said_topic"])
    assert set(WORDS["feedback_from"]) == set(WORDS["said_from"]) - {"somebody"}


def test_a_council_with_an_email_address_alone_has_a_whole_page() -> None:
    council = Authority.model_validate(
        {
            "name": "Reef Council",
            "gss": "E06000999",
            "website": "https://www.example.org",
            "contact": {"email": "hello@example.org"},
            "feedback": {"email": "offer@example.org"},
        }
    )
    form = feedback_page(council, WORDS)
    assert (form["phone"], form["text_phone"], form["post"], form["complaints"]) == ("", "", "", None)
    assert form["answer_within"] == "20 days"


def test_a_number_of_its_own_comes_before_that_of_the_contact(offer: Offer) -> None:
    council = offer.authority.model_copy(
        update={"feedback": offer.authority.feedback.model_copy(update={"phone": "01632 960777"})}
    )
    assert feedback_page(council, WORDS)["phone_link"] == "tel:+441632960777"
