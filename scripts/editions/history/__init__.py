"""
What version control remembers: files as they stood at a revision, and which revision is trusted.

The trusted revision says whose keys count and which machine marks must be there. It is the checkout itself, unless a
change from outside is being looked at: then it is what that change wants to be merged into.

    trusted  which revision it is                          git  the program, as a process
    past     what stood there, and what commits changed
"""

from editions.history.git import blob_name
from editions.history.past import Commit, History
from editions.history.trusted import TRUSTED, history, refuse_tracked

__all__ = ["TRUSTED", "Commit", "History", "blob_name", "history", "refuse_tracked"]
