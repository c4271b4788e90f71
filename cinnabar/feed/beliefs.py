"""What home believes somebody is interested in, from what they did and nothing else, and what they said about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cinnabar.feed.engine.taste import STRENGTHS
from cinnabar.feed.models import Belief, Stance, Steer
from cinnabar.feed.state import State
from cinnabar.notes.models import NoteCard, NoteTopic, Topic
from cinnabar.notes.rules import topic_slug
from cinnabar.people.channels import BY_SLUG

MOST = 12  # of a kind


@dataclass(frozen=True, slots=True)
class Interest:
    """`actions` of the person speak for it, `share` of the strongest interest as strongly, 0 to 100."""

    kind: Belief
    about: str  # a channel's slug or a topic's id
    name: str
    actions: int
    share: int
    stance: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.about}"


def parse_key(text: str) -> tuple[Belief, str]:
    """The kind and what it is about, or ValueError for what does not exist."""
    kind, _dash, about = text.partition("-")
    belief = Belief(kind)
    is_known = about in BY_SLUG if belief == Belief.CHANNEL else _is_topic(about)
    if not is_known:
        raise ValueError("no such interest")
    return belief, about


def find_interest(words: str) -> tuple[Belief, str] | None:
    """The channel or topic that somebody means who types that."""
    wanted = words.strip().removeprefix("#").casefold()
    for slug, channel in BY_SLUG.items():
        if wanted in (slug, str(channel.name).casefold()):
            return Belief.CHANNEL, slug
    topic = Topic.objects.filter(slug=topic_slug(wanted)).first() if wanted else None
    return (Belief.TOPIC, str(topic.pk)) if topic else None


def interests_of(person_id: int, state: State) -> list[Interest]:
    """The strongest first; what the person raised, paused or removed stands there as well, to be taken back."""
    spoken = {(Belief(row.kind), row.about): row.stance for row in Steer.objects.filter(person_id=person_id)}
    strengths, counts = _inferred(state)
    wanted = _strongest(strengths) | set(spoken)
    names = _names(wanted)
    most = max((strengths[one] for one in wanted), default=0.0)
    found = [
        Interest(
            kind=kind,
            about=about,
            name=names[kind, about],
            actions=counts[kind, about],
            share=round(100 * max(strengths[kind, about], 0.0) / most) if most > 0 else 0,
            stance=spoken.get((kind, about), ""),
        )
        for kind, about in wanted
        if (kind, about) in names
    ]
    return sorted(found, key=lambda one: (one.stance in (Stance.PAUSED, Stance.REMOVED), -one.share, one.name))


Key = tuple[Belief, str]


def _inferred(state: State) -> tuple[defaultdict[Key, float], defaultdict[Key, int]]:
    """How strongly, and by how many actions."""
    strengths: defaultdict[Key, float] = defaultdict(float)
    counts: defaultdict[Key, int] = defaultdict(int)
    channels = dict(NoteCard.objects.filter(pk__in=state.acted_on).values_list("note_id", "channel"))
    topics: defaultdict[int, list[int]] = defaultdict(list)
    for note_id, topic_id in NoteTopic.objects.filter(note_id__in=state.acted_on).values_list("note_id", "topic_id"):
        topics[note_id].append(topic_id)
    for note_id, kind in state.actions:
        about = [(Belief.TOPIC, str(topic)) for topic in topics[note_id]]
        if channels.get(note_id) in BY_SLUG:
            about.append((Belief.CHANNEL, channels[note_id]))
        for one in about:
            strengths[one] += STRENGTHS[kind]
            counts[one] += 1
    return strengths, counts


def _strongest(strengths: dict[Key, float]) -> set[Key]:
    found: set[Key] = set()
    for kind in Belief:
        of_kind = [(strength, about) for (of, about), strength in strengths.items() if of == kind and strength > 0]
        found |= {(kind, about) for _strength, about in sorted(of_kind, reverse=True)[:MOST]}
    return found


def _names(wanted: Iterable[Key]) -> dict[Key, str]:
    names = {(kind, about): str(BY_SLUG[about].name) for kind, about in wanted if about in BY_SLUG}
    ids = [int(about) for kind, about in wanted if kind == Belief.TOPIC]
    return names | {(Belief.TOPIC, str(topic.pk)): f"#{topic.name}" for topic in Topic.objects.filter(pk__in=ids)}


def _is_topic(about: str) -> bool:
    is_number = about.isascii() and about.isdigit() and len(about) < 20 and int(about) < 1 << 63
    return is_number and Topic.objects.filter(pk=int(about)).exists()
