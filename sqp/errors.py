"""The exceptions of the package.

Mistakes are exceptions, raised before the first iteration; mathematical outcomes are values of
:class:`sqp.algorithm.stop.StopReason` and :class:`sqp.algorithm.stop.PointKind`.
"""

from __future__ import annotations


class SqpError(Exception):
    """Base class of every exception that this package raises on purpose."""


class SqpWarning(UserWarning):
    """What was asked for is done, but perhaps not as the user believes; the message says why."""


class ModelError(SqpError, ValueError):
    """A model says something it cannot mean; the message names the part of the model."""


class OptionError(SqpError, ValueError):
    """A setting has a value outside its range; the message names the setting, the range and the value."""


class ProblemError(SqpError, ValueError):
    """A problem object or an argument of ``solve`` has the wrong shape, type or content."""


class ReadError(SqpError, ValueError):
    """A file cannot be read as what it claims to be; the message says where and why."""


class UnsupportedError(ReadError):
    """A file is well formed but uses a feature that a smooth continuous solver cannot honour."""


class ContradictionError(ReadError):
    """A file is well formed, but bounds that it states admit no value: there is no feasible point."""


class CheckpointError(SqpError, ValueError):
    """A checkpoint cannot be read, belongs to another problem, or cannot be continued to the same bits."""


class EvaluationError(SqpError, ArithmeticError):
    """A user function failed or returned a value that is not finite.

    The one recoverable exception: the step that led here is rejected.  ``function`` names the function
    (``"objective"``, ``"constraints"``, ...), ``index`` the first offending entry, if there is one.
    A user's function may raise it to say "I cannot be evaluated here".
    """

    def __init__(self, message: str, *, function: str = "", index: int | None = None) -> None:
        super().__init__(message)
        self.function = function
        self.index = index

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_evaluation_error, (str(self), self.function, self.index))


def _rebuild_evaluation_error(message: str, function: str, index: int | None) -> EvaluationError:
    return EvaluationError(message, function=function, index=index)


class SolveFailed(SqpError, RuntimeError):
    """Raised by ``result.raise_for_status()`` only; ``result`` is the whole result."""

    def __init__(self, message: str, result: object) -> None:
        super().__init__(message)
        self.result = result

    def __reduce__(self) -> tuple[object, ...]:
        return (SolveFailed, (str(self), self.result))
