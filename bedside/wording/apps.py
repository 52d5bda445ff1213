from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "bedside.wording"
