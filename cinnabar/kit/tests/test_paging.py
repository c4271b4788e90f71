"""Cursors: ours come back, others are refused."""

import pytest

from cinnabar.kit.paging import BadCursor, pack_ids, pack_key, unpack_ids, unpack_key


def test_the_ids_of_a_cursor_come_back() -> None:
    assert unpack_ids(pack_ids([3, 2**62, 1], of="visit-"), of="visit-") == [3, 2**62, 1]


def test_a_key_comes_back_exactly() -> None:
    assert unpack_key(pack_key(0.1 + 0.2, 7, of="topic"), of="topic") == (0.1 + 0.2, 7)


@pytest.mark.parametrize(
    "cursor", ["", "x", "visit-.AAAA", pack_ids([1], of="visit-")[:-1] + "!", pack_ids([1], of="other")]
)
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        unpack_ids(cursor, of="visit-")
