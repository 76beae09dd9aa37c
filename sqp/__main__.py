"""``python -m sqp`` is the ``sqp`` command."""

from sqp.cli import main

if __name__ == "__main__":
    main()
