from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    name = "bedside.workload"
