"""Sphinx configuration; the tables of statuses and exit codes are made from the enumerations themselves."""

import re
from enum import Enum
from importlib.metadata import version as installed_version

from sphinx.application import Sphinx

from sqp.algorithm.stop import PointKind, StopReason
from sqp.cli.exit_codes import MEANING
from sqp.diagnosis.findings import Trouble

project = "sqp"
author = "the sqp developers"
version = release = installed_version("sqp-framework")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "sqp"

myst_enable_extensions = ["dollarmath", "amsmath", "substitution", "deflist"]
myst_heading_anchors = 3

autodoc_mock_imports = ["jax", "openmdao"]  # the reference is built where optional packages are missing, too
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = False
napoleon_use_rtype = False


def enum_table(kind: type[Enum]) -> str:
    rows = [f"| `{member.name}` | {member.value} |" for member in kind]
    return "\n".join(["| name | meaning, and what to try |", "|---|---|", *rows])


def exit_code_table() -> str:
    rows = [f"| {int(code)} | `{code.name}` | {meaning} |" for code, meaning in MEANING.items()]
    return "\n".join(["| code | name | meaning |", "|---|---|---|", *rows])


myst_substitutions = {
    "stop_reasons": enum_table(StopReason),
    "point_kinds": enum_table(PointKind),
    "troubles": enum_table(Trouble),
    "exit_codes": exit_code_table(),
}

PLAIN_BAR = re.compile(r"(``.*?``|:\w+:`.*?`|`.*?`_)|\|")


def escape_bars(_app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """A norm such as |d| is a norm, not a substitution of reStructuredText."""
    for number, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[number] = PLAIN_BAR.sub(lambda found: found.group(1) or r"\|", line)


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-docstring", escape_bars)
