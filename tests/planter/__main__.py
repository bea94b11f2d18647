"""The command line of the planter; `python tests/planter --help`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder of the planter leaves the path; `planter` enters it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from planter.cli import main

    sys.exit(main())
