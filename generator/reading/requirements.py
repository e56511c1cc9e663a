"""The law's requirements as they hold for one council: the program's sets, with what the council put right or added."""

import datetime
from functools import cache
from importlib import resources

from generator.reading.yaml_source import parse
from offer_schema.requirement import LocalRequirements, Requirement, RequirementSet

_LOCAL_ORDER = 1000


@cache
def requirement_sets() -> tuple[RequirementSet, ...]:
    """Every set that the program has, those no longer or not yet in force included, in their order."""
    folder = resources.files("offer_schema") / "requirements"
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yml")]
    sets = [RequirementSet.model_validate(parse(text).tree) for text in texts]
    return tuple(sorted(sets, key=lambda one: (one.applies_to, one.order, one.in_force)))


@cache
def known_requirements() -> frozenset[str]:
    """The id of every requirement that the program has."""
    return frozenset(slug for one in requirement_sets() for slug in one.requirements)


def requirements_on(day: datetime.date, local: LocalRequirements, website: str) -> tuple[RequirementSet, ...]:
    """The sets in force on a day, put right by the council, with its own as the last.

    Args:
        day: The day.
        local: What the council put right or added.
        website: The council's website, for requirements of its own that give no address.
    """
    sets = [
        one.model_copy(
            update={
                "requirements": {
                    slug: _corrected(requirement, local, slug)
                    for slug, requirement in one.requirements.items()
                }
            }
        )
        for one in requirement_sets()
        if one.holds_on(day)
    ]
    if local.added:
        sets.append(
            RequirementSet.model_construct(
                title=local.title,
                source=local.title,
                href=website,
                force="should",
                in_force=datetime.date.min,
                until=None,
                applies_to="council",
                order=_LOCAL_ORDER,
                requirements=local.added,
            )
        )
    return tuple(sets)


def _corrected(requirement: Requirement, local: LocalRequirements, slug: str) -> Requirement:
    correction = local.corrections.get(slug)
    if correction is None:
        return requirement
    changes = {name: value for name in type(correction).model_fields if (value := getattr(correction, name))}
    return requirement.model_copy(update=changes)
