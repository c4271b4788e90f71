"""Addresses of reports and answers."""

from django.urls import path

from cinnabar.moderation import views

urlpatterns = [
    path("notes/<id:note_id>/report", views.report_note, name="report-note"),
    path("notes/<id:note_id>/comments/<id:comment_id>/report", views.report_comment, name="report-comment"),
    path("notes/<id:note_id>/answer", views.moderation_answer, name="moderation-answer"),
    path("decisions/<id:case_id>", views.case_answer, name="case-answer"),
    path("reports/<id:case_id>", views.report_outcome, name="report-outcome"),
    path("shops/<str:slug>/report", views.report_shop, name="report-shop"),
    path("boards/<id:board_id>/report", views.report_board, name="report-board"),
    path("@<str:handle>/report", views.report_person, name="report-person"),
    path("products/<id:product_id>/report", views.report_product, name="report-product"),
]
