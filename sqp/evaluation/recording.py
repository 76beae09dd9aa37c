"""The answers of a problem's functions, written down in order, so that a solve can be repeated without asking again.

A solve is a deterministic function of these answers.  Whoever has them can therefore bring every part of a solver, its
own strategies and the hidden state of the QP solvers alike, back to where they were: by letting it run.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import is_sparse
from sqp.errors import CheckpointError, EvaluationError
from sqp.evaluation.store import Answer, AnswerStore

FUNCTIONS: Final = ("objective", "constraints", "gradient", "jacobian", "hessian", "hessian_product")

#: Number of the function, digest of its arguments, evaluations spent on differences, and the place of the answer.
_Entry: TypeAlias = tuple[int, int, int, int, int, int, int]


@final
class Recording:
    """A list of evaluations that is read to its end first and then continued.

    Examples
    --------
    >>> recording = Recording()
    >>> recording.append("objective", (np.zeros(2),), 3.0, 0)
    >>> again = Recording.from_arrays(recording.to_arrays())
    >>> again.next("objective", (np.zeros(2),))
    (3.0, 0)
    >>> again.next("objective", (np.zeros(2),)) is None
    True
    """

    def __init__(self) -> None:
        self._store = AnswerStore()
        self._entries: list[_Entry] = []
        self._position = self._known = 0
        self._proved: set[str] = set()

    @property
    def replays(self) -> bool:
        """Whether the next answer is known already."""
        return self._position < self._known

    def next(self, function: str, arguments: tuple[Any, ...]) -> tuple[Answer, int] | None:
        """The known answer to the next question with what it took in differences, None if the question is new.

        Raises
        ------
        CheckpointError
            If another question was asked here before.
        """
        if not self.replays:
            return None
        number, digest, differences, *place = self._entries[self._position]
        if FUNCTIONS[number] != function or digest != _digest(arguments):
            raise CheckpointError(
                f"evaluation {self._position + 1} of {self._known} in the checkpoint is of the {FUNCTIONS[number]} "
                f"and not at the point where the {function} is asked for now: the settings, the processor or the "
                "linear algebra library differ from those of the run that wrote it, which cannot be continued to the "
                "same bits. Start anew from the last point in the file: numpy.load(path)['x']"
            )
        self._position += 1
        kind, index, first, second = place
        return self._store.get((kind, index, first, second)), differences

    def wants_proof(self, function: str, answer: Answer) -> bool:
        """Whether this is the first proper answer of its function: the problem must show that it still gives it."""
        if function in self._proved or isinstance(answer, EvaluationError):
            return False
        self._proved.add(function)
        return True

    def append(self, function: str, arguments: tuple[Any, ...], answer: Answer, differences: int) -> None:
        """Write a new answer down."""
        place = self._store.put(answer)
        self._entries.append((FUNCTIONS.index(function), _digest(arguments), differences, *place))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays that :meth:`from_arrays` understands."""
        entries = np.array(self._entries, dtype=np.int64).reshape(-1, 7)
        return {"entries": entries, **self._store.to_arrays()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Recording:
        """The inverse of :meth:`to_arrays`; KeyError, ValueError or TypeError if these are not its arrays."""
        recording = cls()
        recording._store = AnswerStore.from_arrays(arrays)
        recording._entries = [tuple(row) for row in arrays["entries"].reshape(-1, 7).tolist()]
        recording._known = len(recording._entries)
        return recording


def same_answer(one: Answer, other: Answer) -> bool:
    """Whether two answers agree to the last bit.

    >>> same_answer(0.0, -0.0), same_answer(np.eye(2), np.eye(2))
    (False, True)
    """
    if is_sparse(one) and is_sparse(other):
        return np.array_equal(one.indices, other.indices) and one.data.tobytes() == other.data.tobytes()
    if is_sparse(one) or is_sparse(other):
        return False
    return np.shape(one) == np.shape(other) and np.asarray(one).tobytes() == np.asarray(other).tobytes()


def _digest(arguments: tuple[Any, ...]) -> int:
    state = blake2b(digest_size=8)
    for argument in arguments:
        state.update(np.ascontiguousarray(argument, dtype=np.float64).tobytes())
    return int.from_bytes(state.digest(), "little", signed=True)
