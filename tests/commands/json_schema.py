"""As much of JSON Schema 2020-12 as our schemas use, so that tests can judge by them."""

import re
from typing import Any

_NOTES = {"$schema", "$defs", "title", "description", "examples", "default", "contentMediaType"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def faults(schema: dict[str, Any], value: Any, top: dict[str, Any], way: str = "") -> list[str]:
    """Everything in which a value does not follow a schema.

    Args:
        schema: The schema.
        value: What it judges.
        top: The schema that holds ``$defs``.
        way: Where the value stands, for the sentences.

    Raises:
        AssertionError: The schema uses a keyword that is not known here.
    """
    found = []
    for keyword, wanted in schema.items():
        found += [f"{way}: {fault}" for fault in _judge(keyword, wanted, value, schema)]
        found += _inside(keyword, wanted, value, schema, top, way)
    return found


def _judge(keyword: str, wanted: Any, value: Any, schema: dict[str, Any]) -> list[str]:
    text = value if isinstance(value, str) else None
    size = len(value) if isinstance(value, (str, list)) else None
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    match keyword:
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            right = any(isinstance(value, _TYPES[name]) for name in names) and not isinstance(value, bool)
        case "enum":
            right = any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in wanted)
        case "pattern":
            right = text is None or re.search(wanted, text) is not None
        case "format":
            right = text is None or wanted != "date" or _DATE.fullmatch(text) is not None
        case "minLength" | "minItems":
            right = size is None or isinstance(value, str) != (keyword == "minLength") or size >= wanted
        case "maxLength" | "maxItems":
            right = size is None or isinstance(value, str) != (keyword == "maxLength") or size <= wanted
        case "minimum":
            right = number is None or number >= wanted
        case "maximum":
            right = number is None or number <= wanted
        case "required":
            right = not isinstance(value, dict) or set(wanted) <= set(value)
        case "additionalProperties" if wanted is False:
            known = set(schema.get("properties", {}))
            patterns = schema.get("patternProperties", {})
            keys = set(value) if isinstance(value, dict) else set()
            right = all(key in known or any(re.search(one, str(key)) for one in patterns) for key in keys)
        case _:
            return []
    return [] if right else [f"{value!r} is against {keyword} {wanted!r}"]


def _inside(
    keyword: str, wanted: Any, value: Any, schema: dict[str, Any], top: dict[str, Any], way: str
) -> list[str]:
    match keyword:
        case "$ref":
            return faults(top["$defs"][wanted.removeprefix("#/$defs/")], value, top, way)
        case "anyOf":
            branches = [faults(one, value, top, way) for one in wanted]
            return [] if [] in branches else min(branches, key=len)
        case "properties":
            pairs = [(key, one) for key, one in wanted.items() if isinstance(value, dict) and key in value]
            return [fault for key, one in pairs for fault in faults(one, value[key], top, f"{way}/{key}")]
        case "patternProperties":
            keys = value if isinstance(value, dict) else {}
            pairs = [
                (key, one) for pattern, one in wanted.items() for key in keys if re.search(pattern, str(key))
            ]
            return [fault for key, one in pairs for fault in faults(one, value[key], top, f"{way}/{key}")]
        case "additionalProperties" if isinstance(wanted, dict):
            given = value if isinstance(value, dict) else {}
            named = schema.get("properties", {})
            others = [(key, child) for key, child in given.items() if key not in named]
            return [fault for key, child in others for fault in faults(wanted, child, top, f"{way}/{key}")]
        case "propertyNames":
            keys = value if isinstance(value, dict) else {}
            return [fault for key in keys for fault in faults(wanted, key, top, f"{way}/{key}")]
        case "items":
            items = value if isinstance(value, list) else []
            return [
                fault for at, one in enumerate(items) for fault in faults(wanted, one, top, f"{way}/{at}")
            ]
    known = "type enum pattern format minLength maxLength minItems maxItems minimum maximum required"
    assert (
        keyword in _NOTES or keyword in known.split() or (keyword, wanted) == ("additionalProperties", False)
    ), keyword
    return []
