"""The picture a person sent becomes the one that everybody sees."""

from __future__ import annotations

from cinnabar.media.events import PictureReady
from cinnabar.media.models import Picture, PicturePurpose
from cinnabar.people.actions import set_avatar
from cinnabar.people.models import Person


def wear_new_picture(fact: PictureReady) -> None:
    """Reaction: show a profile picture as soon as its sizes exist. Safe to repeat; other pictures are not ours."""
    picture = Picture.objects.filter(pk=fact.picture_id, purpose=PicturePurpose.AVATAR).first()
    person = Person.objects.filter(pk=fact.owner_id).first()
    if picture is not None and person is not None:
        set_avatar(person, picture)
