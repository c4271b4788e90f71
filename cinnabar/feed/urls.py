"""Addresses of feed."""

from django.urls import path

from cinnabar.feed.views import looking, steering

urlpatterns = [
    path("notes/<id:note_id>/not-interested", looking.not_interested, name="not-interested"),
    path("settings/not-interested", looking.settings_not_interested, name="settings-not-interested"),
    path("settings/home", steering.home, name="settings-home"),
    path("settings/home/profile", steering.profile, name="home-profile"),
    path("settings/home/variety", steering.variety, name="home-variety"),
    path("settings/home/form", steering.form, name="home-form"),
    path("settings/home/interests", steering.interests, name="home-interests"),
    path("settings/home/beginning", steering.beginning, name="home-beginning"),
    path("sightings", looking.sightings, name="sightings"),
    path("sightings/served", looking.served, name="served"),
    path("news", looking.news, name="news"),
]
