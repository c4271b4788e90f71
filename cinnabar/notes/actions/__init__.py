"""Everything that changes notes, by subject."""

from cinnabar.notes.actions.answering import CannotChoose, choose_answer, take_back_answer
from cinnabar.notes.actions.boards import change_board, create_board, default_board_of, set_board_privacy
from cinnabar.notes.actions.commenting import add_comment, may_remove, remove_comment, restore_comment
from cinnabar.notes.actions.importing import set_imported_comment_likes, set_imported_counts
from cinnabar.notes.actions.liking import like, like_comment, unlike, unlike_comment
from cinnabar.notes.actions.pinning import CannotPin, pin_comment, unpin_comment
from cinnabar.notes.actions.publishing import NotADraft, edit_note, publish_note, save_draft, start_draft
from cinnabar.notes.actions.removing import delete_note, hide_note, restore_note, undelete_note
from cinnabar.notes.actions.saving import (
    BoardGone,
    NotYourBoard,
    Stood,
    delete_board,
    move_things,
    put_back,
    save_note,
    save_thing,
    save_to_new_board,
    standing_of,
    take_off,
    unsave,
)
from cinnabar.notes.content import CannotPublish, CannotSave, DraftContent, PlacedPicture, Problem, TagContent

__all__ = [
    "BoardGone",
    "CannotChoose",
    "CannotPin",
    "CannotPublish",
    "CannotSave",
    "DraftContent",
    "NotADraft",
    "NotYourBoard",
    "PlacedPicture",
    "Problem",
    "Stood",
    "TagContent",
    "add_comment",
    "change_board",
    "choose_answer",
    "create_board",
    "default_board_of",
    "delete_board",
    "delete_note",
    "edit_note",
    "hide_note",
    "like",
    "like_comment",
    "may_remove",
    "move_things",
    "pin_comment",
    "publish_note",
    "put_back",
    "remove_comment",
    "restore_comment",
    "restore_note",
    "save_draft",
    "save_note",
    "save_thing",
    "save_to_new_board",
    "set_board_privacy",
    "set_imported_comment_likes",
    "set_imported_counts",
    "standing_of",
    "start_draft",
    "take_back_answer",
    "take_off",
    "undelete_note",
    "unlike",
    "unlike_comment",
    "unpin_comment",
    "unsave",
]
