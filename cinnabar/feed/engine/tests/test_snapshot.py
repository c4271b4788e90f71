"""Snapshots: whole or not at all, the newest whole one is served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cinnabar.feed.engine import shelf
from cinnabar.feed.engine.catalogue import Catalogue
from cinnabar.feed.engine.fit.building import Actions, BadModel, Known, build, check
from cinnabar.feed.engine.page import Barred, Engine, Reader
from cinnabar.feed.engine.snapshot import BadSnapshot, read, write
from cinnabar.feed.engine.tests.small import NOTES, a_snapshot
from cinnabar.kit.vectors.fit import fit_tokens

READER = Reader([(100, "like")], Barred([100], (), lambda ids: dict.fromkeys(ids, 0.0)))


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


def test_a_snapshot_from_the_disk_makes_the_same_page(snapshot, tmp_path) -> None:
    write(snapshot, tmp_path / "one.feed")

    found = read(tmp_path / "one.feed")

    assert found.version == 1
    assert Engine(found).page(READER) == Engine(snapshot).page(READER)
    with pytest.raises(ValueError, match="read-only"):
        found.model.popularity[0] = 1


@pytest.mark.parametrize("at", [0, 9, 40, -70])
def test_a_wrong_byte_is_noticed(snapshot, tmp_path, at: int) -> None:
    write(snapshot, tmp_path / "one.feed")
    told = bytearray((tmp_path / "one.feed").read_bytes())
    told[at] ^= 0xFF
    (tmp_path / "one.feed").write_bytes(told)

    with pytest.raises(BadSnapshot):
        read(tmp_path / "one.feed")


@pytest.mark.parametrize("length", [0, 5, 100, 5_000])
def test_half_a_file_is_noticed(snapshot, tmp_path, length: int) -> None:
    write(snapshot, tmp_path / "one.feed")
    (tmp_path / "one.feed").write_bytes((tmp_path / "one.feed").read_bytes()[:length])

    with pytest.raises(BadSnapshot):
        read(tmp_path / "one.feed")


def test_an_older_schema_is_refused(snapshot, tmp_path) -> None:
    write(snapshot, tmp_path / "one.feed")
    told = (tmp_path / "one.feed").read_bytes().replace(b'"schema": 4', b'"schema": 0')
    (tmp_path / "one.feed").write_bytes(told)

    with pytest.raises(BadSnapshot, match="schema 0"):
        read(tmp_path / "one.feed")


def test_three_are_kept_and_a_broken_one_is_passed_over(tmp_path) -> None:
    for version in (1, 2, 3, 4):
        shelf.put(a_snapshot(version), tmp_path)
    (tmp_path / "000000000004.feed").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("not ours")

    found = shelf.newest(tmp_path)

    assert found is not None and found.version == 3
    assert shelf.newest_version(tmp_path) == 4
    assert sorted(path.name for path in tmp_path.glob("*.feed")) == [f"{version:012d}.feed" for version in (2, 3, 4)]


@pytest.mark.parametrize(("notes", "deeds"), [(0, 0), (1, 0), (1, 2), (2, 1), (5, 2)])
def test_an_almost_empty_town_is_learned_from_too(notes: int, deeds: int) -> None:
    tokens, looks = fit_tokens([["tea", f"cup{note}"] for note in range(notes)])
    none, ids = np.zeros(notes, np.int8), np.arange(notes, dtype=np.int64)
    catalogue = Catalogue(ids, ids, none > 0, none == 0, looks, np.zeros(notes), none, none)
    actions = Actions(*(np.zeros(deeds, np.int64),) * 2, np.ones(deeds, np.float32))

    snapshot = build(Known(catalogue, tokens, [[0]] * notes), actions, version=1)

    check(snapshot)
    nothing = Barred((), (), lambda ids: dict.fromkeys(ids, 0.0))
    page = Engine(snapshot).page(Reader([(0, "like")], nothing, language=1, channels={1: 1.0}, shown={0: 1}))
    assert {place.note_id for place in page} == set(range(notes))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_numbers_that_are_none_are_not_served(snapshot, wrong: float) -> None:
    told = replace(snapshot.model, popularity=np.full(NOTES, wrong, np.float32))

    with pytest.raises(BadModel):
        check(replace(snapshot, model=told))


def test_a_clearly_worse_one_is_not_served(snapshot) -> None:
    check(replace(snapshot, quality=0.9), last=replace(snapshot, quality=1.0))
    with pytest.raises(BadModel):
        check(replace(snapshot, quality=0.7), last=replace(snapshot, quality=1.0))
    with pytest.raises(BadModel):
        check(snapshot, last=replace(snapshot, quality=1.0))


def test_no_snapshot_is_none(tmp_path) -> None:
    assert shelf.newest(tmp_path / "nowhere") is None


def test_a_mapped_snapshot_lives_on_when_its_file_is_gone(snapshot, tmp_path) -> None:
    write(snapshot, tmp_path / "one.feed")
    found = read(tmp_path / "one.feed")

    (tmp_path / "one.feed").unlink()

    assert np.isfinite(found.model.learned.offered).all()
