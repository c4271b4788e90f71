"""Addresses of notifications."""

from django.urls import path

from cinnabar.notifications import views

urlpatterns = [
    path("outbox", views.outbox, name="outbox"),
]
