"""Addresses of desks."""

from django.urls import path

from cinnabar.desks.moderators import views as moderators
from cinnabar.desks.shops import views as shops

ORDER = "shop/<str:slug>/orders/<slug:number>"

urlpatterns = [
    path("shop/<str:slug>", shops.shop_desk, name="shop-desk"),
    path(ORDER, shops.shop_desk_order, name="shop-desk-order"),
    path(f"{ORDER}/parcel", shops.parcel, name="shop-desk-parcel"),
    path(f"{ORDER}/cancellation", shops.cancellation, name="shop-desk-cancellation"),
    path(f"{ORDER}/refund", shops.refund, name="shop-desk-refund"),
    path("moderation", moderators.desk, name="moderation-desk"),
    path("moderation/notes/<id:note_id>", moderators.decision, name="moderation-decision"),
]
