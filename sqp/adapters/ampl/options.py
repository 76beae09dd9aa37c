"""Assignments such as ``tol=1e-6 max_iter=200``, from the environment and from the command line.

The words are those of this package's settings and those that users of IPOPT and of AMPL's other solvers know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqp.errors import OptionError

#: A word, a quoted text or an equals sign.
_TOKEN = re.compile(r"""=|"[^"]*"|'[^']*'|[^\s=]+""")


def _switch(text: str) -> bool:
    known = {"yes": True, "1": True, "true": True, "on": True, "no": False, "0": False, "false": False, "off": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


@dataclass(frozen=True)
class Keyword:
    """What a word may be set to, and what that means.

    Parameters
    ----------
    setting : str
        The setting of the package, or of the protocol, that it sets.
    read : callable
        Makes a value of the text; a ValueError says that it is none.
    expects : str
        What a message says a value is.
    meaning : str
        One line for the list of keywords.

    Examples
    --------
    >>> KEYWORDS["max_iter"].setting, KEYWORDS["max_iter"].read("200")
    ('iterations', 200)
    """

    setting: str
    read: Callable[[str], object]
    expects: str
    meaning: str


_TOLERANCE = Keyword("tolerance", float, "a number in (0, 1)", "largest scaled residual of a KKT point")
_ACCEPTABLE = Keyword("acceptable", float, "a number in (0, 1)", "the same for a point reported as nearly optimal")
_ITERATIONS = Keyword("iterations", int, "a whole number", "limit on iterations")
_SECONDS = Keyword("seconds", float, "a positive number", "limit on wall-clock seconds")
_LEVEL = Keyword("outlev", int, "a whole number", "0: print nothing; 1 and more: print the iterations")
_HESSIAN = Keyword("hessian", str, "a name", "exact, auto, bfgs, lbfgs, sr1, lsr1, ...")

KEYWORDS: dict[str, Keyword] = {
    "acceptable": _ACCEPTABLE,
    "acceptable_tol": _ACCEPTABLE,
    "evaluations": Keyword("evaluations", int, "a whole number", "limit on evaluations of the objective"),
    "hessian": _HESSIAN,
    "hessian_approximation": Keyword(
        "hessian",
        lambda text: {"exact": "exact", "limited-memory": "lbfgs"}.get(text, text),
        "a name",
        "exact or limited-memory, as in IPOPT",
    ),
    "iterations": _ITERATIONS,
    "max_cpu_time": _SECONDS,
    "max_iter": _ITERATIONS,
    "max_wall_time": _SECONDS,
    "maxit": _ITERATIONS,
    "objno": Keyword("objno", int, "a whole number", "objective to optimise: 1 is the first, 0 is none"),
    "outlev": _LEVEL,
    "presolve": Keyword("presolve", _switch, "yes or no", "take out fixed variables and rows that are bounds"),
    "print_level": _LEVEL,
    "relax": Keyword("relax", _switch, "yes or no", "meet inconsistent linearised constraints as well as possible"),
    "rescue": Keyword("rescue", _switch, "yes or no", "try other strategies when the first ones stop short"),
    "scaling": Keyword("scaling", _switch, "yes or no", "scale objective and constraints by their gradients"),
    "seconds": _SECONDS,
    "timelimit": _SECONDS,
    "tol": _TOLERANCE,
    "tolerance": _TOLERANCE,
    "unbounded": Keyword("unbounded", float, "a positive number", "a feasible objective below minus this is unbounded"),
    "wantsol": Keyword("wantsol", int, "a whole number", "sum of 1: write the answer file without -AMPL, 8: be silent"),
}


@dataclass
class Assignments:
    """What the assignments say; later ones replace earlier ones.

    Attributes
    ----------
    values : dict
        By the name of the setting.
    echo : list of str
        The assignments as they were understood.
    unknown : list of str
        Words that are no keywords.

    Examples
    --------
    >>> given = Assignments()
    >>> given.add_text('tol=1e-6 maxit 50 hessian="bfgs" mu_init=0.1')
    >>> given.values, given.unknown
    ({'tolerance': 1e-06, 'iterations': 50, 'hessian': 'bfgs'}, ['mu_init'])
    """

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    echo: list[str] = field(default_factory=list[str])
    unknown: list[str] = field(default_factory=list[str])

    def add_text(self, text: str) -> None:
        """Assignments between blanks; the equals sign may have blanks around it or be one itself.

        Raises
        ------
        OptionError
            If a value is not what its keyword expects.
        """
        tokens = _TOKEN.findall(text)
        while tokens:
            word = tokens.pop(0)
            if tokens and tokens[0] == "=":
                tokens.pop(0)
                self.add(word, tokens.pop(0) if tokens else "")
            elif word in KEYWORDS:
                self.add(word, tokens.pop(0) if tokens else "")
            else:
                self.unknown.append(word)

    def add_arguments(self, arguments: Iterable[str]) -> None:
        """One assignment an argument, whose value may contain anything; quotes around it do not belong to it."""
        for argument in arguments:
            word, _, value = argument.partition("=")
            self.add(word.strip(), value.strip())

    def add(self, word: str, value: str) -> None:
        """One assignment."""
        keyword = KEYWORDS.get(word)
        if keyword is None:
            self.unknown.append(word)
            return
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        try:
            self.values[keyword.setting] = keyword.read(value)
        except ValueError:
            raise OptionError(f"{word} must be {keyword.expects}, got {value!r}") from None
        self.echo.append(f"{word}={value}")


def keyword_list() -> str:
    """All keywords with their meaning, one a line.

    >>> keyword_list().splitlines()[0]
    'acceptable             the same for a point reported as nearly optimal'
    """
    return "\n".join(f"{word:<22} {keyword.meaning}" for word, keyword in KEYWORDS.items())
