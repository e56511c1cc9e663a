"""The reference of the law's requirements (docs/requirements.md), made from their data so that it cannot go stale."""

from collections.abc import Iterable, Iterator

from generator.reading.requirements import requirement_sets
from offer_schema.requirement import Condition, Requirement, RequirementSet, Rule

_INTRODUCTION = """\
# What the law asks

This page is made from `offer_schema/requirements` by `local-offer schema --requirements docs/requirements.md`.
Change the data there, not this page.

A guide says in its front matter which of these it answers: `meets: [lo-complaints, lo-mediation]`. It counts when it was
checked within its period and has at least 40 different words, small ones not counted. Entries count when they were checked
in time and are not closed. `local-offer report coverage` tells what is met, and by what.

**How sure are the citations?** *Checked* was read in the source. *Likely* is known from elsewhere and corroborated. *Unsure*
was never checked: look it up before you rely on it. A council puts a citation right, or adds what it has promised itself,
in `content/requirements.yml`:

```yaml
corrections:
  lo-mediation:
    citation: SEND Regulations 2014, Schedule 2, paragraph 16
    href: https://www.legislation.gov.uk/uksi/2014/1530/schedule/2/paragraph/16
added:
  call-back:
    title: We ring back
    wording: Whoever leaves a message is rung back within one working day.
    citation: Cabinet, 4 May 2026
    met_by: [page]
```

`met_by` in a correction says what meets it where your categories have other names than those that a new project begins with.

**When the law changes**, a new file with its day under `in_force` comes beside the old one, which gets its last day under
`until`. Reports for a day (`--today`) use what was in force on it.
"""


def requirements_reference() -> str:
    """Every requirement with its citation and what meets it, set by set."""
    parts = [_INTRODUCTION]
    for applies_to, heading in (("council", "For the council"), ("school", "For each school")):
        parts.append(f"# {heading}\n")
        parts += ["\n".join(_set(one)) for one in requirement_sets() if one.applies_to == applies_to]
    return "\n".join(parts)


def _set(one: RequirementSet) -> Iterator[str]:
    yield f"## {one.title}"
    yield ""
    yield f"[{one.source}]({one.href}), in force from {one.in_force}{f' to {one.until}' if one.until else ''}."
    yield f"*{one.force.capitalize()}.*"
    yield ""
    yield "| id | what is asked | citation | met by |"
    yield "| --- | --- | --- | --- |"
    for slug, requirement in one.requirements.items():
        cells = (
            f"`{slug}`",
            f"**{requirement.title}.** {requirement.wording}",
            f"{_citation(requirement)} *{requirement.certainty.capitalize()}.*",
            _met_by(requirement),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _citation(requirement: Requirement) -> str:
    return f"[{requirement.citation}]({requirement.href})" if requirement.href else requirement.citation


def _met_by(requirement: Requirement) -> str:
    if requirement.answers:
        answers = ", ".join(f"`{name}`" for name in requirement.answers)
        return f"{answers}{' (not special schools)' if requirement.not_for_special else ''}"
    return "; ".join(map(_rule, requirement.met_by))


def _rule(rule: Rule) -> str:
    if rule.any_of:
        return " or ".join(map(_condition, rule.any_of))
    return _condition(rule)


def _condition(rule: Condition) -> str:
    if rule.page:
        said = f" that says {_names(rule.page.says)}" if rule.page.says else ""
        return f"a page{said}{_within(rule.page.checked_within)}"
    if rule.services:
        return _entries(
            rule.services.at_least, "service", rule.services, ("categories", "levels", "covers", "words")
        )
    if rule.settings:
        kind = {True: "special ", False: "mainstream ", None: ""}[rule.settings.special]
        where = {True: " outside the area", False: " in the area", None: ""}[rule.settings.out_of_area]
        approved = ", approved under section 41" if rule.settings.section_41 else ""
        return (
            _entries(rule.settings.at_least, f"{kind}school or setting", rule.settings, ("types", "families"))
            + where
            + approved
        )
    if rule.organisations:
        return _entries(rule.organisations.at_least, "organisation", rule.organisations, ("kinds", "words"))
    if rule.answers:
        return f"{_names(rule.answers.of, ' and ')} answered by {rule.answers.share}% of schools"
    if rule.fields:
        return f"{_names(rule.fields.any_of)} given by {rule.fields.share}% of {rule.fields.kind}s"
    if rule.facts:
        facts = ", ".join(
            f"`{name}`" + (f" × {least}" if least > 1 else "") for name, least in rule.facts.items()
        )
        return f"{facts} in `content/authority.yml`"
    if rule.comments:
        done = " that say what will be done" if rule.comments.with_action else ""
        return f"answered comments{done}{_within(rule.comments.answered_within)}"
    if rule.statement:
        return f"the accessibility statement, reviewed{_within(rule.statement.reviewed_within)}"
    return f"{_names(rule.requirements or (), ' and ')}"


def _entries(least: int, what: str, rule: object, keys: tuple[str, ...]) -> str:
    wanted = [value for key in keys for value in getattr(rule, key)]
    some = f"{least} × " if least > 1 else "a "
    return f"{some}{what}{f' ({_names(wanted)})' if wanted else ''}"


def _names(names: Iterable[str], between: str = " or ") -> str:
    return between.join(f"`{name}`" for name in names)


def _within(period: str | None) -> str:
    return f" within {period}" if period else ""
