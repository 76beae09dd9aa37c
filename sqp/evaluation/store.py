"""Answers of functions as plain arrays: equal ones are kept once, and each comes back with the bits that it had."""

from __future__ import annotations

from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import is_sparse
from sqp.errors import EvaluationError

#: A float, a vector, a matrix, or the failure that took its place.
Answer: TypeAlias = Any
#: Kind, index of the numbers (or the message), and two numbers that the kind explains.
Place: TypeAlias = tuple[int, int, int, int]

_SCALAR, _VECTOR, _BY_ROWS, _BY_COLUMNS, _SPARSE, _FAILED = range(6)


@final
class AnswerStore:
    """Keeps copies of answers.

    Examples
    --------
    >>> store = AnswerStore()
    >>> place = store.put(np.eye(2))
    >>> place == store.put(np.eye(2)), place == store.put(2 * np.eye(2))
    (True, False)
    >>> AnswerStore.from_arrays(store.to_arrays()).get(place)
    array([[1., 0.],
           [0., 1.]])
    """

    def __init__(self) -> None:
        self._values: list[NDArray[np.float64]] = []
        self._patterns: list[NDArray[Any]] = []
        self._failures: list[str] = []
        self._seen: dict[bytes, int] = {}

    def put(self, answer: Answer) -> Place:
        if isinstance(answer, EvaluationError):
            self._failures += [str(answer), answer.function, "" if answer.index is None else str(answer.index)]
            return _FAILED, len(self._failures) // 3 - 1, 0, 0
        if is_sparse(answer):
            pattern = np.concatenate((np.array(answer.shape, answer.indptr.dtype), answer.indptr, answer.indices))
            return _SPARSE, self._put(answer.data, self._values), self._put(pattern, self._patterns), 0
        array = np.asarray(answer, dtype=np.float64)
        if array.ndim < 2:
            return (_VECTOR if array.ndim else _SCALAR), self._put(array.ravel(), self._values), 0, 0
        by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
        index = self._put(array.ravel(order="F" if by_columns else "C"), self._values)
        return (_BY_COLUMNS if by_columns else _BY_ROWS), index, *array.shape

    def _put(self, array: NDArray[Any], among: list[Any]) -> int:
        index = self._seen.setdefault(array.dtype.str.encode() + array.tobytes(), len(among))
        if index == len(among):
            among.append(array.copy())
        return index

    def get(self, place: Place) -> Answer:
        """A copy of the answer at a place; IndexError or ValueError if there is none."""
        kind, index, first, second = place
        if kind == _FAILED:
            message, function, number = self._failures[3 * index : 3 * index + 3]
            return EvaluationError(message, function=function, index=int(number) if number else None)
        values = self._values[index].copy()
        if kind == _SPARSE:
            pattern = self._patterns[first]
            rows, columns = int(pattern[0]), int(pattern[1])
            indptr, indices = pattern[2 : columns + 3].copy(), pattern[columns + 3 :].copy()
            return sparse.csc_array((values, indices, indptr), shape=(rows, columns))
        if kind == _SCALAR:
            return float(values[0])
        if kind == _VECTOR:
            return values
        return values.reshape((first, second), order="F" if kind == _BY_COLUMNS else "C")

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays that :meth:`from_arrays` understands."""
        return {
            "values": np.concatenate([np.zeros(0), *self._values]),
            "sizes": np.array([part.size for part in self._values], dtype=np.int64),
            "patterns": np.concatenate([np.zeros(0, np.int64), *self._patterns]),
            "pattern_sizes": np.array([part.size for part in self._patterns], dtype=np.int64),
            "pattern_bits": np.array([8 * part.itemsize for part in self._patterns], dtype=np.int64),
            "failures": np.array(self._failures, dtype=np.str_),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> AnswerStore:
        """The inverse of :meth:`to_arrays`; KeyError, ValueError or TypeError if these are not its arrays."""
        store = cls()
        for part in _parts(arrays["values"], arrays["sizes"]):
            store._put(part, store._values)
        widths = arrays["pattern_bits"].tolist()
        for part, bits in zip(_parts(arrays["patterns"], arrays["pattern_sizes"]), widths, strict=True):
            store._put(part.astype(np.int32 if bits == 32 else np.int64), store._patterns)
        store._failures = [str(part) for part in arrays["failures"]]
        return store


def _parts(whole: NDArray[Any], sizes: NDArray[Any]) -> list[NDArray[Any]]:
    if int(sizes.sum()) != whole.size:
        raise ValueError("the sizes of the parts do not add up")
    return np.split(whole, np.cumsum(sizes))[:-1]
