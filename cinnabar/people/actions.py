"""What changes people: sign-up, profile, picture, interests, follows and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from cinnabar.kit.events import announce
from cinnabar.media import actions as media
from cinnabar.media.models import Picture, PicturePurpose
from cinnabar.people.events import Blocked, Followed, ProfileChanged, SignedIn, Unfollowed
from cinnabar.people.handles import check_handle, tidy_handle
from cinnabar.people.interests import in_order
from cinnabar.people.models import Block, Follow, Interest, Person, Role
from cinnabar.people.profiles import NewPerson, Profile

TINTS = 6


class HandleTaken(Exception):
    """Somebody else has this handle, maybe in other capitals."""


class CannotFollow(Exception):
    """Oneself, somebody blocked or blocking, or an account that is closed."""


@transaction.atomic
def create_person(new: NewPerson) -> Person:
    """Make an account, or raise HandleTaken; a handle that nobody may have raises ValidationError."""
    handle = tidy_handle(new.handle)
    check_handle(handle)
    profile = new.profile
    person = Person(
        handle=handle,
        email=new.email.lower(),
        role=new.role,
        tint=new.tint or crc32(handle.encode()) % TINTS + 1,
        city_tier=new.city_tier,
        followers_imported=new.followers_imported,
    )
    _write(person, profile)
    if new.password:
        person.set_password(new.password)
    else:
        person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as problem:
        raise HandleTaken(handle) from problem
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=new.has_confirmed_email)
    return person


def create_operator(*, handle: str, email: str, password: str) -> Person:
    """The first operator of a real installation; ValidationError says what is wrong with handle, e-mail or password."""
    validate_email(email)
    validate_password(password, Person(handle=handle, email=email))
    new = NewPerson(handle=handle, email=email, password=password, role=Role.OPERATOR, has_confirmed_email=True)
    return create_person(new)


@transaction.atomic
def greet(person: Person, *, guest_key: str) -> None:
    """Say that `person` signed in, with the basket that their browser filled before; safe to repeat."""
    announce(SignedIn(person.pk, guest_key))


@transaction.atomic
def edit_profile(person: Person, profile: Profile) -> Person:
    """Replace everything on the profile form by `profile`. The same again changes nothing."""
    person = _locked(person.pk)
    shown = person.name
    _write(person, profile)
    person.save()
    if person.name != shown:
        announce(ProfileChanged(person.pk))
    return person


def set_privacy(person: Person, *, hides_boards: bool, shows_likes: bool) -> None:
    """What others see on the profile. The same again changes nothing."""
    Person.objects.filter(pk=person.pk).update(hides_boards=hides_boards, shows_likes=shows_likes)


def set_history_keeping(person: Person, *, keeps_history: bool) -> None:
    """Whether what the person opens is written to their viewing history. The same again changes nothing."""
    Person.objects.filter(pk=person.pk).update(keeps_history=keeps_history)


def set_search_keeping(person: Person, *, keeps_searches: bool) -> None:
    """Whether what the person searches for is kept for them. The same again changes nothing."""
    Person.objects.filter(pk=person.pk).update(keeps_searches=keeps_searches)


def set_language(person: Person, language: str) -> None:
    """Pages and mails speak `language` to this person from now on."""
    Person.objects.filter(pk=person.pk).update(language=language)


@transaction.atomic
def set_avatar(person: Person, picture: Picture) -> Person:
    """Show `picture`, which is ready, wherever the person appears, and erase the former. Again it changes nothing."""
    person = _locked(person.pk)
    if person.avatar == picture.secret:
        return person
    _erase_avatar(person)
    media.show([picture.pk])
    person.avatar = picture.secret
    person.save(update_fields=["avatar"])
    announce(ProfileChanged(person.pk))
    return person


@transaction.atomic
def remove_avatar(person: Person) -> Person:
    """Back to initials on a tint; without a picture nothing changes."""
    person = _locked(person.pk)
    if not person.avatar:
        return person
    _erase_avatar(person)
    person.avatar = ""
    person.save(update_fields=["avatar"])
    announce(ProfileChanged(person.pk))
    return person


@transaction.atomic
def choose_interests(person: Person, channels: Iterable[str]) -> None:
    """Replace the person's interests by `channels`; unknown ones are left out, the same again changes nothing."""
    wanted = in_order(channels)
    _locked(person.pk)
    Interest.objects.filter(person=person).exclude(channel__in=wanted).delete()
    Interest.objects.bulk_create((Interest(person=person, channel=slug) for slug in wanted), ignore_conflicts=True)


@transaction.atomic
def follow(follower: Person, followed: Person) -> None:
    """Let `follower` see what `followed` publishes. Following twice changes nothing."""
    _lock_both(follower.pk, followed.pk)
    _check_may_follow(follower, followed)
    _edge, is_new = Follow.objects.get_or_create(follower=follower, followed=followed)
    if is_new:
        Person.objects.filter(pk=follower.pk).update(following=F("following") + 1)
        Person.objects.filter(pk=followed.pk).update(followers=F("followers") + 1)
        announce(Followed(follower.pk, followed.pk))


@transaction.atomic
def unfollow(follower: Person, followed: Person) -> None:
    """Stop following. Without a follow nothing changes."""
    _lock_both(follower.pk, followed.pk)
    _remove_follow(follower.pk, followed.pk)


@transaction.atomic
def block(blocker: Person, blocked: Person) -> None:
    """Make the two invisible to each other and end follows both ways. Blocking twice changes nothing."""
    if blocker.pk == blocked.pk:
        return
    _lock_both(blocker.pk, blocked.pk)
    Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    _remove_follow(blocker.pk, blocked.pk)
    _remove_follow(blocked.pk, blocker.pk)
    announce(Blocked(blocker.pk, blocked.pk))


@transaction.atomic
def unblock(blocker: Person, blocked: Person) -> None:
    """Lift the block; former follows do not come back. Without a block nothing changes."""
    Block.objects.filter(blocker=blocker, blocked=blocked).delete()


def _write(person: Person, profile: Profile) -> None:
    person.name = profile.name or person.handle
    person.bio = profile.bio
    person.language = profile.language
    person.country, person.region, person.city = profile.country, profile.region, profile.city
    person.birth_year = profile.birth_year
    person.gender = profile.gender
    person.traits = profile.traits


def _erase_avatar(person: Person) -> None:
    former = Picture.objects.filter(secret=person.avatar, owner_id=person.pk, purpose=PicturePurpose.AVATAR)
    media.erase(former.values_list("pk", flat=True))


def _locked(person_id: int) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=person_id)


def _lock_both(one: int, other: int) -> None:
    """In id order, so that two people who follow each other at once cannot deadlock."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=(one, other)).order_by("pk").values_list("pk"))


def _check_may_follow(follower: Person, followed: Person) -> None:
    between = Q(blocker=follower, blocked=followed) | Q(blocker=followed, blocked=follower)
    if follower.pk == followed.pk or not followed.is_active or Block.objects.filter(between).exists():
        raise CannotFollow(f"{follower} cannot follow {followed}")


def _remove_follow(follower_id: int, followed_id: int) -> None:
    removed, _models = Follow.objects.filter(follower_id=follower_id, followed_id=followed_id).delete()
    if removed:
        Person.objects.filter(pk=follower_id).update(following=F("following") - 1)
        Person.objects.filter(pk=followed_id).update(followers=F("followers") - 1)
        announce(Unfollowed(follower_id, followed_id))
