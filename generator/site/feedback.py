"""What the page for comments shows: an email for each topic, made ready to be written.

SEND Regulations 2014, regulation 56: comments are asked for on what is there and what is not, on
how easy it is to use, and on how it is made; section 30(6) of the Children and Families Act 2014:
from children, young people and parents, or on their behalf.
"""

from typing import Any
from urllib.parse import quote

from generator.site.wording import phone_link
from generator.site.words import Words
from offer_schema import Authority


def feedback_page(authority: Authority, words: Words) -> dict[str, Any]:
    """The view of the page for comments.

    The script of the page puts the chosen words into the gaps of ``subject`` and ``body``; without
    it there is one link for each topic, whose text has every answer to "who are you" in it.

    Args:
        authority: The council.
        words: The interface's words.
    """
    say = words["feedback_page"]
    feedback, contact = authority.feedback, authority.contact
    everybody = "\n".join(f"[ ] {name}" for name in words["feedback_from"].values())

    def mail(topic: str) -> str:
        subject = say["subject"].format(site=authority.offer_name, topic=topic)
        body = say["body"].format(topic=topic, who=f"{say['who_leave']}\n{everybody}")
        return f"mailto:{feedback.email}?subject={_quoted(subject)}&body={_quoted(body)}"

    phone = feedback.phone or contact.phone or ""
    return {
        "topics": [
            {"id": topic, "name": name, "url": mail(name)} for topic, name in words["feedback_topic"].items()
        ],
        "people": [{"id": one, "name": name} for one, name in words["feedback_from"].items()],
        "subject": say["subject"].format(site=authority.offer_name, topic="{topic}"),
        "body": say["body"],
        "email": feedback.email,
        "phone": phone,
        "phone_link": phone_link(phone) if phone else "",
        "text_phone": contact.text_phone or "",
        "text_phone_link": phone_link(contact.text_phone).replace("tel:", "sms:")
        if contact.text_phone
        else "",
        "hours": contact.hours or "",
        "post": feedback.post or "",
        "answer_within": feedback.answer_within,
        "complaints": {"title": authority.complaints.title, "url": authority.complaints.url}
        if authority.complaints
        else None,
    }


def _quoted(text: str) -> str:
    """Text for a ``mailto:`` address; lines end as email wants them (RFC 6068)."""
    return quote(text.replace("\n", "\r\n"))
