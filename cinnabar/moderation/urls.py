"""Addresses of reports and answers."""

from django.urls import path

from cinnabar.moderation import views

urlpatterns = [
    path("notes/<id:note_id>/report", views.report_note, name="report-note"),
    path("notes/<id:note_id>/comments/<id:comment_id>/report", views.report_comment, name="report-comment"),
    path("notes/<id:note_id>/answer", views.moderation_answer, name="moderation-answer"),
    path("@<str:handle>/report", views.report_person, name="report-person"),
    path("products/<id:product_id>/report", views.report_product, name="report-product"),
]
