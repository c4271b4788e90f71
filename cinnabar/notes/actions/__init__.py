"""Everything that changes notes, by subject."""

from cinnabar.notes.actions.publishing import NotADraft, edit_note, publish_note, save_draft, start_draft
from cinnabar.notes.actions.removing import delete_note, hide_note, restore_note, undelete_note
from cinnabar.notes.content import CannotPublish, CannotSave, DraftContent, PlacedPicture, Problem, TagContent

__all__ = [
    "CannotPublish",
    "CannotSave",
    "DraftContent",
    "NotADraft",
    "PlacedPicture",
    "Problem",
    "TagContent",
    "delete_note",
    "edit_note",
    "hide_note",
    "publish_note",
    "restore_note",
    "save_draft",
    "start_draft",
    "undelete_note",
]
