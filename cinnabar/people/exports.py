"""Copies of people's data: asked for, packed, handed over, erased."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cinnabar.kit.clock import now
from cinnabar.kit.events import announce
from cinnabar.kit.ids import encode
from cinnabar.kit.jobs import job
from cinnabar.media import files
from cinnabar.people.events import ExportFailed, ExportReady
from cinnabar.people.models import Export, ExportState, Person
from cinnabar.people.packing import Pack

LONGEST = timedelta(hours=6)  # then whoever packed it has died

log = structlog.get_logger()


class TooEarly(Exception):
    """There was a copy not long ago; the next may be asked for at `again_at`."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"again at {again_at}")
        self.again_at = again_at


def latest_export(person: Person) -> Export | None:
    """The copy that was asked for last."""
    return Export.objects.filter(person=person).order_by("-pk").first()


def export_again_at(person: Person) -> datetime | None:
    """When `person` may ask for the next copy; None for now. One that failed does not count."""
    counted = Export.objects.filter(person=person).exclude(state=ExportState.FAILED)
    last = counted.order_by("-pk").values_list("asked_at", flat=True).first()
    again_at = last and last + timedelta(hours=settings.EXPORT_EVERY_HOURS)
    return again_at if again_at and again_at > now() else None


@transaction.atomic
def ask_for_export(person: Person, *, language: str) -> Export:
    """Begin a copy of everything about `person`, or raise TooEarly. While one is made, that one is the answer."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if running := Export.objects.filter(person=person, state=ExportState.PREPARING).first():
        return running
    if again_at := export_again_at(person):
        raise TooEarly(again_at)
    export = Export.objects.create(
        person=person, secret=encode(secrets.randbits(128)), language=language, asked_at=now()
    )
    prepare_export.defer(export_id=export.pk)
    return export


@job(queue="media", retry=None)
def prepare_export(export_id: int) -> None:
    """Pack the copy. A second run, or one that comes too late, does nothing."""
    export = Export.objects.filter(pk=export_id, state=ExportState.PREPARING).select_related("person").first()
    if export is None:
        return
    path = files.export(export.secret)
    try:
        Pack(export.person, path, language=export.language).write()
        size = path.stat().st_size
    except Exception:
        path.unlink(missing_ok=True)
        _finish(export, ExportState.FAILED)
        log.exception("a copy of somebody's data could not be made", export=export_id)
        return
    if _finish(export, ExportState.READY, size=size):
        _erase(Export.objects.filter(person=export.person, state=ExportState.READY, pk__lt=export.pk))
    else:
        path.unlink(missing_ok=True)


@transaction.atomic
def _finish(export: Export, state: ExportState, *, size: int = 0) -> bool:
    """Whether it was this run that finished it."""
    waiting = Export.objects.filter(pk=export.pk, state=ExportState.PREPARING)
    if not waiting.update(state=state, size=size, ready_at=now()):
        return False
    fact = ExportReady if state == ExportState.READY else ExportFailed
    announce(fact(export.pk, export.person_id))
    return True


def erase_old_exports() -> None:
    """Erase copies that had their time, and give up those that nobody packs any more. Safe to repeat."""
    for export in Export.objects.filter(state=ExportState.PREPARING, asked_at__lt=now() - LONGEST):
        _finish(export, ExportState.FAILED)
    kept = timedelta(days=settings.EXPORT_KEPT_DAYS)
    _erase(Export.objects.filter(state=ExportState.READY, ready_at__lt=now() - kept))
    files.remove_exports(older_than=kept + LONGEST)


def _erase(exports: QuerySet[Export]) -> None:
    for export in exports:
        files.export(export.secret).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(state=ExportState.ERASED, size=0)
