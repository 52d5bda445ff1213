from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "bedside.teams"
