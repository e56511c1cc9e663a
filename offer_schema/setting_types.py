"""The types of school and setting, with what follows from each.

The codes and names are those of Get Information About Schools (GIAS), the
Department for Education's register. `sen_report` says whether the law asks that
type for an SEN information report: Children and Families Act 2014, section 69
(maintained schools, maintained nursery schools and Academy schools); SEND
Regulations 2014, regulation 51. Academies for alternative provision and for ages
16 to 19 are outside section 69 on the reading kept here.
"""

from typing import NamedTuple


class SettingType(NamedTuple):
    """One type of school or setting.

    Attributes:
        code: GIAS' number for the type; None for a type of our own.
        name: The name in words for families.
        family: ``maintained``, ``academy``, ``independent``, ``college`` or ``other``.
        special: Whether it is a special school, special academy or specialist college.
        sen_report: Whether it must publish an SEN information report.
    """

    code: int | None
    name: str
    family: str
    special: bool = False
    sen_report: bool = False


SETTING_TYPES: dict[str, SettingType] = {
    "community-school": SettingType(1, "Community school", "maintained", sen_report=True),
    "voluntary-aided-school": SettingType(2, "Voluntary aided school", "maintained", sen_report=True),
    "voluntary-controlled-school": SettingType(
        3, "Voluntary controlled school", "maintained", sen_report=True
    ),
    "foundation-school": SettingType(5, "Foundation school", "maintained", sen_report=True),
    "city-technology-college": SettingType(6, "City technology college", "independent"),
    "community-special-school": SettingType(7, "Community special school", "maintained", True, True),
    "non-maintained-special-school": SettingType(8, "Non-maintained special school", "independent", True),
    "independent-special-school": SettingType(10, "Independent special school", "independent", True),
    "independent-school": SettingType(11, "Independent school", "independent"),
    "foundation-special-school": SettingType(12, "Foundation special school", "maintained", True, True),
    "pupil-referral-unit": SettingType(14, "Pupil referral unit", "maintained"),
    "nursery-school": SettingType(15, "Local authority nursery school", "maintained", sen_report=True),
    "further-education-college": SettingType(18, "Further education college", "college"),
    "secure-unit": SettingType(24, "Secure unit", "other"),
    "offshore-school": SettingType(25, "Offshore school", "other"),
    "service-childrens-education": SettingType(26, "Service children’s education", "other"),
    "miscellaneous": SettingType(27, "Other setting", "other"),
    "academy-sponsor-led": SettingType(28, "Sponsored academy", "academy", sen_report=True),
    "higher-education-institution": SettingType(29, "University or other higher education", "college"),
    "welsh-school": SettingType(30, "School in Wales", "other"),
    "sixth-form-centre": SettingType(31, "Sixth form centre", "college"),
    "special-post-16-institution": SettingType(32, "Specialist college", "college", True),
    "academy-special-sponsor-led": SettingType(33, "Sponsored special academy", "academy", True, True),
    "academy-converter": SettingType(34, "Academy", "academy", sen_report=True),
    "free-school": SettingType(35, "Free school", "academy", sen_report=True),
    "free-school-special": SettingType(36, "Special free school", "academy", True, True),
    "british-school-overseas": SettingType(37, "British school overseas", "other"),
    "free-school-alternative-provision": SettingType(38, "Alternative provision free school", "academy"),
    "free-school-16-19": SettingType(39, "Free school for ages 16 to 19", "college"),
    "university-technical-college": SettingType(
        40, "University technical college", "academy", sen_report=True
    ),
    "studio-school": SettingType(41, "Studio school", "academy", sen_report=True),
    "academy-alternative-provision-converter": SettingType(42, "Alternative provision academy", "academy"),
    "academy-alternative-provision-sponsor-led": SettingType(
        43, "Sponsored alternative provision academy", "academy"
    ),
    "academy-special-converter": SettingType(44, "Special academy", "academy", True, True),
    "academy-16-19-converter": SettingType(45, "Academy for ages 16 to 19", "college"),
    "academy-16-19-sponsor-led": SettingType(46, "Sponsored academy for ages 16 to 19", "college"),
    "online-provider": SettingType(49, "Online school", "other"),
    "institution-of-another-department": SettingType(56, "Setting funded by another department", "other"),
    "academy-secure-16-19": SettingType(57, "Secure academy for ages 16 to 19", "other"),
    "early-years-setting": SettingType(None, "Nursery or pre-school", "independent"),
    "childminder": SettingType(None, "Childminder", "independent"),
    "training-provider": SettingType(None, "Training provider", "college"),
}
"""Every type by its id, in GIAS' order; the types without a GIAS code come last."""

SECTION_41_TYPES = frozenset({"independent-special-school", "special-post-16-institution", "welsh-school"})
"""The types that can be approved under section 41 of the Children and Families Act 2014 (s41(2)): for the
others, a family needs no such approval or cannot have it."""

SETTING_TYPE_BY_GIAS_CODE: dict[int, str] = {
    setting.code: name for name, setting in SETTING_TYPES.items() if setting.code is not None
}
"""The id of a type by its GIAS code."""
