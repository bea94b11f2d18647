"""`python tests/hostile`: runs the trial and prints a table of classes and ways for a report."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder of the shelf leaves the path; `hostile` enters it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from hostile.report import main

    sys.exit(main())
