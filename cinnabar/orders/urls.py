"""Addresses of orders."""

from django.urls import path

from cinnabar.orders import views

urlpatterns = [
    path("basket", views.basket, name="basket"),
    path("basket/<id:variant_id>", views.basket_line, name="basket-line"),
    path("checkout", views.checkout, name="checkout"),
    path("purchases/<id:purchase_id>/payment", views.payment, name="payment"),
    path("purchases/<id:purchase_id>", views.purchase, name="purchase"),
    path("orders", views.orders, name="orders"),
    path("orders/<str:number>", views.order, name="order"),
    path("orders/<str:number>/cancellation", views.order_cancellation, name="order-cancellation"),
    path("orders/<str:number>/delivery", views.order_delivery, name="order-delivery"),
]
