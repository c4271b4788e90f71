"""Addresses of desks."""

from django.urls import path

from cinnabar.desks.moderators import views as moderators
from cinnabar.desks.operators import views as operators
from cinnabar.desks.shops.views import editing, exporting, keeping, offers, showing, staffing
from cinnabar.desks.shops.views import orders as shops

ORDER = "shop/<str:slug>/orders/<slug:number>"

PRODUCTS = "shop/<str:slug>/products"

urlpatterns = [
    path("shop/new", keeping.shop_new, name="shop-new"),  # first: no shop has that address
    path("invitations", staffing.shop_invitations, name="shop-invitations"),
    path("invitations/<str:slug>", staffing.shop_invitation, name="shop-invitation"),
    path("shop/<str:slug>/settings", keeping.shop_settings, name="shop-settings"),
    path("shop/<str:slug>/banner", showing.shop_banner, name="shop-banner"),
    path("shop/<str:slug>/opening", showing.shop_opening, name="shop-opening"),
    path("shop/<str:slug>/leaving", staffing.shop_leaving, name="shop-leaving"),
    path("shop/<str:slug>/staff", staffing.shop_staff, name="shop-staff"),
    path("shop/<str:slug>/staff/<str:handle>", staffing.shop_staff_member, name="shop-staff-member"),
    path(PRODUCTS, offers.shop_products, name="shop-products"),
    path(f"{PRODUCTS}.csv", exporting.shop_products_csv, name="shop-products-csv"),
    path("shop/<str:slug>/orders.csv", exporting.shop_orders_csv, name="shop-orders-csv"),
    path(f"{PRODUCTS}/new", editing.shop_product_new, name="shop-product-new"),
    path(f"{PRODUCTS}/<id:product_id>", editing.shop_product, name="shop-product"),
    path(f"{PRODUCTS}/<id:product_id>/status", editing.shop_product_status, name="shop-product-status"),
    path("shop/<str:slug>", shops.shop_desk, name="shop-desk"),
    path("shop/<str:slug>/packing", shops.shop_packing, name="shop-packing"),
    path(f"{ORDER}/sending-end", shops.sending_end, name="shop-desk-sending-end"),
    path(ORDER, shops.shop_desk_order, name="shop-desk-order"),
    path(f"{ORDER}/parcel", shops.parcel, name="shop-desk-parcel"),
    path(f"{ORDER}/parcels/<id:parcel_id>", shops.parcel_correction, name="shop-desk-parcel-correction"),
    path(f"{ORDER}/cancellation", shops.cancellation, name="shop-desk-cancellation"),
    path(f"{ORDER}/refund", shops.refund, name="shop-desk-refund"),
    path("moderation", moderators.desk, name="moderation-desk"),
    path("moderation/notes/<id:note_id>", moderators.decision, name="moderation-decision"),
    path("operator/texts", operators.texts, name="operator-texts"),
    path("operator/texts/<str:kind>/<str:language>", operators.text, name="operator-text"),
    path("moderation/cases/<id:case_id>", moderators.case, name="moderation-case"),
    path("moderation/decisions/<id:decision_id>/review", moderators.reviewed, name="moderation-review"),
]
