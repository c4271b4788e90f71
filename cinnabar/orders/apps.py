from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "cinnabar.orders"
    label = "orders"
