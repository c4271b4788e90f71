"""Addresses of desks."""

from django.urls import path

from cinnabar.desks import views
from cinnabar.desks.shops import views as shops

ORDER = "shop/<str:slug>/orders/<slug:number>"

urlpatterns = [
    path("shop/<str:slug>", shops.shop_desk, name="shop-desk"),
    path(ORDER, shops.shop_desk_order, name="shop-desk-order"),
    path(f"{ORDER}/parcel", shops.parcel, name="shop-desk-parcel"),
    path(f"{ORDER}/cancellation", shops.cancellation, name="shop-desk-cancellation"),
    path(f"{ORDER}/refund", shops.refund, name="shop-desk-refund"),
    path("moderation", views.moderation_desk, name="moderation-desk"),
    path("operator", views.operator_desk, name="operator-desk"),
]
