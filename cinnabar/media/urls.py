"""Addresses of uploads."""

from django.urls import path

from cinnabar.media import views

urlpatterns = [path("pictures", views.pictures, name="pictures")]
