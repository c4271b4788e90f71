"""Addresses of front."""

from django.urls import path

from cinnabar.front import goods, home, profiles, reading

urlpatterns = [
    path("", home.home, name="home"),
    path("channels", home.channels, name="channels"),
    path("c/<slug:slug>", home.channel, name="channel"),
    path("notes/<id:note_id>", reading.note, name="note"),
    path("notes/<id:note_id>/comments", reading.comments, name="comments"),
    path("products/<id:product_id>", goods.product, name="product"),
    path("shops/<str:slug>", goods.shop, name="shop"),
    path("brands/<str:slug>", goods.brand, name="brand"),
    path("topics/<str:slug>", reading.topic, name="topic"),
    path("categories/<str:slug>", goods.category, name="category"),
    path("@<str:handle>", profiles.profile, name="profile"),
    path("boards/<id:board_id>", reading.board, name="board"),
    path("seals", reading.seals, name="seals"),
]
