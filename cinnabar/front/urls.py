"""Addresses of front."""

from django.urls import path

from cinnabar.front import goods, home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("channels", home.channels, name="channels"),
    path("c/<slug:slug>", home.channel, name="channel"),
    path("notes/<id:note_id>", views.note, name="note"),
    path("products/<id:product_id>", goods.product, name="product"),
    path("shops/<str:slug>", goods.shop, name="shop"),
    path("brands/<str:slug>", goods.brand, name="brand"),
    path("topics/<str:slug>", views.topic, name="topic"),
    path("categories/<str:slug>", goods.category, name="category"),
    path("@<str:handle>", views.profile, name="profile"),
    path("boards/<id:board_id>", views.board, name="board"),
    path("seals", views.seals, name="seals"),
]
