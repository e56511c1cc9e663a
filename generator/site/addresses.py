"""Where everything is on the site: every address is made here and nowhere else.

Addresses are relative to the top of the site and end with a slash; a page puts its
own way to the top before them.
"""

FOLDERS = {"service": "services", "school": "schools", "organisation": "organisations"}
"""The folder of each kind of entry page."""

BROWSE = "browse/"
SEARCH = "search/"
SEARCH_TABLE = f"{SEARCH}offer.json"
SEARCH_SUMMARIES = f"{SEARCH}summaries.json"
SEARCH_WORDS = f"{SEARCH}words.json"
SEARCH_POINTS = f"{SEARCH}points.json"
GUIDES = "guides/"
YOUNG_PEOPLE = "young-people/"
LEAVING = "leaving-fast/"
MY_LIST = "my-list/"
PLACES = "places/"
AREAS = f"{PLACES}areas.json"
ACCESSIBILITY = "accessibility/"
QUESTIONS = "compare/questions/"
LAW = "what-the-law-asks/"
OFFICERS = "officers/"
FEEDBACK = "feedback/"
YOU_SAID = "you-said-we-did/"
HOW_WE_ARE_DOING = "how-we-are-doing/"
TIMELINES = "timelines/"
GAPS = "gaps/"


def entry(kind: str, entry_id: str) -> str:
    """The address of an entry's page: ``services/saturday-swim-club/``."""
    return f"{FOLDERS[kind]}/{entry_id}/"


def calendar(service_id: str) -> str:
    """The address of the calendar file of a service's times."""
    return f"{entry('service', service_id)}times.ics"


def sen_report(school_id: str) -> str:
    """The address of a school's SEN information report: ``schools/reef-primary/sen-report/``."""
    return f"{entry('school', school_id)}sen-report/"


def question(name: str, number: int = 1) -> str:
    """The address of what all schools answer to one question: ``compare/questions/involving-parents/``."""
    return f"{QUESTIONS}{name.replace('_', '-')}/" + (f"page-{number}/" if number > 1 else "")


def listing(facet: str, term: str = "", number: int = 1) -> str:
    """The address of a browse page: ``browse/needs/autism/`` and ``browse/needs/autism/page-2/``."""
    base = f"{facet}/" if facet in FOLDERS.values() else f"{BROWSE}{facet}/"
    return base + (f"{term}/" if term else "") + (f"page-{number}/" if number > 1 else "")


def compare(number: int = 1) -> str:
    """The address of the comparison of schools: ``compare/`` and, where there are many, ``compare/page-2/``."""
    return "compare/" + (f"page-{number}/" if number > 1 else "")


def said_topic(topic: str) -> str:
    """The address of what was said on a topic: ``you-said-we-did/gap/``."""
    return f"{YOU_SAID}{topic}/"


def said_year(year: int) -> str:
    """The address of the report on a year's comments: ``you-said-we-did/2026/``."""
    return f"{YOU_SAID}{year}/"


def officers(kind: str) -> str:
    """The address of a report in the officers' area: ``officers/freshness/``."""
    return f"{OFFICERS}{kind}/"


def officers_team(team: str) -> str:
    """The address of what one team has to do: ``officers/teams/short-breaks-team/``."""
    return f"{OFFICERS}teams/{team}/"


def officers_file(name: str, form: str) -> str:
    """The address of a download: ``officers/files/freshness.xlsx``."""
    return f"{OFFICERS}files/{name}.{form}"


def guide(guide_id: str) -> str:
    """The address of a guide: ``guides/sendiass/``; the home page is the empty address."""
    stem = guide_id.removesuffix("index")
    return stem if stem == "" or stem.endswith("/") else f"{stem}/"


def timeline(timeline_id: str) -> str:
    """The address of a timeline: ``timelines/ehc-plan/``."""
    return f"{TIMELINES}{timeline_id}/"


def postcodes(outward: str) -> str:
    """The address of the data file of an outward code: ``places/postcodes/zz1.json``."""
    return f"{PLACES}postcodes/{outward.lower()}.json"


def depth(address: str) -> int:
    """How many folders below the top an address is."""
    return address.count("/")


def up(levels: int) -> str:
    """The way from a page to the top of the site: ``../..``, or ``.`` at the top."""
    return "/".join([".."] * levels) or "."
