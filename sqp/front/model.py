"""The model people write in: a statement that can be solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, sqp_settings
from sqp.algorithm.result import Result
from sqp.errors import ModelError
from sqp.model.expression import Expression
from sqp.model.mapping import mapped
from sqp.model.parts import Constraint
from sqp.model.problem import HasResiduals, provides
from sqp.model.statement import Statement


class Model(Statement):
    """A nonlinear program stated with names, and its solution.

    Everything that states the problem is in :class:`sqp.model.statement.Statement`.

    Parameters
    ----------
    name : str
        Used in messages and by ``print``.

    Examples
    --------
    The largest rectangle of given perimeter:

    >>> m = Model("box")
    >>> w, h = m.variable("w", lower=0, start=1), m.variable("h", lower=0, start=3)
    >>> length = m.parameter("length", value=8.0)
    >>> m.maximize(w * h)
    >>> limit = m.subject_to(2 * w + 2 * h <= length, name="perimeter")
    >>> result = m.solve()
    >>> round(result["w"], 6), round(result.value(w * h), 6), round(result.multiplier("perimeter"), 6)
    (2.0, 4.0, 1.0)
    >>> round(m.solve(start=result, parameters={"length": 12.0})["w"], 6)
    3.0
    """

    def solve(
        self,
        start: Mapping[str, ArrayLike] | ArrayLike | Result | None = None,
        parameters: Mapping[str, ArrayLike] | None = None,
        *,
        warm: Result | None = None,
        callback: Callback | None = None,
        checkpoint: Checkpoint | None = None,
        compile: bool = False,  # noqa: A002
        **settings: Any,
    ) -> Result:
        """Solve the model; solving again with other parameter values differentiates nothing anew.

        Parameters
        ----------
        start : mapping of variable names to values, (n,) array, or Result, optional
            Replaces the starts stated with the variables; a result of this model also hands over its multipliers.
        parameters : mapping of parameter names to values, optional
            Replaces values for this solve only.
        warm : Result, optional
            An earlier solve of this model, to start from with all that it learnt: besides its point and multipliers,
            the working set and the quasi-Newton matrix.
        callback : callable, optional
            Called after each iteration with its record.
        checkpoint : Checkpoint, optional
            Where to save the solve; ``sqp.resume(path, model.problem(parameters))`` continues it.
        compile : bool
            Whether the functions are compiled by a C compiler first, which is done once and kept on disk: for models
            that are solved often, or take long; see :meth:`sqp.CasadiProblem.compiled`.
        **settings
            Fields of :class:`sqp.algorithm.sqp.SQP`; ``hessian`` may be the name of a model such as ``"bfgs"``, or
            ``"auto"``, which is the default for sums of squares.

        Raises
        ------
        ModelError
            If a variable is used nowhere, a parameter has no value, a name is unknown or data are contradictory.
        OptionError
            If a setting is unknown or out of range.
        """
        problem = self.problem(parameters, start.x if isinstance(start, Result) else start)
        problem = problem.compiled() if compile else problem
        if provides(problem, HasResiduals):
            settings.setdefault("hessian", "auto")
        notes = choose_hessian(settings, problem, None)
        method = sqp_settings(settings, ("start", "parameters", "warm", "checkpoint", "compile"))
        if not isinstance(start, Result):
            x0 = None if start is None else problem.start
            return method.solve(problem, x0, warm=warm, callback=callback, checkpoint=checkpoint, notes=notes)
        if start.y.size != problem.constraint_bounds.size:
            raise ModelError(
                f"start is a result with {start.y.size} constraints, the model has {problem.constraint_bounds.size}"
            )
        return method.solve(
            problem,
            problem.start,
            y0=start.y,
            z0=start.z,
            warm=warm,
            callback=callback,
            checkpoint=checkpoint,
            notes=notes,
        )

    def map(
        self,
        function: Callable[..., Any],
        over: Sequence[Any],
        *,
        shared: Sequence[Any] = (),
        count: int | None = None,
        threads: int = 1,
    ) -> Expression:
        """The results of one function for many instances: stages of a horizon, observations, lines of a network.

        The function is traced and differentiated once, however many instances there are; where its arguments are
        variables, picked in any order, and data, the derivatives of all instances are evaluated together and put
        where they belong.  The result is an expression like any other; for sums and differences of results, as in
        equations and objectives, nothing else is differentiated.

        Parameters
        ----------
        function : callable or casadi.Function
            ``function(*columns, *shared)`` for one instance, written with the functions of this package; a scalar, a
            column, or a list of scalars, m numbers.
        over : sequence of matrices
            Expressions and arrays whose last axis counts the N instances: (k, N) matrices, of which the function takes
            one column, and vectors of N entries, of which it takes one.
        shared : sequence of expressions or arrays
            Passed whole to every instance.
        count : int, optional
            N, where the shapes do not tell it: a single column is otherwise one instance, and several columns of one
            height that many scalars.
        threads : int
            How many threads share the instances; for 1 000 instances and more.

        Returns
        -------
        Expression
            (m, N).

        Raises
        ------
        ModelError
            If the numbers of instances differ, or the function does not take these arguments, or returns anything
            but a column, or uses expressions that it is not passed.

        Examples
        --------
        The shortest time in which a cart comes to rest one metre further, in 20 equal steps:

        >>> m = Model("cart")
        >>> position, speed = m.variable("position", 21, start=0.0), m.variable("speed", 21)
        >>> force, duration = m.variable("force", 20, lower=-1, upper=1), m.variable("duration", lower=0, start=1)
        >>> def motion(before, v, f, after, w, T):
        ...     h = T / 20
        ...     return [before + h * v + h**2 / 2 * f - after, v + h * f - w]
        >>> over = (position[:-1], speed[:-1], force, position[1:], speed[1:])
        >>> limit = m.subject_to(m.map(motion, over, shared=[duration]) == 0, name="motion")
        >>> ends = [m.subject_to(e == 0) for e in (position[0], speed[0], position[-1] - 1, speed[-1])]
        >>> m.minimize(duration)
        >>> round(m.solve()["duration"], 6)
        2.0
        """
        return mapped(function, over, shared=shared, count=count, threads=threads)

    def add_cvxpy(
        self, constraints: Sequence[Any], variables: Mapping[Any, Any], name: str = "cvxpy", *, apex: float = 1e-8
    ) -> dict[str, Constraint]:
        """Add convex constraints that are written in CVXPY.

        CVXPY brings them into the form of cones.  Linear ones are taken as they are; second-order cones, exponential
        cones and semidefinite matrices of size 2 become smooth constraints.  CVXPY's parameters count with the values
        that they have now.

        Parameters
        ----------
        constraints : sequence of cvxpy constraints
        variables : mapping of cvxpy variables to expressions
            What each variable stands for: an expression of this model in the variable's shape.
        name : str
            The constraints are called ``NAME.equalities``, ``NAME.inequalities`` and ``NAME.cones``, the variables that
            CVXPY and the smooth description need ``NAME.auxiliary`` and ``NAME.positive``.
        apex : float
            Least radius of a second-order cone, and least argument of a logarithm, positive: how much is cut off where
            a cone is not smooth.

        Returns
        -------
        dict of str to Constraint
            The constraints that were added, by name.

        Raises
        ------
        ModelError
            If a constraint is not convex, or a variable has no expression of its shape.
        sqp.errors.UnsupportedError
            For larger semidefinite matrices, power cones, and variables with attributes other than bounds.

        Examples
        --------
        >>> import cvxpy as cp
        >>> m = Model("nearest")
        >>> x = m.variable("x", 2, start=[1.0, 0.5])
        >>> m.minimize((x[0] - 3) ** 2 + x[0] * x[1])
        >>> point = cp.Variable(2)
        >>> list(m.add_cvxpy([cp.norm(point) <= 2, point[1] >= cp.exp(point[0]) / 10], {point: x}))
        ['cvxpy.equalities', 'cvxpy.inequalities', 'cvxpy.cones']
        >>> m.solve()["x"].round(4)
        array([1.8878, 0.6605])
        """
        from sqp.adapters.cvxpy.convex_part import add_convex_part

        return add_convex_part(self, constraints, variables, name, apex)
