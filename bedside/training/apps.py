from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "bedside.training"
