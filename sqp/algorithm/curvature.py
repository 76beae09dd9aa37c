"""The Hessians of a run, also where they cannot be evaluated."""

from __future__ import annotations

from typing import final

from sqp.algorithm.iterate import Iterate
from sqp.algorithm.journal import Journal
from sqp.arrays import Matrix, Vector
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.choice import without_second_derivatives
from sqp.hessian.model import HasRemarks, HessianRun
from sqp.linalg.operators import SymmetricOperator
from sqp.model.problem import provides


@final
class Curvature:
    """Asks the Hessian model; where that has no answer, the last one serves, or a quasi-Newton one if there is none.

    Parameters
    ----------
    model : HessianRun
    evaluator : Evaluator
    journal : Journal
        Told of Hessians that could not be evaluated.
    """

    def __init__(self, model: HessianRun, evaluator: Evaluator, journal: Journal) -> None:
        self.model = model
        self._evaluator = evaluator
        self._journal = journal
        self._latest: Matrix | SymmetricOperator | None = None
        self._substitute: HessianRun | None = None

    def matrix(self, iterate: Iterate) -> Matrix | SymmetricOperator:
        """The Hessian at an iterate, or what takes its place."""
        first = self._latest is None
        try:
            self._latest = self.model.matrix(iterate.linearization, iterate.y)
        except EvaluationError as error:
            which = "quasi-Newton" if self._latest is None else "previous"
            self._journal.note(f"the Hessian could not be evaluated, the {which} one was used: {error}")
            if self._latest is None:
                return self._learnt(iterate)
        if first and provides(self.model, HasRemarks):
            for remark in self.model.remarks:
                self._journal.note(remark)
        return self._latest

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """The iterate moved."""
        self.model.accept(old, new, y)
        if self._substitute is not None:
            self._substitute.accept(old, new, y)

    def _learnt(self, iterate: Iterate) -> Matrix | SymmetricOperator:
        if self._substitute is None:
            self._substitute = without_second_derivatives(self._evaluator.n).start(self._evaluator)
        return self._substitute.matrix(iterate.linearization, iterate.y)
