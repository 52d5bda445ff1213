from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "bedside.conduct"
