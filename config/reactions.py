"""Who reacts to which fact. Every effect of one module upon another stands on this page.

A plain function runs at once, in the transaction that announced the fact; `later(job)` writes a job in it.
"""

from __future__ import annotations

from cinnabar.kit.events import Reaction

REACTIONS: dict[type, tuple[Reaction, ...]] = {}
