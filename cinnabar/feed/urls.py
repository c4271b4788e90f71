"""Addresses of feed."""

from django.urls import path

from cinnabar.feed import views

urlpatterns = [
    path("notes/<id:note_id>/not-interested", views.not_interested, name="not-interested"),
    path("settings/not-interested", views.settings_not_interested, name="settings-not-interested"),
    path("sightings", views.sightings, name="sightings"),
    path("sightings/served", views.served, name="served"),
    path("news", views.news, name="news"),
]
