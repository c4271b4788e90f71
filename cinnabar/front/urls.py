"""Addresses of front."""

from django.urls import path

from cinnabar.front import home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("channels", home.channels, name="channels"),
    path("c/<slug:slug>", home.channel, name="channel"),
    path("notes/<id:note_id>", views.note, name="note"),
    path("products/<id:product_id>", views.product, name="product"),
    path("shops/<str:slug>", views.shop, name="shop"),
    path("brands/<str:slug>", views.brand, name="brand"),
    path("topics/<str:slug>", views.topic, name="topic"),
    path("categories/<slug:slug>", views.category, name="category"),
    path("@<str:handle>", views.profile, name="profile"),
    path("boards/<id:board_id>", views.board, name="board"),
    path("seals", views.seals, name="seals"),
]
