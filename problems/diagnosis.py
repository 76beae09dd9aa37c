"""What an honest solver says of a problem besides the kind of its point: how the run ends, and who is at fault."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp.model.nlp import NLP

#: Ends of an infeasible problem: the violation cannot be reduced from here, or it is proven that it cannot anywhere.
INFEASIBLE = (StopReason.LOCALLY_INFEASIBLE, StopReason.INFEASIBLE)


@dataclass(frozen=True)
class Culprits:
    """The names that findings of one kind must give.

    Attributes
    ----------
    trouble : Trouble
    alternatives : tuple of frozenset of str
        Sets of names of which one must be given; empty if it is enough that the trouble is found.
    exact : bool
        Whether the constraints named must be those of the alternative and no others, as in a smallest conflict; bounds
        named besides them are not judged.
    """

    trouble: Trouble
    alternatives: tuple[frozenset[str], ...]
    exact: bool

    def are_among(self, names: Collection[str], constraints: Collection[str]) -> bool:
        """Whether the names found are right, in a problem with these names of constraints."""
        found = set(names)
        blamed = found.intersection(constraints)
        fitting = [wanted for wanted in self.alternatives if wanted <= found and (not self.exact or blamed <= wanted)]
        return bool(fitting) or not self.alternatives


def culprits(trouble: Trouble, *alternatives: Collection[str], minimal: bool = True) -> tuple[Culprits, ...]:
    """One kind of trouble with the names at fault, or alternative sets of them; conflicts are smallest ones by default.

    Examples
    --------
    >>> [both] = culprits(Trouble.CONFLICT, {"floor", "ceiling"})
    >>> both.are_among(("ceiling", "floor"), ("floor", "ceiling", "wall"))
    True
    >>> both.are_among(("ceiling", "floor", "wall"), ("floor", "ceiling", "wall"))
    False
    """
    exact = minimal and trouble is Trouble.CONFLICT
    return (Culprits(trouble, tuple(frozenset(names) for names in alternatives), exact),)


@dataclass(frozen=True)
class Diagnosis:
    """The expected end of a run, and what its explanation must contain.

    Attributes
    ----------
    stop : tuple of StopReason
        How the run may end; empty if that is left to the solver.
    culprits : tuple of Culprits

    Examples
    --------
    >>> Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x"})).culprits[0].trouble.name
    'UNBOUNDED'
    """

    stop: tuple[StopReason, ...] = ()
    culprits: tuple[Culprits, ...] = ()


@dataclass(frozen=True, eq=False)
class Functions:
    """A problem of plain Python functions in the place of a model.

    Examples
    --------
    >>> from sqp import NLP
    >>> Functions(NLP(lambda x: x @ x, [1.0], gradient=lambda x: 2 * x)).problem().start
    array([1.])
    """

    nlp: NLP

    def problem(self) -> NLP:
        return self.nlp
