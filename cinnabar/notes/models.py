"""Notes and what hangs on them: pictures, product tags, topics, likes, saves, comments, proofs."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from cinnabar.kit.clock import now
from cinnabar.kit.models import Identified
from cinnabar.people.models import Person
from cinnabar.shop.models import Product


class NoteState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"  # by moderation, with a reason its author sees
    DELETED = "deleted"  # by its author; erased after 30 days


class Visibility(models.TextChoices):
    PUBLIC = "public"
    FRIENDS = "friends"
    ONLY_ME = "only_me"


class Ratio(models.TextChoices):
    TALL = "3:4"
    SQUARE = "1:1"
    WIDE = "4:3"


class Note(Identified):
    author = models.ForeignKey(Person, models.PROTECT, related_name="notes", db_index=False)
    state = models.CharField(max_length=10, choices=NoteState, default=NoteState.DRAFT)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    title = models.CharField(max_length=40, blank=True)  # 20 units
    body = models.TextField(blank=True)  # 1,000 code points
    headline = models.CharField(max_length=40, blank=True)  # the title, else the body's first clause
    language = models.CharField(max_length=8, blank=True)
    channel = models.CharField(max_length=24, blank=True)
    city = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the importer's own key
    cover_ratio = models.CharField(max_length=3, choices=Ratio, default=Ratio.TALL)
    cover_words = models.CharField(max_length=160, blank=True)  # on the picture, or the text card that stands for it
    cover_style = models.PositiveSmallIntegerField(default=1)  # rules.OVER_PICTURE or rules.TEXT_CARDS
    is_question = models.BooleanField(default=False)
    is_paid = models.BooleanField(default=False)  # note-level money marks
    earns_commission = models.BooleanField(default=False)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="follow_ups")
    hidden_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    likes = models.PositiveIntegerField(default=0)
    saves = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    likes_imported = models.PositiveIntegerField(default=0)  # came with an import; no rows behind it
    saves_imported = models.PositiveIntegerField(default=0)
    praise = models.FloatField(default=0, db_default=0)  # what was done with it, as loud as the voices (voices.py)
    pinned_comment_id = models.BigIntegerField(null=True)  # a first-level one, by the author; shown before all others
    chosen_comment_id = models.BigIntegerField(null=True)  # the same for what answers a question

    class Meta:
        indexes = [
            models.Index(fields=["author", "state", "-published_at"], name="notes_of_author"),
            models.Index(fields=["published_at"], name="notes_by_time", condition=Q(state="published")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "deleted"]) | Q(published_at__isnull=False),
                name="notes_published_has_date",
            ),
            models.UniqueConstraint(fields=["author", "reference"], condition=~Q(reference=""), name="notes_reference"),
        ]

    def picture_ids(self) -> list[int]:
        """Its pictures' ids, the cover first."""
        return list(self.pictures.order_by("position").values_list("picture_id", flat=True))


class NotePicture(models.Model):
    """A picture or video at its place. Sizes, colour and length are copied from media when it is ready."""

    pk = models.CompositePrimaryKey("note_id", "position")
    note = models.ForeignKey(Note, models.CASCADE, related_name="pictures", db_index=False)
    position = models.PositiveSmallIntegerField()
    picture_id = models.BigIntegerField(unique=True)
    secret = models.CharField(max_length=22)
    width = models.PositiveIntegerField()  # 0 until media has made the sizes
    height = models.PositiveIntegerField()
    thumbhash = models.CharField(max_length=48, blank=True)
    tone = models.CharField(max_length=7, blank=True)
    seconds = models.FloatField(default=0)  # how long it plays; 0: a picture
    alt = models.CharField(max_length=500, blank=True)
    crop_x = models.FloatField(default=0.5)  # centre of the cover crop, 0..1
    crop_y = models.FloatField(default=0.5)


class Provenance(models.TextChoices):
    HERE = "here"  # set by the system from a purchase proof, never by hand
    ELSEWHERE = "elsewhere"
    GIFTED = "gifted"
    OWN_SHOP = "own_shop"
    RETURNED = "returned"  # bought here, refunded in full: "bought elsewhere — returned"


class ProductTag(Identified):
    """A product on a point of a picture, and how the author came by it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="tags")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="tags")
    outside_brand = models.CharField(max_length=80, blank=True)
    outside_name = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # order among the note's tags
    picture_position = models.PositiveSmallIntegerField(default=0)
    x = models.FloatField(default=0.5)
    y = models.FloatField(default=0.5)
    provenance = models.CharField(max_length=10, choices=Provenance, blank=True)  # empty in a draft: not said yet
    is_paid = models.BooleanField(default=False)
    earns_commission = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(null=True)
    pro = models.CharField(max_length=60, blank=True)
    con = models.CharField(max_length=60, blank=True)
    used_for = models.CharField(max_length=8, blank=True)  # days, weeks, months

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False) | ~Q(outside_name=""), name="notes_tag_names_something"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="notes_rating_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(x__gte=0, x__lte=1, y__gte=0, y__lte=1), name="notes_tag_on_the_picture"
            ),
            models.CheckConstraint(
                condition=~Q(provenance="here") | Q(product__isnull=False), name="notes_here_needs_product"
            ),
            models.UniqueConstraint(
                fields=["note", "product"], condition=Q(product__isnull=False), name="notes_product_once"
            ),
        ]


class PurchaseProof(Identified):
    """That a person received a product from a shop here. The *bought here* seal is computed from it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="proofs", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="proofs")
    order_line_id = models.BigIntegerField(unique=True)
    since = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # a full refund takes it back

    class Meta:
        indexes = [models.Index(fields=["person", "product"], name="notes_proof_of_person")]


class Topic(Identified):
    slug = models.CharField(max_length=60, unique=True)  # case-folded name
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=24, blank=True)
    notes = models.PositiveIntegerField(default=0)


class NoteTopic(models.Model):
    pk = models.CompositePrimaryKey("note_id", "topic_id")
    note = models.ForeignKey(Note, models.CASCADE, related_name="note_topics", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="note_topics")
    position = models.PositiveSmallIntegerField(default=0)


class Like(models.Model):
    pk = models.CompositePrimaryKey("person_id", "note_id")
    person = models.ForeignKey(Person, models.CASCADE, db_index=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="like_rows")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at", "-note"], name="notes_likes_of_person"),
            BrinIndex(fields=["at"], name="notes_likes_by_time", autosummarize=True),
        ]


class Board(Identified):
    owner = models.ForeignKey(Person, models.CASCADE, related_name="boards")
    name = models.CharField(max_length=50)
    description = models.CharField(max_length=500, blank=True)
    is_private = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)  # where a plain "save" goes
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="notes_one_default_board")
        ]


class Save(models.Model):
    """A note on a board; a note stands on one board of a person only."""

    pk = models.CompositePrimaryKey("person_id", "note_id")
    person = models.ForeignKey(Person, models.CASCADE, db_index=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="save_rows")
    board = models.ForeignKey(Board, models.CASCADE, related_name="saves", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["board", "-at", "-note"], name="notes_saves_of_board"),
            models.Index(fields=["person", "-at"], name="notes_saves_of_person"),
            BrinIndex(fields=["at"], name="notes_saves_by_time", autosummarize=True),
        ]


class SavedProduct(models.Model):
    """A product on a board, on one of a person only, with what it cost when it was saved."""

    pk = models.CompositePrimaryKey("person_id", "product_id")
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_products", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="save_rows")
    board = models.ForeignKey(Board, models.CASCADE, related_name="saved_products", db_index=False)
    at = models.DateTimeField(default=now)
    price_minor = models.BigIntegerField(null=True)  # its lowest at that moment
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["board", "-at", "-product"], name="notes_products_of_board"),
            BrinIndex(fields=["at"], name="notes_goods_by_time", autosummarize=True),
        ]


class Comment(Identified):
    """Two levels: a reply's `parent` is always a first-level comment."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    reply_to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    body = models.CharField(max_length=500, blank=True)  # empty only where a product says it all
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+", db_index=False)
    likes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True)  # the words stay for moderators, replies stay for everybody
    removed_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["note", "-at"], name="notes_comments_of_note"),
            models.Index(fields=["author", "-at"], name="notes_comments_of_author"),
            BrinIndex(fields=["at"], name="notes_comments_by_time", autosummarize=True),
        ]


class CommentLike(models.Model):
    pk = models.CompositePrimaryKey("person_id", "comment_id")
    person = models.ForeignKey(Person, models.CASCADE, db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="like_rows")


class Voice(models.Model):
    """How far what somebody does with notes counts for others, judged every hour; without a row it does not yet."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    weight = models.FloatField()  # 0 to 1
    circle = models.BigIntegerField(null=True)  # of accounts that mostly praise each other


class NoteCard(models.Model):
    """What the wall shows of a published note, in one row; written by `notes.cards`, rebuilt by a command."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="card")
    author_id = models.BigIntegerField()
    author_handle = models.CharField(max_length=30)
    author_name = models.CharField(max_length=40)
    author_avatar = models.CharField(max_length=22, blank=True)
    author_tint = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10)
    visibility = models.CharField(max_length=8)
    title = models.CharField(max_length=40, blank=True)  # else the body's first clause
    language = models.CharField(max_length=8, blank=True)
    channel = models.CharField(max_length=24, blank=True)
    secret = models.CharField(max_length=22, blank=True)  # empty when there is a text card and no picture
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    thumbhash = models.CharField(max_length=48, blank=True)
    tone = models.CharField(max_length=7, blank=True)
    alt = models.CharField(max_length=500, blank=True)
    crop_x = models.FloatField(default=0.5)
    crop_y = models.FloatField(default=0.5)
    ratio = models.CharField(max_length=3)
    words = models.CharField(max_length=160, blank=True)
    words_style = models.PositiveSmallIntegerField(default=1)
    is_question = models.BooleanField(default=False)
    is_answered = models.BooleanField(default=False)
    pictures = models.PositiveSmallIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(default=0)  # of its video
    tags = models.PositiveSmallIntegerField(default=0)
    tags_here = models.PositiveSmallIntegerField(default=0)
    money_mark = models.CharField(max_length=10, blank=True)  # paid > own_shop > gifted > commission
    price_minor = models.BigIntegerField(null=True)  # of the first buyable tag
    currency = models.CharField(max_length=3, blank=True)
    likes = models.PositiveIntegerField(default=0)
    saves = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    hot = models.FloatField()  # freshness × engagement, see notes/rules.py; rises with every like

    class Meta:
        indexes = [
            models.Index(
                fields=["-hot", "-note_id"],
                name="notes_card_hot",
                condition=Q(state="published", visibility="public"),
            ),
            models.Index(
                fields=["channel", "-hot", "-note_id"],
                name="notes_card_channel",
                condition=Q(state="published", visibility="public"),
            ),
            models.Index(
                fields=["-hot", "-note_id"],
                name="notes_card_questions",
                condition=Q(state="published", visibility="public", is_question=True),
            ),
            models.Index(fields=["author_id", "-published_at"], name="notes_card_author"),
        ]
