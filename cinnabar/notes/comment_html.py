"""A comment as HTML, in Python because a talk repeats it dozens of times; notes/talk.jinja sets them into threads.

Its buttons have addresses of their own, so that one form around all threads is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from markupsafe import Markup, escape

from cinnabar.design.formats import ago, count, exact_time
from cinnabar.design.jinja import icon, url
from cinnabar.design.jinja import said as _
from cinnabar.design.tags import avatar
from cinnabar.kit.ids import encode
from cinnabar.notes.models import NoteState
from cinnabar.notes.queries import NotePage, Said
from cinnabar.notes.visibility import Viewer

FACE = 32
NOTHING = Markup("")


class CommentHtml:
    """Writes the comments under one note for one reader; `prose` makes HTML of their words.

    What all of them repeat is asked for once.
    """

    def __init__(self, page: NotePage, viewer: Viewer, prose: Callable[[str], Markup]) -> None:
        known = viewer.is_authenticated
        is_author = known and viewer.pk == page.author_id
        self._here = url("note", note_id=page.id)
        self._prose = prose
        self._reader = viewer.pk if known else None
        self._may_answer = page.state == NoteState.PUBLISHED
        self._may_report = self._may_answer and known
        self._may_lift, self._is_question = is_author, page.is_question
        self._may_remove_all = is_author or (viewer.is_authenticated and viewer.is_moderator)
        self._reply, self._report = _("Reply"), _("Report")
        self._heart = icon("heart", label=_("Like this comment"))

    def __call__(self, one: Said, good: Markup = NOTHING) -> Markup:
        """The comment `one`, with the product that it shows as `good`."""
        who = url("profile", handle=one.author_handle)
        face = avatar(one.author_name, one.author_avatar, one.author_tint, FACE)
        where = f"{self._here}/comments/{encode(one.id)}"
        return Markup(
            f'<article class="said"><a href="{who}" tabindex="-1" aria-hidden="true">{face}</a>'
            f'<div><p class="said-who"><a href="{who}">{escape(one.author_name)}</a>{self._marks(one)}</p>'
            f'{self._words(one)}{good}{self._removed(one)}<div class="said-foot">{self._foot(one, where)}</div></div>'
            f"{self._like(one, where)}</article>"
        )

    def _marks(self, one: Said) -> str:
        marks = []
        if one.is_by_author:
            marks.append(("chip", "", _("author")))
        if one.has_bought:
            marks.append(("seal solid", "", _("bought here")))
        if one.is_chosen:
            marks.append(("pinned chosen", icon("check"), _("Chosen answer")))
        if one.is_pinned:
            marks.append(("pinned", icon("pin"), _("Pinned")))
        return "".join(f'<span class="{kind}">{drawing}{words}</span>' for kind, drawing, words in marks)

    def _words(self, one: Said) -> str:
        if not one.body and not one.reply_to:
            return ""
        whom = _("to %(name)s:", name=one.reply_to) if one.reply_to else ""
        to = f'<span class="muted">{whom}</span> ' if whom else ""
        return f'<p class="said-words prose">{to}{self._prose(one.body)}</p>'

    def _removed(self, one: Said) -> str:
        if not one.removed_by:
            return ""
        words = _("removed by %(name)s; only moderators see it", name=one.removed_by)
        return f'<p class="muted"><small>{words}</small></p>'

    def _foot(self, one: Said, where: str) -> str:
        key, is_own = encode(one.id), one.author_id == self._reader
        pieces = f'<a href="{self._here}?comment={key}#c-{one.id}">{_time(one.at)}</a>'
        if self._may_answer:
            pieces += f' <a href="{self._here}?reply={key}#say">{self._reply}</a>'
        if self._may_report and not is_own:
            pieces += f' <a href="{where}/report" rel="nofollow">{self._report}</a>'
        if self._may_lift and one.id == one.root_id and not one.removed_by:
            if self._is_question:
                on, word = ("0", _("Not the answer")) if one.is_chosen else ("1", _("Choose as the answer"))
                pieces += f' <button formaction="{where}/answer" name="on" value="{on}">{word}</button>'
            on, word = ("0", _("Unpin")) if one.is_pinned else ("1", _("Pin"))
            pieces += f' <button formaction="{where}/pin" name="on" value="{on}">{word}</button>'
        if (self._may_remove_all or is_own) and not one.removed_by:
            word = _("Remove")
            pieces += f' <button formaction="{where}/removal">{word}</button>'
        return pieces

    def _like(self, one: Said, where: str) -> str:
        if not self._may_answer:
            return ""
        wanted, pressed = ("0", "true") if one.liked else ("1", "false")
        return (
            f'<button class="said-like" formaction="{where}/like" name="on" value="{wanted}" data-toggle'
            f' aria-pressed="{pressed}">{self._heart}<span data-count="{one.likes}">'
            f"{count(one.likes) if one.likes else ''}</span></button>"
        )


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat(timespec="minutes")}" title="{exact_time(moment)}">{ago(moment)}</time>'
