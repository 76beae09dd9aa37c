"""The evaluator: what it counts, what it calls a failure of the point, and what it calls a mistake of the problem."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from sqp.bounds import Bounds
from sqp.errors import EvaluationError, ProblemError
from sqp.evaluation.evaluator import Evaluator

X, Y = np.array([1.0, 2.0]), np.array([1.0, -1.0])


class Given:
    """Two variables and two rows whose functions return, or raise, what they were given."""

    variable_bounds = Bounds.free(2)
    constraint_bounds = Bounds.free(2)
    variable_names = ("width", "height")
    constraint_names = ("area", "edge")

    def __init__(self, **answers: Any) -> None:
        good = {
            "objective": 1.0,
            "gradient": np.ones(2),
            "constraints": np.ones(2),
            "jacobian": np.eye(2),
            "lagrangian_hessian": np.eye(2),
            "lagrangian_hessian_product": np.ones(2),
        }
        self._answers = good | answers

    def _answer(self, name: str) -> Any:
        answer = self._answers[name]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def objective(self, x: Any) -> Any:
        return self._answer("objective")

    def gradient(self, x: Any) -> Any:
        return self._answer("gradient")

    def constraints(self, x: Any) -> Any:
        return self._answer("constraints")

    def jacobian(self, x: Any) -> Any:
        return self._answer("jacobian")

    def lagrangian_hessian(self, x: Any, y: Any, sigma: float) -> Any:
        return self._answer("lagrangian_hessian")

    def lagrangian_hessian_product(self, x: Any, y: Any, sigma: float, v: Any) -> Any:
        return self._answer("lagrangian_hessian_product")


def ask_everything(evaluator: Evaluator) -> None:
    values = evaluator.values(X)
    evaluator.linearization(values)
    evaluator.hessian(X, Y)
    evaluator.hessian_product(X, Y, 1.0, X)


def test_every_question_is_counted_once() -> None:
    evaluator = Evaluator(Given())
    ask_everything(evaluator)
    ask_everything(evaluator)
    names = ("objective", "constraints", "gradient", "jacobian", "hessian", "hessian_product")
    assert evaluator.calls == dict.fromkeys(names, 2)
    assert evaluator.failures == 0
    assert evaluator.function_seconds > 0
    assert evaluator.derivative_seconds > 0


NAN, INFINITE = np.array([[0.0, 1.0], [np.nan, 0.0]]), np.array([1.0, np.inf])


@pytest.mark.parametrize(
    ("answers", "function", "index", "sentence"),
    [
        ({"objective": np.nan}, "objective", None, "objective: is nan"),
        ({"objective": -np.inf}, "objective", None, "objective: is -inf"),
        ({"constraints": INFINITE}, "constraints", 1, "constraints: edge is inf"),
        ({"constraints": np.array([np.nan, 0.0])}, "constraints", 0, "constraints: area is nan"),
        ({"gradient": INFINITE}, "gradient", 1, "gradient: with respect to height is inf"),
        ({"jacobian": NAN}, "jacobian", 1, "jacobian: of edge with respect to width is not finite"),
        ({"jacobian": sparse.csc_array(NAN)}, "jacobian", 1, "jacobian: of edge with respect to width is not finite"),
        ({"lagrangian_hessian": NAN}, "hessian", 1, "hessian: of height with respect to width is not finite"),
        ({"lagrangian_hessian_product": INFINITE}, "hessian_product", None, "hessian_product: is not finite"),
    ],
)
def test_what_is_not_finite_is_named(answers: dict[str, Any], function: str, index: int | None, sentence: str) -> None:
    evaluator = Evaluator(Given(**answers))
    with pytest.raises(EvaluationError, match=sentence) as caught:
        ask_everything(evaluator)
    assert (caught.value.function, caught.value.index) == (function, index)
    assert evaluator.failures == 1


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError("division by zero"),
        OverflowError("too large"),
        ValueError("log"),
        RuntimeError("diverged"),
        OSError("no licence"),
    ],
)
@pytest.mark.parametrize("name", ["objective", "constraints", "gradient", "jacobian"])
def test_a_function_that_raises_fails_at_the_point(name: str, error: Exception) -> None:
    evaluator = Evaluator(Given(**{name: error}))
    with pytest.raises(EvaluationError, match=f"{name} raised {type(error).__name__}: {error}") as caught:
        ask_everything(evaluator)
    assert caught.value.function == name
    assert caught.value.__cause__ is error
    assert evaluator.failures == 1


def test_a_problem_may_say_itself_that_it_cannot_be_evaluated() -> None:
    evaluator = Evaluator(Given(constraints=EvaluationError("the simulation diverged")))
    with pytest.raises(EvaluationError, match="the simulation diverged") as caught:
        evaluator.values(X)
    assert caught.value.function == "constraints"


@pytest.mark.parametrize("error", [TypeError("'NoneType' is not callable"), KeyError("x"), KeyboardInterrupt()])
def test_a_programming_mistake_and_an_interrupt_are_passed_on(error: BaseException) -> None:
    evaluator = Evaluator(Given(objective=error))
    with pytest.raises(type(error)):
        evaluator.values(X)
    assert evaluator.failures == 0


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"constraints": np.ones(3)}, r"constraints returned shape \(3,\), expected \(2,\)"),
        ({"gradient": np.ones((2, 1))}, r"gradient returned shape \(2, 1\), expected \(2,\)"),
        ({"jacobian": np.ones((1, 2))}, r"jacobian returned shape \(1, 2\), expected \(2, 2\)"),
        ({"lagrangian_hessian": np.ones((3, 3))}, r"lagrangian_hessian returned shape \(3, 3\), expected \(2, 2\)"),
    ],
)
def test_a_wrong_shape_is_a_mistake(answers: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProblemError, match=sentence):
        ask_everything(Evaluator(Given(**answers)))


def test_a_problem_without_second_derivatives_says_so() -> None:
    class First:
        variable_bounds = constraint_bounds = Bounds.free(2)

    bare: Any = First()
    with pytest.raises(ProblemError, match="no lagrangian_hessian: choose a quasi-Newton"):
        Evaluator(bare).hessian(X, Y)


def test_without_rows_nobody_is_asked_for_constraints() -> None:
    class NoRows(Given):
        constraint_bounds = Bounds.free(0)

    evaluator = Evaluator(NoRows(constraints=AssertionError("not asked for")))
    assert evaluator.values(X).c.size == 0
    assert evaluator.calls["constraints"] == 0


def test_what_is_known_is_not_evaluated_again() -> None:
    first = Evaluator(Given())
    known = first.linearization(first.values(X))
    evaluator = Evaluator(Given(), known)
    assert evaluator.linearization(evaluator.values(X.copy())) is known
    assert set(evaluator.calls.values()) == {0}
    evaluator.linearization(evaluator.values(X + 1.0))
    assert evaluator.calls["objective"] == evaluator.calls["jacobian"] == 1
