"""``sqp stub -AMPL key=value ...``: the program as a solver for AMPL, Pyomo, JuMP and others that write ``.nl`` files.

Every import that a mere question such as ``sqp -v`` does not need is made where it is needed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqp.adapters.ampl.answer import Answer
    from sqp.cli.screen import Screen

#: Answered without a model.
QUESTIONS = ("-v", "-version", "--version", "-=", "-?", "-help")
#: The part of ``wantsol`` that asks for an answer file without -AMPL, and the one that asks for silence.
_WRITE, _SILENT = 1, 8
_USAGE = """\
usage: sqp [options] stub [-AMPL] [key=value ...]

Options:
    --    end of options
    -=    show the keywords
    -?    show this
    -e    do not repeat the assignments
    -of FILE    write the answer to FILE
    -oFILE      the same, with the values of the variables as its last lines
    -s    write the answer file without -AMPL
    -v    show the version

The answer goes to stub.sol; the environment variable sqp_options may hold further assignments."""


@dataclass
class Call:
    """What the arguments of a call say.

    Examples
    --------
    >>> call = parsed(["-s", "model.nl", "tol=1e-6"])
    >>> call.stub, call.flags, call.assignments
    ('model.nl', {'-s'}, ['tol=1e-6'])
    """

    stub: str = ""
    flags: set[str] = field(default_factory=set[str])
    output: str = ""
    values_last: bool = False
    assignments: list[str] = field(default_factory=list[str])


def is_meant(arguments: Sequence[str], commands: Sequence[str]) -> bool:
    """Whether arguments are a solver's and not one of the program's own commands.

    Examples
    --------
    >>> is_meant(["model", "-AMPL"], ["solve"]), is_meant(["solve", "model.nl"], ["solve"])
    (True, False)
    """
    if not arguments:
        return False
    if arguments[0] in QUESTIONS and arguments[0] != "--version":
        return True
    if any(argument.startswith("-AMPL") for argument in arguments[1:]):
        return True
    stub = parsed(arguments).stub
    is_model = stub.endswith(".nl") or Path(f"{stub}.nl").is_file()
    return bool(stub) and stub not in commands and is_model


def parsed(arguments: Sequence[str]) -> Call:
    """The call that arguments state; options precede the stub, assignments follow it."""
    call, rest = Call(), list(arguments)
    while rest and rest[0].startswith("-"):
        flag = rest.pop(0)
        if flag == "--":
            break
        if flag == "-of":
            call.output = rest.pop(0) if rest else ""
        elif flag.startswith("-of"):
            call.output = flag[3:]
        elif flag.startswith("-o"):
            call.output, call.values_last = flag[2:], True
        else:
            call.flags.add(flag)
    if rest:
        call.stub = rest.pop(0)
    call.flags.update(argument for argument in rest if argument.startswith("-AMPL"))
    call.assignments = [argument for argument in rest if not argument.startswith("-")]
    return call


def run(arguments: Sequence[str], program: str = "sqp") -> int:
    """Do what the arguments ask for; the exit code is 0 whenever there is an answer, whatever it says."""
    if arguments and arguments[0] in QUESTIONS:
        print(_reply(arguments[0], program))  # noqa: T201 - the protocol's answer
        return 0
    call = parsed(arguments)
    for flag in sorted(call.flags - {"-s", "-e"}):
        if not flag.startswith("-AMPL"):
            print(f"{program}: unknown option {flag}\n{_USAGE}", file=sys.stderr)  # noqa: T201
            return 1
    file = Path(call.stub if call.stub.endswith(".nl") else f"{call.stub}.nl")
    if not file.is_file():
        print(f"{program}: can't open {file}", file=sys.stderr)  # noqa: T201
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who stops the solver wants the best point so far
    return _solve(call, file)


def _reply(question: str, program: str) -> str:
    if question == "-=":
        from sqp.adapters.ampl.options import keyword_list

        return keyword_list()
    return _USAGE if question in ("-?", "-help") else version_line(program)


def version_line(program: str) -> str:
    """The name under which the program was called, its version and the system.

    Examples
    --------
    >>> version_line("sqp").split()[0]
    'SQP'
    """
    import platform

    import sqp

    return f"{program.upper()} {sqp.__version__} ({platform.system()} {platform.machine()})"


def _solve(call: Call, file: Path) -> int:
    from sqp.adapters.ampl.codes import SolveCode
    from sqp.adapters.ampl.options import Assignments
    from sqp.adapters.ampl.service import answered, refusal
    from sqp.cli.screen import Screen
    from sqp.errors import OptionError
    from sqp.report.plain import PlainLog

    screen = Screen()
    title = " ".join(version_line("sqp").split()[:2])
    given = Assignments()
    try:
        given.add_text(os.environ.get("sqp_options", ""))  # noqa: SIM112 - the protocol's name for it
        given.add_arguments(call.assignments)
        wanted = int(given.values.pop("wantsol", 0)) | (_WRITE if "-s" in call.flags else 0)
        silent = bool(wanted & _SILENT) or given.values.pop("outlev", 1) < 1
        number = given.values.pop("objno", 1)
        begin = [f"{title}:", *([] if "-e" in call.flags else given.echo), *_ignored(given.unknown)]
        _say(screen, begin, silent=silent)
        objective = number - 1 if number else None
        callback = None if silent else PlainLog(screen)
        answer = answered(file, given.values, objective=objective, callback=callback, title=title)
    except OptionError as error:
        wanted, silent = _WRITE, False
        answer = refusal(file, SolveCode.BAD_OPTION, f"{title}: {error}")
    from_host = any(flag.startswith("-AMPL") for flag in call.flags)
    if not from_host:
        _say(screen, [answer.message], silent=silent)
    return _delivered(answer, call, file) if from_host or wanted & _WRITE or call.output else 0


def _delivered(answer: Answer, call: Call, file: Path) -> int:
    from sqp.adapters.ampl.solution import write_sol

    path = Path(call.output) if call.output else file.with_suffix(".sol")
    try:
        write_sol(path, answer, values_last=call.values_last)
    except OSError as error:
        print(f"can't write {path}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _ignored(unknown: Sequence[str]) -> list[str]:
    return [f'unknown keyword "{word}" is ignored; "sqp -=" lists the keywords' for word in unknown]


def _say(screen: Screen, lines: Sequence[str], *, silent: bool) -> None:
    if not silent:
        screen.write("".join(f"{line}\n" for line in lines))
