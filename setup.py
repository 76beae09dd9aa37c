"""Where the two packages lie; everything else is in pyproject.toml (docs/decisions/0006 says why)."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["sqp", "sqp.*"]),
        "sqp_problems",
        *(f"sqp_problems.{name}" for name in find_packages("problems")),
    ],
    package_dir={"sqp_problems": "problems"},
)
