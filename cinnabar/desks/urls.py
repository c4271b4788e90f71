"""Addresses of desks."""

from django.urls import path

from cinnabar.desks import views

urlpatterns = [
    path("shop/<str:slug>", views.shop_desk, name="shop-desk"),
    path("shop/<str:slug>/orders/<str:number>", views.shop_desk_order, name="shop-desk-order"),
    path("moderation", views.moderation_desk, name="moderation-desk"),
    path("operator", views.operator_desk, name="operator-desk"),
]
