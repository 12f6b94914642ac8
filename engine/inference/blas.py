"""NumPy's matrix products stay on the thread that asks for them.

OpenBLAS wakes a thread for every core, even for products of microseconds, and lets them spin for milliseconds afterwards: on two cores that
took the runtime's second core away, and a hop of a full-size voice needed 113 ms instead of 70 (docs/speed.md).
"""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def one_blas_thread() -> None:
    """For this process, from now on. Costs some milliseconds the first time, nothing later."""
    threadpool_limits(limits=1, user_api="blas")
