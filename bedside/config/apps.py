from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "bedside.config"

    def ready(self) -> None:
        """Hang up the lists of who wants to hear what."""
        from bedside.journal import actions, news
        from bedside.ui import pages

        from .navigation import NAVIGATION, the_clinic
        from .reactions import REACTIONS, URGENT

        news.hear(REACTIONS)
        actions.URGENT_VERBS = URGENT
        pages.CLINIC = the_clinic
        pages.NAVIGATION = NAVIGATION
