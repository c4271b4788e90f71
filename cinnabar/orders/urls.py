"""Addresses of orders."""

from django.urls import path

from cinnabar.orders.views import baskets, buying, checkout, orders

urlpatterns = [
    path("basket", baskets.basket, name="basket"),
    path("basket/<id:variant_id>", baskets.basket_line, name="basket-line"),
    path("checkout", checkout.checkout, name="checkout"),
    path("purchases/<id:purchase_id>/payment", buying.payment, name="payment"),
    path("purchases/<id:purchase_id>", buying.purchase, name="purchase"),
    path("orders", orders.orders, name="orders"),
    path("orders/<slug:number>", orders.order, name="order"),
    path("orders/<slug:number>/cancellation", orders.order_cancellation, name="order-cancellation"),
    path("orders/<slug:number>/delivery", orders.order_delivery, name="order-delivery"),
]
