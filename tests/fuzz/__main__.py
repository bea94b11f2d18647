"""The command line of the fuzzer; `python tests/fuzz --help`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder of the fuzzer leaves the path; `fuzz` enters it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from fuzz.harness.cli import main

    sys.exit(main())
