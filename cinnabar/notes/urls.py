"""Addresses of notes."""

from django.urls import path

from cinnabar.notes.composer import views as composing
from cinnabar.notes.views import boarding, deleting, responding, saving

urlpatterns = [
    path("notes/new", composing.compose, name="compose"),
    path("notes/<id:note_id>/draft", composing.draft, name="draft"),
    path("notes/<id:note_id>/publication", composing.publication, name="publication"),
    path("notes/<id:note_id>/edit", composing.note_edit, name="note-edit"),
    path("notes/<id:note_id>/deletion", deleting.note_deletion, name="note-deletion"),
    path("notes/<id:note_id>/like", responding.like, name="like"),
    path("notes/<id:note_id>/save", saving.save, name="save"),
    path("products/<id:product_id>/save", saving.product_save, name="product-save"),
    path("notes/<id:note_id>/comments/<id:comment_id>/like", responding.comment_like, name="comment-like"),
    path("notes/<id:note_id>/comments/<id:comment_id>/pin", responding.comment_pin, name="comment-pin"),
    path("notes/<id:note_id>/comments/<id:comment_id>/answer", responding.comment_answer, name="comment-answer"),
    path("notes/<id:note_id>/comments/<id:comment_id>/removal", responding.comment_removal, name="comment-removal"),
    path("boards/<id:board_id>/settings", boarding.board_settings, name="board-settings"),
    path("boards/<id:board_id>/deletion", boarding.board_deletion, name="board-deletion"),
    path("notes/topics", composing.topic_suggestions, name="topic-suggestions"),
    path("notes/products", composing.product_suggestions, name="product-suggestions"),
]
