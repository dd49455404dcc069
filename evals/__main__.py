"""``python -m evals <name> …``: the evals by name. Each loads when it is asked for."""

import importlib
import sys

EVALS = {
    "conduct": ("evals.conduct.main", "whole interviews with simulated candidates, and every check of them"),
}
"""Name to the module whose ``main(arguments)`` returns an exit code, and what it is for."""


def main(arguments: list[str]) -> int:
    """Run an eval; return its exit code."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print("usage: python -m evals <name> [options]\n")
        print("\n".join(f"  {name:10} {says}" for name, (_, says) in EVALS.items()))
        return 0 if arguments else 2
    if arguments[0] not in EVALS:
        print(f"no eval {arguments[0]!r}; there are: {', '.join(EVALS)}", file=sys.stderr)
        return 2
    try:
        return int(importlib.import_module(EVALS[arguments[0]][0]).main(arguments[1:]))
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
