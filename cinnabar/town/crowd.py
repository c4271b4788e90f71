"""Seeded people who bring real reviews: handles, ages and places in the shares of the town."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from cinnabar.kit.clock import at, now
from cinnabar.people.actions import choose_interests, create_person
from cinnabar.people.models import Person
from cinnabar.people.profiles import NewPerson, Profile
from cinnabar.town.ledger import once, settled
from cinnabar.town.real import seeded

CROWD = 300  # of each language
JOINED_BEFORE = timedelta(days=180)

FIRST_ZH = "半糖 慢热 晴天 小岛 阿梨 南风 清欢 拾光 早睡 薄荷 初夏 白桃 糯米 云朵 山茶 青柠 海盐 豆沙 星野 木棉".split()
LAST_ZH = "不加冰 同学 在路上 的衣橱 爱喝茶 慢慢走 的日常 不吃香菜 日记 看海去 想早睡 爱晒太阳 收纳中".split()
FIRST_EN = "quiet sunny salty tiny lazy honest plain early rainy mellow brisk amber cosy".split()
LAST_EN = "shelf pantry parcel teacup notebook drawer suitcase window kettle basket balcony mirror".split()
CITIES = (
    ("上海", "1"),
    ("北京", "1"),
    ("成都", "new1"),
    ("杭州", "new1"),
    ("武汉", "new1"),
    ("昆明", "2"),
    ("泉州", "2"),
    ("赣州", "3"),
)
PLACES = (("GB", "Leeds"), ("AU", "Perth"), ("CA", "Halifax"), ("SG", "Singapore"), ("IE", "Cork"), ("NZ", "Dunedin"))


def crowd() -> dict[bool, list[Person]]:
    """is Chinese → the people who write in that language; made once."""
    known = settled("crowd")
    for is_chinese in (True, False):
        for number in range(CROWD):
            new = _somebody(number, is_chinese=is_chinese)
            if new.handle not in known:
                with at(now() - JOINED_BEFORE - timedelta(hours=2 * number + is_chinese)):
                    known[new.handle] = once("crowd", new.handle, partial(_join, new))
    people = Person.objects.in_bulk(list(known.values())).values()
    ordered = sorted(people, key=lambda person: person.pk)
    return {is_zh: [p for p in ordered if (p.language == "zh-hans") == is_zh] for is_zh in (True, False)}


def _join(new: NewPerson) -> int:
    person = create_person(new)
    choose_interests(person, seeded("interests", new.handle).sample(INTERESTS, 3))
    return person.pk


INTERESTS = ("beauty", "skincare", "baby", "health", "fashion", "home", "food", "travel")


def _somebody(number: int, *, is_chinese: bool) -> NewPerson:
    chance = seeded("person", number, is_chinese)
    firsts, lasts = (FIRST_ZH, LAST_ZH) if is_chinese else (FIRST_EN, LAST_EN)
    first, last = firsts[number % len(firsts)], lasts[number // len(firsts) % len(lasts)]
    handle = f"{first}{last}" if is_chinese else f"{first}.{last}"
    handle += str(number) if number >= len(firsts) * len(lasts) else ""
    country, (city, tier) = ("CN", chance.choice(CITIES)) if is_chinese else _abroad(chance.choice(PLACES))
    # 58 % below 24, 84 % below 30; 85 % women.
    age = chance.choices([range(18, 24), range(24, 30), range(30, 45)], [58, 26, 16])[0]
    return NewPerson(
        handle=handle,
        email=f"crowd-{'zh' if is_chinese else 'en'}-{number}@example.com",
        profile=Profile(
            name=f"{first}{last}" if is_chinese else f"{first} {last}".title(),
            language="zh-hans" if is_chinese else "en",
            country=country,
            city=city,
            birth_year=2026 - chance.choice(age),
            gender="female" if chance.random() < 0.85 else "male",
        ),
        city_tier=tier,
        followers_imported=int(10 ** chance.uniform(0.8, 3.4)),
    )


def _abroad(place: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    return place[0], (place[1], "abroad")
