"""Addresses of people. The names that begin with `account_` are those that allauth asks for."""

from django.urls import path, re_path

from cinnabar.people.views import accounts, choices, data, ending, preferences, profile, relations

urlpatterns = [
    path("signup", accounts.signup, name="signup"),
    path("signup", accounts.signup, name="account_signup"),
    path("login", accounts.login, name="login"),
    path("login", accounts.login, name="account_login"),
    path("logout", accounts.logout, name="logout"),
    path("account/closed", accounts.inactive, name="account_inactive"),
    path("email/sent", accounts.email_sent, name="account_email_verification_sent"),
    path("email/<str:key>", accounts.confirm_email, name="account_confirm_email"),
    path("password-reset", accounts.password_reset, name="password-reset"),
    path("password-reset", accounts.password_reset, name="account_reset_password"),
    path("password-reset/sent", accounts.password_reset_sent, name="password-reset-sent"),
    path("password-reset/done", accounts.new_password_set, name="account_reset_password_from_key_done"),
    re_path(
        r"^password-reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        accounts.new_password,
        name="account_reset_password_from_key",
    ),
    path("interests", choices.interests, name="interests"),
    path("language", choices.language, name="language"),
    path("settings", preferences.hub, name="settings"),
    path("settings/language", preferences.language, name="settings-language"),
    path("settings/privacy", preferences.privacy, name="settings-privacy"),
    path("settings/password", preferences.password, name="settings-password"),
    path("settings/email", preferences.email, name="settings-email"),
    path("settings/sessions", preferences.sessions, name="settings-sessions"),
    path("sessions/<str:ticket>", ending.session_end, name="session-end"),
    path("settings/data", data.data, name="settings-data"),
    path("settings/data/<id:export_id>", data.data_file, name="settings-data-file"),
    path("settings/profile", profile.settings_profile, name="settings-profile"),
    path("settings/profile/picture/removal", profile.settings_picture_removal, name="settings-picture-removal"),
    path("@<str:handle>/follow", relations.follow, name="follow"),
]
