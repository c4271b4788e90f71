"""The engine of this process: the newest whole snapshot, mapped, and the notes and deeds that came after it.

All threads share one; whoever finds it old renews it while the others go on with what is there. A newer snapshot is
read beside the requests: its checksum takes most of a second. So are the deeds of the last seconds.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from cinnabar.feed.described import SINCE, Described, catalogue_of
from cinnabar.feed.engine import shelf
from cinnabar.feed.engine.page import Delta, Engine
from cinnabar.feed.engine.recent import Recent
from cinnabar.feed.engine.snapshot import Snapshot
from cinnabar.feed.engine.valuing import Worth
from cinnabar.feed.engine.watch import Watch
from cinnabar.feed.lately import done_since
from cinnabar.kit import sql
from cinnabar.notes.rules import TENFOLD_SECONDS

log = logging.getLogger(__name__)

LOOKS_EVERY = 3.0  # seconds between looks into the folder
RENEWS_EVERY = 15.0  # seconds after which newer notes are asked for again
AT_MOST_EVERY = 1.0  # also when somebody offers a note that nobody here knows
LISTENS_EVERY = 10.0  # seconds after which newer deeds are asked for, beside the requests
LATEST = 25.0  # seconds after which a request asks itself, because for a while there was none
NEWEST = 2_000
READER = "snapshot-reader"
HOUR = 3600.0
OVERLAP = 600  # seconds before a snapshot was finished in which it did not look any more


@dataclass(slots=True)
class Counters:
    """What this process did since it began."""

    pages: Counter[str]
    watch: Watch


class Served:
    """`clock` counts seconds and never goes back, however the clock on the wall jumps."""

    def __init__(self, folder: Callable[[], Path], clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._engine: Engine | None = None
        self._newest = 0  # what lay in the folder when it was last looked into, whole or not
        self._delta: Delta | None = None
        self._recent: Recent | None = None
        self._since = datetime.fromtimestamp(0, UTC)
        self._listening = threading.Lock()
        self._looked = self._renewed = self._listened = float("-inf")
        self.counters = Counters(Counter(), Watch())

    def engine(self) -> Engine | None:
        """None while there is no whole snapshot."""
        moment = self._clock()
        if moment - self._looked > LOOKS_EVERY and self._lock.acquire(blocking=self._engine is None):
            try:
                self._looked = moment
                self._look()
            finally:
                self._lock.release()
        if self._snapshot is not None and moment - self._renewed > RENEWS_EVERY:
            self._renew(moment)
        if self._snapshot is not None and moment - self._listened > LISTENS_EVERY:
            self._listen(moment)
        return self._engine

    def engine_for(self, note_ids: Collection[int]) -> Engine | None:
        """The same, after another look at what is newer if one of `note_ids` is not known here."""
        engine, moment = self.engine(), self._clock()
        if engine is not None and moment - self._renewed > AT_MOST_EVERY and not engine.knows(note_ids):
            self._renew(moment)
        return self._engine

    @property
    def version(self) -> int:
        """Of the snapshot that is served; 0 without one."""
        return self._snapshot.version if self._snapshot else 0

    def forget(self) -> None:
        """Begin anew."""
        self._snapshot = self._engine = self._delta = self._recent = None
        self._newest = 0
        self._looked = self._renewed = self._listened = float("-inf")

    def _look(self) -> None:
        newest = shelf.newest_version(self._folder())
        if newest == self._newest:
            return
        self._newest = newest
        if self._engine is None:  # nothing to go on with meanwhile
            self._read(newest)
        else:
            threading.Thread(target=self._read, args=[newest], name=READER, daemon=True).start()

    def _read(self, newest: int) -> None:
        found = shelf.newest(self._folder())
        if newest != self._newest:
            return  # overtaken by a newer one
        self._snapshot, self._renewed, self._listened = found, float("-inf"), float("-inf")
        self._recent = Recent(found.model.reading) if found else None
        self._since = datetime.fromtimestamp(max(0, self.version - OVERLAP), UTC)
        if found is None:
            self._engine = None
        log.info("snapshot %s is served", self.version)

    def _renew(self, moment: float) -> None:
        """Ask for newer notes; who comes while another asks goes on with what is there."""
        if not self._lock.acquire(blocking=self._engine is None):
            return
        try:
            snapshot, self._renewed = self._snapshot, moment
            if snapshot is not None:
                self._delta = _newer_than(snapshot)
                self._compose(snapshot)
        finally:
            self._lock.release()

    def _compose(self, snapshot: Snapshot) -> None:
        worth = Worth(**settings.FEED_WORTH)
        self._engine = Engine(snapshot, self._delta, self._recent, worth=worth, watch=self.counters.watch)

    def _listen(self, moment: float) -> None:
        """Ask for newer deeds: beside the requests, unless there were none for so long that this one has to."""
        if not self._listening.acquire(blocking=False):
            return
        is_late, self._listened = moment - self._listened > LATEST, moment
        if is_late:
            self._hear()
        else:
            threading.Thread(target=self._hear_beside, name=READER, daemon=True).start()

    def _hear_beside(self) -> None:
        try:
            self._hear()
        finally:
            connection.close()

    def _hear(self) -> None:
        """A page without the deeds of the last minutes is still a page."""
        try:
            snapshot, recent = self._snapshot, self._recent
            if snapshot is None or recent is None:
                return
            found, since = done_since(self._since)
            recent.add((one.person_id, one.note_id, one.is_new) for one in found)
            if recent is self._recent:  # else a newer snapshot came, and knows all that
                self._since = since
                if found:
                    self._compose(snapshot)
        except Exception:
            log.exception("the latest deeds could not be read")
        finally:
            self._listening.release()


def _newer_than(snapshot: Snapshot) -> Delta:
    """What came out since the youngest note of the snapshot, and an hour before, for clocks and slow writers."""
    born = snapshot.catalogue.born
    since = float(born.max()) - HOUR if len(born) else 0.0
    asked = {
        "hot": since / TENFOLD_SECONDS,
        "since": datetime.fromtimestamp(since, UTC),
        "known": snapshot.catalogue.ids[born > since].tolist() if len(born) else [],
        "most": NEWEST,
    }
    notes = sorted(sql.rows(Described, SINCE, asked))
    looks = snapshot.placing.looks(note.tokens() for note in notes)
    return Delta(catalogue_of(notes, looks), snapshot.placing.learned(looks))


served = Served(lambda: settings.FEED_FOLDER)
