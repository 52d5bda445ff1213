from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "bedside.intake"
