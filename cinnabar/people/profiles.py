"""What a person tells about themselves, and what a new person begins with."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything on the form of one's own profile."""

    name: str = ""
    bio: str = ""
    language: str = ""  # "en", "zh-hans"; empty: as the browser asks
    country: str = ""
    region: str = ""
    city: str = ""
    birth_year: int | None = None
    gender: str = ""
    traits: dict[str, str] = field(default_factory=dict)  # keys and values of people/traits.py


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody about to exist. Without a password they cannot sign in until they reset it."""

    handle: str
    email: str
    password: str = ""
    profile: Profile = field(default_factory=Profile)  # an empty name becomes the handle
    role: str = ""
    tint: int = 0  # 1–6; 0: by the handle
    city_tier: str = ""
    followers_imported: int = 0
    has_confirmed_email: bool = False
