"""Addresses of notifications."""

from django.urls import path

from cinnabar.notifications import views

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("inbox/reading", views.reading, name="inbox-reading"),
    path("inbox/<id:entry_id>", views.entry, name="inbox-entry"),
    path("settings/notifications", views.settings_notifications, name="settings-notifications"),
    path("outbox", views.outbox, name="outbox"),
]
