"""Every outside address in the content, and where it stands."""

from pathlib import Path

import pytest

from generator.reading import read_project
from generator.reading.content_files import SourceFile
from generator.reading.web_addresses import AddressUse, addresses_in, markdown_addresses, web_addresses

SERVICE = SourceFile("service", "swim", "content/services/swim.yml", (0, 0))
PAGE = SourceFile("page", "guides/swim", "content/pages/guides/swim.md", (0, 0))


def spots(source: SourceFile, text: str) -> list[str]:
    """Each use as ``line:column key address``, after a look that it is written there."""
    uses = addresses_in(source, text)
    for use in uses:
        line = text.replace("\r\n", "\n").split("\n")[use.line - 1]
        assert line.startswith(use.written, use.column - 1)
    return [f"{use.line}:{use.column} {use.key} {use.address}" for use in uses]


def test_every_answer_that_is_an_address_is_one() -> None:
    text = """\
name: Swim
contact: {website: "https://a.uk/b"}   # not https://comment.uk
complaints:
  title: How to complain
  url: 'https://a.uk/complain'
links:
  - title: One
    url: https://a.uk/one
  - {title: Two, url: https://a.uk/two }
"""
    assert spots(SERVICE, text) == [
        "2:21 contact.website https://a.uk/b",
        "5:9 complaints.url https://a.uk/complain",
        "8:10 links.1.url https://a.uk/one",
        "9:23 links.2.url https://a.uk/two",
    ]


def test_a_schools_own_report_is_among_them() -> None:
    school = SourceFile("school", "reef", "content/schools/reef.yml", (0, 0))
    text = "name: Reef\nsen_report:\n  url: https://reef.uk/send\n  identifying:\n    text: See https://reef.uk/a\n"
    assert spots(school, text) == [
        "3:8 sen_report.url https://reef.uk/send",
        "5:15 sen_report.identifying.text https://reef.uk/a",
    ]


@pytest.mark.parametrize("header", ["|", "|-", "|2", ">", ">-"])
def test_the_line_within_a_block_of_text_is_found(header: str) -> None:
    text = f"name: Swim\ndescription: {header}\n  First [one](https://a.uk/1)\n  and <https://a.uk/2>.\n\n  - https://a.uk/3\n"
    assert spots(SERVICE, text) == [
        "3:15 description https://a.uk/1",
        "4:8 description https://a.uk/2",
        "6:5 description https://a.uk/3",
    ]


def test_text_in_quotes_over_two_lines() -> None:
    text = 'name: Swim\ndescription: "See https://a.uk/1\n  or [two](https://a.uk/2), please"\nsummary: x\n'
    assert spots(SERVICE, text) == ["2:19 description https://a.uk/1", "3:12 description https://a.uk/2"]


def test_a_longer_address_is_not_the_shorter_one() -> None:
    text = """\
name: Swim
description: |
  https://a.uk/1/more and [x](https://a.uk/1) and https://a.uk/1. Then https://a.uk/1?b
"""
    assert [spot for spot in spots(SERVICE, text) if spot.endswith("/1")] == [
        "3:31 description https://a.uk/1",
        "3:51 description https://a.uk/1",
    ]


def test_a_guide_has_addresses_above_and_below_its_second_line_of_hyphens() -> None:
    text = """\
---
title: Swim
links:
  - title: One
    url: https://a.uk/one
---

See [two](https://a.uk/two "Two") and [three][3].
<a class="x" href="https://a.uk/four">four</a> [mail](mailto:a@b.uk) [home](../index.md) [us](site:feedback/)

[3]: https://a.uk/three
"""
    assert spots(PAGE, text) == [
        "5:10 links.1.url https://a.uk/one",
        "8:11  https://a.uk/two",
        "9:20  https://a.uk/four",
        "11:6  https://a.uk/three",
    ]
    assert spots(PAGE, text.replace("\n", "\r\n")) == spots(PAGE, text)


def test_what_is_shown_and_not_linked_is_no_link() -> None:
    assert markdown_addresses("Type `https://a.uk/1`.\n\n    https://a.uk/2\n") == {}
    assert markdown_addresses("mail a@b.uk, ring tel:123, [x](#y), [z](page.md)") == {}


def test_addresses_that_nobody_should_write_are_found_as_well() -> None:
    found = markdown_addresses(
        "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](//b.uk/x) [d](http://u:p@b.uk/) <ftp://c.uk>"
    )
    assert list(found) == [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://b.uk/x",
        "http://u:p@b.uk/",
        "ftp://c.uk",
    ]


def test_an_address_is_found_however_it_is_typed() -> None:
    text = "name: Swim\ndescription: |\n  [a](https://a.uk/é?b=1&c=2) [a](https://a.uk/d?b=1&amp;c=2) www.a.uk/x\n"
    assert addresses_in(SERVICE, text) == [
        AddressUse(address, SERVICE.path, 3, column, "service", "swim", "description", written)
        for address, column, written in [
            ("https://a.uk/%C3%A9?b=1&c=2", 7, "https://a.uk/é?b=1&c=2"),
            ("https://a.uk/d?b=1&c=2", 35, "https://a.uk/d?b=1&amp;c=2"),
            ("http://www.a.uk/x", 63, "www.a.uk/x"),
        ]
    ]


def test_an_address_behind_escapes_has_the_place_of_its_answer() -> None:
    text = 'name: Swim\ncontact:\n  website: "https:\\/\\/a.uk\\/x"\n'
    assert [(use.line, use.column, use.written) for use in addresses_in(SERVICE, text)] == [(3, 12, "")]


def test_a_file_that_is_not_yaml_has_none() -> None:
    assert addresses_in(SERVICE, "name: [https://a.uk\n") == []
    assert addresses_in(PAGE, "No front matter, https://a.uk/1\n")[0].line == 1


def test_the_offer_knows_every_address_of_its_files() -> None:
    repository = Path(__file__).parents[2]
    reading = read_project(repository, use_cache=False)
    assert reading.offer is not None
    found = list(reading.offer.addresses)
    assert found == web_addresses(repository, reading.sources)
    assert {use.kind for use in found} >= {"authority", "organisation", "page", "school", "service"}
    assert list(reading.offer.addresses) == found, "it can be asked again"
