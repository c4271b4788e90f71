"""Migrations say what the models say."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

# Libraries bring their own migrations; whether theirs fit is their business.
OURS = {app.label for app in apps.get_app_configs() if app.name.startswith("cinnabar.")}


def test_no_model_has_changed_without_a_migration() -> None:
    """`cinnabar manage makemigrations` writes what is missing."""
    loader = MigrationLoader(None)
    questions = NonInteractiveMigrationQuestioner(specified_apps=OURS, dry_run=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), questions)

    missing = detector.changes(graph=loader.graph, trim_to_apps=OURS, convert_apps=OURS)

    assert {label: [migration.operations for migration in found] for label, found in missing.items()} == {}


def test_no_two_migrations_claim_the_same_place() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
