"""The command line of the benches; `python tests/bench --help`."""

import signal
import sys
from pathlib import Path

if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # while modules are loaded there is nothing to clear up
    # The folder of the benches leaves the path, where a bench `html` would hide Python's own module; `bench` enters it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from bench.harness.cli import main

    sys.exit(main())
