"""The program: the command line, and what Ctrl-C means at any moment, even while it is still being loaded."""

import sys

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def run() -> None:
    """The entry point of the installed program."""
    try:
        from editions.cli import main

        sys.exit(main())
    except KeyboardInterrupt:
        print("editions: interrupted; what was finished is kept, nothing is half-written", file=sys.stderr)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
