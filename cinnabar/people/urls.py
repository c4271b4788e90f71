"""Addresses of people."""

from django.urls import path

from cinnabar.people import views

urlpatterns = [
    path("signup", views.signup, name="signup"),
    path("login", views.login, name="login"),
    path("logout", views.logout, name="logout"),
    path("password-reset", views.password_reset, name="password-reset"),
    path("password-reset/sent", views.password_reset_sent, name="password-reset-sent"),
    path("interests", views.interests, name="interests"),
    path("settings/profile", views.settings_profile, name="settings-profile"),
    path("language", views.language, name="language"),
    path("@<str:handle>/follow", views.follow, name="follow"),
]
