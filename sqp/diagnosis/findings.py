"""The words of a diagnosis: kinds of trouble, findings about named parts of a model, and the whole explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from textwrap import fill

_WIDTH = 100
#: Findings of one kind that a printed report shows; the rest are counted.
_SHOWN = 12


class Trouble(Enum):
    """What can be wrong, the most serious first; the value says what it means.

    Examples
    --------
    >>> Trouble.CONFLICT.value
    'These constraints and bounds cannot hold together, and any one of them less would do.'
    """

    NOT_FINITE = "A function has no finite value or derivative at a point that was visited."
    WRONG_DERIVATIVE = "A derivative that the user supplies differs from finite differences of its function."
    CONFLICT = "These constraints and bounds cannot hold together, and any one of them less would do."
    VIOLATED_CONSTRAINT = "A constraint does not hold at the returned point."
    VIOLATED_BOUND = "A variable is outside its bounds at the returned point."
    UNBOUNDED = "The objective falls without limit along feasible points."
    NO_MULTIPLIERS = "The active constraints alone balance each other (Fritz John): the objective has no say here."
    DEPENDENT_CONSTRAINTS = "The gradients of active constraints are linearly dependent: LICQ fails."
    SADDLE_POINT = "The curvature is negative along directions that the active constraints leave free."
    FLAT = "The objective and the constraints leave directions undecided: the minimiser is not isolated."
    WEAKLY_ACTIVE = "A constraint or bound is active without a multiplier: strict complementarity fails."
    BADLY_SCALED_CONSTRAINT = "A constraint changes far faster or slower than the others with the variables."
    BADLY_SCALED_VARIABLE = "A variable is far from the size of one in its unit."
    BADLY_SCALED_OBJECTIVE = "The objective changes far faster or slower with the variables than is good."


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes
    ----------
    trouble : Trouble
    names : tuple of str
        The constraints and variables involved, the most important first; ``"objective"`` is the objective.
    amount : float
        How bad it is, in the measure natural to the trouble: a violation, a factor, a curvature.
    sentence : str
        What was found.
    advice : str
        What to try, concretely.

    Examples
    --------
    >>> finding = Finding(Trouble.VIOLATED_BOUND, ("x",), 0.5, "x = -0.5 is below its lower bound 0 by 0.5.", "")
    >>> finding.names
    ('x',)
    """

    trouble: Trouble
    names: tuple[str, ...]
    amount: float
    sentence: str
    advice: str


@dataclass(frozen=True)
class Explanation:
    """Everything that was found, the most important first.

    Attributes
    ----------
    summary : str
        How the solve ended and what matters most.
    findings : tuple of Finding
    omitted : tuple of str
        What was not examined, and why; one sentence each.

    Examples
    --------
    >>> found = Finding(Trouble.VIOLATED_BOUND, ("x",), 0.5, "x = -0.5 is below its lower bound 0.", "Start inside.")
    >>> explanation = Explanation("The point is not feasible.", (found,))
    >>> explanation.names(Trouble.VIOLATED_BOUND)
    ('x',)
    >>> print(explanation)
    The point is not feasible.
    <BLANKLINE>
    1. x = -0.5 is below its lower bound 0.
       -> Start inside.
    """

    summary: str
    findings: tuple[Finding, ...] = ()
    omitted: tuple[str, ...] = ()

    def find(self, trouble: Trouble) -> tuple[Finding, ...]:
        """The findings of one kind, the worst first."""
        return tuple(finding for finding in self.findings if finding.trouble is trouble)

    def names(self, trouble: Trouble) -> tuple[str, ...]:
        """The names involved in the findings of one kind, each once, the most important first."""
        return tuple(dict.fromkeys(name for finding in self.find(trouble) for name in finding.names))

    def __contains__(self, trouble: object) -> bool:
        return any(finding.trouble is trouble for finding in self.findings)

    def __str__(self) -> str:
        return "\n".join(line for block in self._blocks() for line in (*block, "")).rstrip()

    def _blocks(self) -> Iterator[list[str]]:
        yield [fill(self.summary, _WIDTH)]
        shown = [f for trouble in Trouble for f in self.find(trouble)[:_SHOWN]]
        for number, finding in enumerate(sorted(shown, key=self.findings.index), start=1):
            lead = f"{number}. "
            lines = [fill(finding.sentence, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))]
            if finding.advice:
                arrow = " " * len(lead) + "-> "
                lines.append(fill(finding.advice, _WIDTH, initial_indent=arrow, subsequent_indent=" " * len(arrow)))
            yield lines
        more = [f"... and {len(all_) - _SHOWN} more: {t.value}" for t in Trouble if len(all_ := self.find(t)) > _SHOWN]
        if more:
            yield more
        if self.omitted:
            yield [fill(f"Not examined: {what}", _WIDTH, subsequent_indent="  ") for what in self.omitted]
