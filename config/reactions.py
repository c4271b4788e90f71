"""Who reacts to which fact. Every effect of one module upon another stands on this page.

A plain function runs at once, in the transaction that announced the fact; `later(job)` writes a job in it.
"""

from __future__ import annotations

from cinnabar.kit.events import Reaction
from cinnabar.media.events import PictureReady
from cinnabar.people.events import Followed, ProfileChanged, SignedIn
from cinnabar.people.pictures import wear_new_picture

REACTIONS: dict[type, tuple[Reaction, ...]] = {
    Followed: (),
    PictureReady: (wear_new_picture,),
    ProfileChanged: (),
    SignedIn: (),
}
