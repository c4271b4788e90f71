"""Addresses of payments."""

from django.urls import path

from cinnabar.payments import views

urlpatterns = [
    path("payments/<slug:provider>/webhook", views.payment_webhook, name="payment-webhook"),
]
