from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "cinnabar.shop"
    label = "shop"
