"""Addresses of feed."""

from django.urls import path

from cinnabar.feed import settings, views

urlpatterns = [
    path("notes/<id:note_id>/not-interested", views.not_interested, name="not-interested"),
    path("settings/not-interested", views.settings_not_interested, name="settings-not-interested"),
    path("settings/home", settings.home, name="settings-home"),
    path("settings/home/profile", settings.profile, name="home-profile"),
    path("settings/home/variety", settings.variety, name="home-variety"),
    path("settings/home/interests", settings.interests, name="home-interests"),
    path("settings/home/beginning", settings.beginning, name="home-beginning"),
    path("sightings", views.sightings, name="sightings"),
    path("sightings/served", views.served, name="served"),
    path("news", views.news, name="news"),
]
