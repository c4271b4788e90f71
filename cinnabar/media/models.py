"""A picture or video and its state; owner and reader are plain ids, so that media depends on nobody."""

from django.db import models

from cinnabar.kit.models import Identified


class PictureState(models.TextChoices):
    WAITING = "waiting"  # a ticket was given, the file is on its way or queued
    READY = "ready"
    FAILED = "failed"


class PicturePurpose(models.TextChoices):
    NOTE = "note"
    AVATAR = "avatar"
    PRODUCT = "product"
    SHOP = "shop"


class Picture(Identified):
    """One uploaded picture, or a video with the frame that stands for it.

    `secret` (128 bits, base58) names its files and cannot be guessed.
    """

    owner_id = models.BigIntegerField(db_index=True)
    purpose = models.CharField(max_length=8, choices=PicturePurpose)
    state = models.CharField(max_length=8, choices=PictureState, default=PictureState.WAITING)
    problem = models.CharField(max_length=24, blank=True)  # a code of media/problems.py when state is failed
    secret = models.CharField(max_length=22, unique=True)
    is_public = models.BooleanField(default=False)  # its sizes are linked into the public folder
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    thumbhash = models.CharField(max_length=48, blank=True)  # base64, evanw/thumbhash
    tone = models.CharField(max_length=7, blank=True)  # average colour, #rrggbb, from the thumbhash
    is_animated_still = models.BooleanField(default=False)  # only the first frame was kept; the author is told
    is_video = models.BooleanField(default=False)  # then the sizes are those of one frame
    seconds = models.FloatField(default=0)  # how long the video plays
    announced_bytes = models.PositiveBigIntegerField(default=0)  # of a video on its way, which may come in parts
    share_done = models.PositiveSmallIntegerField(default=0)  # of a video in work, in per cent
    uploaded_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
