"""The door: ``read_nl(path)`` turns an AMPL ``.nl`` model into a problem."""

from __future__ import annotations

import warnings
from os import PathLike
from pathlib import Path

from sqp.adapters.ampl.assembly import assemble
from sqp.adapters.ampl.contents import check_complete
from sqp.adapters.ampl.header import LINES, Header, header_end, parse_header
from sqp.adapters.ampl.info import AmplInfo
from sqp.adapters.ampl.names import Names, read_names
from sqp.adapters.ampl.problem import AmplProblem
from sqp.adapters.ampl.segments import SegmentReader
from sqp.adapters.ampl.stream import TokenStream
from sqp.adapters.ampl.tokens_binary import BinaryStream
from sqp.adapters.ampl.tokens_text import TextStream
from sqp.errors import OptionError, ReadError, SqpWarning, UnsupportedError


def read_nl(path: str | PathLike[str], *, objective: int | None = 0) -> AmplProblem:
    r"""Read an AMPL model in the text or the binary ``.nl`` format.

    Names are taken from ``.col`` and ``.row`` files beside the model, if there are any.

    Parameters
    ----------
    path : path
        The file; the extension ``.nl`` may be left out.
    objective : int or None
        Which objective to optimise where the file has several, counted from 0; None asks for a feasible point.

    Returns
    -------
    AmplProblem
        With exact derivatives.  Complementarity conditions are stated as smooth constraints, as
        :meth:`sqp.Model.complementarity` does.  A maximised objective is negated and ``problem.sense`` is -1.
        ``problem.notes`` says how the file was understood where that is not obvious, ``problem.info`` holds suffixes
        and options.

    Raises
    ------
    OptionError
        If the file has no such objective.
    ReadError
        If the file is missing or is not a complete, consistent ``.nl`` file; the message says where and why.
    UnsupportedError
        If the model has integer variables, logical constraints, external functions,
        piecewise-linear terms or other things that are not smooth and continuous.

    Warns
    -----
    SqpWarning
        If the model uses operators that are not differentiable everywhere (abs, min, max, if-then-else, ...), or has
        several objectives, of which one is taken.

    Examples
    --------
    >>> import tempfile
    >>> counts = ["2 0 1 0 0", "0 1", "0 0", "0 2 0", "0 0 0 1", "0 0 0 0 0", "0 2", "0 0", "0 0 0 0 0"]
    >>> product = ["O0 1", "o2", "v0", "v1", "b", "0 0 1", "0 0 1", "k1", "0", "G0 2", "0 0", "1 3"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "product.nl"
    ...     _ = file.write_text("\n".join(["g3 1 1 0", *counts, *product]))
    ...     problem = read_nl(file)
    >>> problem.sense, problem.objective(problem.variable_bounds.upper)
    (-1, -4.0)
    """
    file = _file(Path(path))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file}: cannot be read: {error.strerror}") from error
    if not data:
        raise ReadError(f"{file}: the file is empty")
    header, stream = _open(file, data)
    _expect_room(file, header, stream)
    names = read_names(file, header["variables"], header["constraints"])
    _refuse_discrete(file, header, names)
    contents = SegmentReader(stream, header, names).read()
    check_complete(file, header, contents)
    _expect_objective(file, header["objectives"], objective)
    optimised = contents.objectives.get(-1 if objective is None else objective)
    info = AmplInfo(
        path=file,
        byte_order=header.byte_order if header.binary else None,
        rows=header["constraints"],
        options=header.options,
        bound_tolerance=header.bound_tolerance,
        objectives=header["objectives"],
        objective=None if optimised is None else objective,
        sense=1 if optimised is None else optimised[1],
        suffixes=contents.suffixes,
    )
    problem = assemble(contents, info, names)
    if len(contents.objectives) > 1 or contents.nonsmooth:
        warnings.warn(f"{file}: {'; '.join(problem.notes)}", SqpWarning, stacklevel=2)
    return problem


def _file(path: Path) -> Path:
    with_extension = Path(f"{path}.nl")
    return with_extension if not path.exists() and with_extension.exists() else path


def _open(path: Path, data: bytes) -> tuple[Header, TokenStream]:
    if data[:1] == b"b":
        end = header_end(data)
        header = parse_header(path, data[:end].splitlines())
        return header, BinaryStream(path, data, end, header.byte_order)
    lines = data.splitlines()
    return parse_header(path, lines), TextStream(path, lines, LINES)


def _expect_objective(path: Path, count: int, objective: int | None) -> None:
    if objective is not None and not 0 <= objective < max(1, count):
        what = f"from 0 to {count - 1}" if count else "0 or None, since the file has none"
        raise OptionError(f"{path}: objective must be {what}, got {objective}")


def _expect_room(path: Path, header: Header, stream: TokenStream) -> None:
    """Refuse counts that the file is too short to honour, before anything is allocated for them."""
    for name, count in (
        ("variables", header["variables"]),
        ("constraints", header["constraints"]),
        ("objectives", header["objectives"]),
        ("defined variables", header.defined_variables),
    ):
        if count > stream.remaining:
            raise ReadError(f"{path}: the header announces {count} {name}, but the file is too short for them")


def _refuse_discrete(path: Path, header: Header, names: Names) -> None:
    discrete = header.discrete_variables()
    if discrete:
        count = sum(len(group) for group in discrete)
        first = names.variable(min(group.start for group in discrete))
        raise UnsupportedError(f"{path}: line 7: {count} variable(s) must be integer, the first is {first}")
    if header["logical_constraints"]:
        count = header["logical_constraints"]
        raise UnsupportedError(f"{path}: line 2: {count} logical constraint(s), which are not smooth")
