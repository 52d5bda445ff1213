from django.apps import AppConfig


class DecidingConfig(AppConfig):
    name = "bedside.deciding"
