"""Rounds of asking: jobs are asked for together, and those that need another step once more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.engines import Failure
    from editions.prefill.asking import Asking, Request
    from editions.prefill.jobs import Job


def answered(asking: Asking, jobs: Sequence[Job]) -> Iterator[tuple[Job, str | Failure]]:
    """
    What comes of each job: a draft, or why there is none.

    Raises:
        UserError: as `Asking.ask`.
    """
    while jobs:
        waiting: dict[Request, list[Job]] = defaultdict(list)
        answers: dict[Request, str | Failure] = {}
        open_: dict[Job, int] = {}
        for job in jobs:
            requests = dict.fromkeys(job.requests())
            open_[job] = len(requests)
            for request in requests:
                waiting[request].append(job)
        following = []
        for request, answer in asking.ask(list(waiting)):
            answers[request] = answer
            for job in waiting[request]:
                open_[job] -= 1
                if not open_[job]:
                    text, later = job.next([answers[each] for each in job.requests()])
                    if later:
                        following.append(later)
                    else:
                        yield job, text
        jobs = following
