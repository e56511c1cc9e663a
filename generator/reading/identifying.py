"""What a comment says that could tell who said it, or about whom.

Comments are published in a form that does not let anybody be known (Children and Families Act
2014, section 30(7)). Nothing here can prove that a text is safe: it finds what people most often
leave in by mistake.
"""

import re
from collections.abc import Iterator

_FREE_MAIL = (
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|btinternet|btopenworld|"
    r"sky|talktalk|virginmedia|ntlworld|blueyonder|tiscali|plusnet|protonmail|proton|gmx|mail|zoho|tutanota)"
    r"\.(?:com|net|me|co\.uk|org|de|fr|ie|uk)\b"
)
_EMAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?:\+44|(?<![\w.-])\(?0)[ ()-]{0,2}\d(?:[ ()-]{0,2}\d){7,9}(?!\d)"
_POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"

_OWNER = r"\b(?:[Mm]y|[Oo]ur|[Yy]our|[Hh]is|[Hh]er|[Tt]heir)"
_KIN = (
    r"(?:(?:grand|step|foster |adopted |twin )?(?:son|daughter|child|brother|sister|mother|father|mum|dad)|boy|girl|"
    r"baby|toddler|teenager|twins?|nephew|niece|cousin|husband|wife|partner|friend|nan|gran|grandma|grandad)"
)
_SOMEBODY = rf"{_OWNER} (?:[a-z-]+ ){{0,2}}?{_KIN}\b"
_WORD = r"[A-Z][a-z]+(?:[-’'][A-Z][a-z]+)?"

# A capital letter that begins no name of a person.
_NO_NAME = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Christmas Easter Eid Ramadan Diwali Year Reception Nursery Key Stage Sixth"
    " Local Offer Easy Read Down Downs Makaton Braille British English Welsh Scottish Irish Polish Urdu Arabic Somali"
    " Deaf Sign Language Changing Places Blue Badge Education Health Care Plan Tribunal Council Asperger Aspergers"
    " Tourette Tourettes Zoom Facebook The This That They There Then But And When If We You It He She Is Are".split()
)
_ENDS_OF_PLACES = frozenset(
    "School College Academy Nursery Club Centre Hub Hospital Clinic Surgery Library Pool Baths Park Road Street Lane"
    " Avenue Syndrome Team Service Group Forum Council House Trust Leisure".split()
)

_KINDS: dict[str, str] = {
    "email": _EMAIL,
    "phone": _PHONE,
    "postcode": _POSTCODE,
    "title": rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Professor)\.? {_WORD}",
    "myself": rf"\b(?:[Mm]y name is|I am called|I’m called|I'm called) {_WORD}",
    # "my son Tom", "our daughter, who is called Ella", "his name is …" after somebody was spoken of.
    "name": rf"{_SOMEBODY}(?:[’']s name is|(?:[’']s [a-z]+)?,?(?: (?:who )?(?:is|was) (?:called|named))?) (?P<of>{_WORD})",
    "named": rf"\b(?P<before>{_WORD})(?: is|,) (?:my|our) (?:[a-z-]+ ){{0,2}}?{_KIN}\b(?=[,.]| who\b| and\b|$)",
    # A name that stands somewhere behind, in the same sentence: "my son goes there with Ella".
    "near": rf"{_SOMEBODY}[^.!?;:]{{1,60}}?(?<![.!?:“\"])(?P<link>\b[a-z]+|,) (?P<near>{_WORD}(?: {_WORD})*)",
}
_EVERYTHING = re.compile("|".join(f"(?:{pattern})" for pattern in _KINDS.values()))
_IN_ANSWERS = re.compile(rf"(?<![\w.+-])[\w.+-]+@{_FREE_MAIL}|{_KINDS['name']}")
_BEFORE_PLACES = frozenset(
    "in at from near to of around across into on by via outside the a an this than".split()
)


def identifying(text: str, *, answer: bool = False) -> Iterator[str]:
    """The words of a text that may tell who somebody is, in the order of the text.

    Args:
        text: What was said, or the council's answer.
        answer: Whether it is the council's own text, in which its addresses and numbers may stand:
            only free-mail addresses and the names of children and relations are looked for.
    """
    pattern = _IN_ANSWERS if answer else _EVERYTHING
    at = 0
    while found := pattern.search(text, at):
        if _may_be_somebody(found):
            yield found[0]
            at = found.end()
        else:
            # Another name may stand in what was passed over.
            at = found.start() + 1


def _may_be_somebody(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    if name := groups.get("of") or groups.get("before"):
        return name not in _NO_NAME
    if name := groups.get("near"):
        words = name.split()
        return (
            groups["link"] not in _BEFORE_PLACES
            and not _NO_NAME.intersection(words)
            and words[-1] not in _ENDS_OF_PLACES
        )
    return True
