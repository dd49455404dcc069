"""``python -m evals.perf``: every measurement at its usual size, one table after the other."""

import asyncio

from evals.perf import latency, load


def main() -> None:
    """Run and print."""
    print(asyncio.run(latency.run(60)), end="\n\n")
    print(asyncio.run(load.run(60, 200)))


if __name__ == "__main__":
    main()
