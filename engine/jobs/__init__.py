"""The job table's workers: claim, carry out, free what died, and the loop around them."""

from .claiming import ClaimedJob, claim
from .executing import execute
from .reaping import deliver_buffered, free_lost_jobs

__all__ = ["ClaimedJob", "claim", "deliver_buffered", "execute", "free_lost_jobs"]
