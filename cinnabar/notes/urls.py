"""Addresses of notes."""

from django.urls import path

from cinnabar.notes import views

urlpatterns = [
    path("notes/new", views.compose, name="compose"),
    path("notes/<id:note_id>/draft", views.draft, name="draft"),
    path("notes/<id:note_id>/publication", views.publication, name="publication"),
    path("notes/<id:note_id>/edit", views.note_edit, name="note-edit"),
    path("notes/<id:note_id>/deletion", views.note_deletion, name="note-deletion"),
    path("notes/<id:note_id>/like", views.like, name="like"),
    path("notes/<id:note_id>/save", views.save, name="save"),
    path("notes/topics", views.topic_suggestions, name="topic-suggestions"),
    path("notes/products", views.product_suggestions, name="product-suggestions"),
]
