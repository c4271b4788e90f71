"""What a machine reads in the head of a page, and what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings

SITE = settings.ADDRESS
Node = dict[str, Any]

ONCE = (
    "description og:site_name og:type og:title og:description og:url og:locale og:locale:alternate og:image"
    " og:image:width og:image:height og:image:alt twitter:card"
).split()
LOCALES = {"en": ("en_US", "zh_CN"), "zh-Hans": ("zh_CN", "en_US")}

# What schema.org knows of each type that we use, as far as we say it; `!` is what search engines ask for.
ABOUT = "name! url @id description inLanguage"
SAID = "author! datePublished! dateModified url @id inLanguage image sponsor keywords interactionStatistic"
KNOWN = {
    "AggregateOffer": "lowPrice! highPrice offerCount priceCurrency! availability url seller",
    "AggregateRating": "ratingValue! ratingCount! bestRating worstRating",
    "Answer": "text! author! datePublished! url upvoteCount",
    "Brand": ABOUT,
    "BreadcrumbList": "itemListElement!",
    "CollectionPage": f"{ABOUT} author",
    "EntryPoint": "urlTemplate!",
    "Comment": "text! author! datePublished! url",
    "DiscussionForumPosting": f"headline! text! comment {SAID}",
    "InteractionCounter": "interactionType! userInteractionCount!",
    "ItemList": "itemListElement! @id",
    "ListItem": "position! name item url",
    "Offer": "price! priceCurrency! availability! url seller",
    "OnlineStore": f"{ABOUT} address",
    "Organization": f"{ABOUT} logo",
    "Person": "name! url! @id alternateName description image interactionStatistic",
    "PostalAddress": "addressCountry! addressLocality",
    "Product": "name! url @id description image brand category offers aggregateRating review",
    "ProfilePage": "mainEntity! url @id",
    "QAPage": "mainEntity! url @id",
    "Question": f"name! text! answerCount! upvoteCount acceptedAnswer suggestedAnswer {SAID}",
    "Rating": "ratingValue! bestRating worstRating",
    "Review": "reviewRating! author! itemReviewed url name datePublished positiveNotes negativeNotes sponsor",
    "SearchAction": "target! query-input!",
    "SocialMediaPosting": f"headline! text! {SAID}",
    "WebPage": f"{ABOUT} dateModified",
    "WebSite": f"{ABOUT} publisher potentialAction",
}
NAMELESS = {"Organization"}  # one that paid may be known only by what it did


@dataclass
class Head(HTMLParser):
    """The head of a page, read once."""

    page: str
    language: str = ""
    title: str = ""
    told: dict[str, list[str]] = field(default_factory=dict)  # name or property → contents
    canonical: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    _into: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)

    @property
    def graph(self) -> list[Node]:
        return [node for script in self.scripts for node in json.loads(script)["@graph"]]

    @property
    def is_for_machines(self) -> bool:
        return "noindex" not in self.told.get("robots", [])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = said.get("lang", "")
        elif tag == "title":
            self._into = "title" if not self.title else ""
        elif tag == "meta" and (name := said.get("property") or said.get("name")):
            self.told.setdefault(name, []).append(said.get("content", ""))
        elif tag == "link" and said.get("rel") == "canonical":
            self.canonical.append(said["href"])
        elif tag == "script" and said.get("type") == "application/ld+json":
            self.scripts.append("")
            self._into = "script"

    def handle_data(self, data: str) -> None:
        if self._into == "title":
            self.title += data
        elif self._into == "script":
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._into = ""


def wrong_for_readers_only(head: Head) -> Iterator[str]:
    """A page that is its reader's own has no preview and is not listed anywhere."""
    if head.is_for_machines:
        yield "it may be listed"
    if previews := [name for name in head.told if name.startswith(("og:", "twitter:"))]:
        yield f"it has a preview: {previews}"
    if head.scripts:
        yield "it has structured data"


def wrong_for_machines(head: Head, address: str) -> Iterator[str]:
    """A public page tells all of ONCE, its one address, and structured data that schema.org knows."""
    for name in ONCE:
        if len(head.told.get(name, [])) != 1 or not head.told[name][0].strip():
            yield f"{name}: {head.told.get(name)}"
    if not head.is_for_machines:
        yield "it may not be listed"
    said = {name: values[0] for name, values in head.told.items()}
    if len(said.get("description", "")) > 160:
        yield f"the description is long: {said['description']}"
    if not head.title or "Cinnabar" not in head.title:
        yield f"the title: {head.title!r}"
    if head.canonical != [SITE + address] or said.get("og:url") != SITE + address:
        yield f"the address: {head.canonical}, {said.get('og:url')}"
    if not said.get("og:image", "").startswith(f"{SITE}/"):
        yield f"the picture: {said.get('og:image')}"
    if not (said.get("og:image:width", "").isdigit() and said.get("og:image:height", "").isdigit()):
        yield "the size of the picture"
    if (said.get("og:locale"), said.get("og:locale:alternate")) not in LOCALES.values():
        yield f"the language: {said.get('og:locale')}"
    if not head.graph:
        yield "no structured data"
    yield from wrong_graph(head.graph, address)


def wrong_graph(graph: list[Node], address: str) -> Iterator[str]:
    kinds = Counter(node["@type"] for node in graph if node["@type"] != "Review")
    yield from (f"{kind} is there {number} times" for kind, number in kinds.items() if number > 1)
    for node in graph:
        yield from _wrong_node(node)
        if node["@type"] == "BreadcrumbList":
            yield from _wrong_crumbs(node, address)


def _wrong_node(node: Node) -> Iterator[str]:
    kind = node.get("@type")
    if set(node) == {"@id"}:  # says only which other node is meant
        return
    if kind not in KNOWN:
        yield f"no such type: {kind}"
        return
    known = KNOWN[kind].split()
    names = {name.rstrip("!") for name in known} | {"@type"}
    asked = {name[:-1] for name in known if name.endswith("!")} - ({"name"} if kind in NAMELESS else set())
    yield from (f"{kind} knows no {name}" for name in sorted(set(node) - names))
    yield from (f"{kind} says no {name}" for name in sorted(asked - set(node)))
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _wrong_node(one)
            elif one in ("", None):
                yield f"{kind}: {name} is empty"
            elif name in ("url", "item", "@id", "image", "logo") and not one.startswith(f"{SITE}/"):
                yield f"{kind}: {name} is {one}"


def _wrong_crumbs(node: Node, address: str) -> Iterator[str]:
    steps = node["itemListElement"]
    if [step["position"] for step in steps] != list(range(1, len(steps) + 1)):
        yield "the steps are not in order"
    if (steps[0]["item"], steps[-1]["item"]) != (f"{SITE}/", SITE + address):
        yield f"the steps lead from {steps[0]['item']} to {steps[-1]['item']}"
