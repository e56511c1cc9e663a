"""The model for each kind of content file; the folders are in `content_files`."""

from pydantic import BaseModel

from offer_schema import Authority, Comment, Organisation, PageFrontMatter, School, Service, Timeline
from offer_schema import vocabulary as words
from offer_schema.indicator import Indicators
from offer_schema.requirement import LocalRequirements

MODELS: dict[str, type[BaseModel]] = {
    "authority": Authority,
    "organisation": Organisation,
    "service": Service,
    "school": School,
    "comment": Comment,
    "timeline": Timeline,
    "page": PageFrontMatter,
    "requirements": LocalRequirements,
    "indicators": Indicators,
    "need": words.NeedVocabulary,
    "category": words.CategoryVocabulary,
    "place": words.PlaceVocabulary,
    "age-band": words.AgeBandVocabulary,
    "access": words.AccessVocabulary,
    "language": words.LanguageVocabulary,
    "jargon": words.JargonVocabulary,
    "synonym": words.SynonymVocabulary,
}
"""What a file of each kind must say."""
