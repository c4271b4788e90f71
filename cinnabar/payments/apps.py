from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "cinnabar.payments"
    label = "payments"
