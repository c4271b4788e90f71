"""The town's pictures and clips: each file is decoded once, every use of it gets a picture of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cinnabar.media.actions import Brought, bring_pictures, bring_video, repeat_picture
from cinnabar.media.models import Picture
from cinnabar.media.problems import CannotUse
from cinnabar.town.ledger import missing, settle, settled
from cinnabar.town.reading import CLIPS, PICTURES, TownPerson

Say = Callable[[str], None]
BATCH = 12
MOVES = ".mp4"


class Gallery:
    """Pictures by file name, made when they are first asked for in `prepare`."""

    def __init__(self, keeper_id: int) -> None:
        self._keeper_id = keeper_id
        self._made: dict[str, Picture] = {}

    def prepare(self, names: Iterable[str], *, say: Say) -> None:
        """Decode what was not decoded yet, two processes at a time."""
        names = list(names)
        for name in missing("picture", (name for name in names if name.endswith(MOVES))):
            settle("picture", {name: bring_video(self._keeper_id, purpose="note", path=CLIPS / name).pk})
            say(f"Video: {name}")
        wanted = missing("picture", names)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            items = [Brought(self._keeper_id, "note", PICTURES / name) for name in batch]
            settle("picture", _ids(batch, bring_pictures(items)))
            say(f"Pictures: {min(start + BATCH, len(wanted))} of {len(wanted)}")
        known = settled("picture")
        by_id = Picture.objects.in_bulk(list(known.values()))
        self._made = {name: by_id[row_id] for name, row_id in known.items()}

    def copy(self, name: str, *, owner_id: int, purpose: str) -> Picture:
        """A picture of `owner_id` with the content of the file `name`, which was prepared."""
        return repeat_picture(self._made[name], owner_id=owner_id, purpose=purpose)


def bring_avatars(people: Iterable[tuple[TownPerson, int]]) -> dict[str, Picture]:
    """Handle → square picture of those who have one."""
    owners = [(person, person_id) for person, person_id in people if person.avatar]
    items = [Brought(owner_id, "avatar", PICTURES / person.avatar, person.avatar_box) for person, owner_id in owners]
    results = bring_pictures(items)
    return {
        person.handle: picture
        for (person, _), picture in zip(owners, results, strict=True)
        if not isinstance(picture, CannotUse)
    }


def _ids(names: Iterable[str], results: Iterable[Picture | CannotUse]) -> dict[str, int]:
    made = {}
    for name, result in zip(names, results, strict=True):
        if isinstance(result, CannotUse):
            raise RuntimeError(f"the town's own picture {name} cannot be used: {result.problem}")
        made[name] = result.pk
    return made
