"""What a valid Local Offer is: models, field types and the law as data.

Nothing here reads a file, writes one or knows how a site is made. The
generator imports this package; this package never imports the generator.
"""

from offer_schema.authority import Authority
from offer_schema.comment import Comment
from offer_schema.organisation import Organisation
from offer_schema.page import PageFrontMatter
from offer_schema.school import School
from offer_schema.service import Service
from offer_schema.timeline import Timeline

__all__ = [
    "Authority",
    "Comment",
    "Organisation",
    "PageFrontMatter",
    "School",
    "Service",
    "Timeline",
]
