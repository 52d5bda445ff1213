from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "bedside.config"

    def ready(self) -> None:
        """Hang up the lists of who wants to hear what, and of what the workers know how to do."""
        from django.utils.module_loading import autodiscover_modules

        from bedside.access.hooks import hooks as access
        from bedside.booking import hooks as booking
        from bedside.booking import replying
        from bedside.booking.touched import how_many, soon
        from bedside.cases import hooks as cases
        from bedside.cases.beside import promises
        from bedside.cases.clock import calls_back_by
        from bedside.complaints.parts import kept_from
        from bedside.conduct.parts import noted
        from bedside.deciding.beside import choices
        from bedside.desk.ways import after_the_questions
        from bedside.directory.hooks import hooks as directory
        from bedside.feedback.beside import went_badly
        from bedside.intake.beside import said_before_the_visit
        from bedside.intake.typed import answered_before
        from bedside.journal import actions, news
        from bedside.orders.beside import asked_for
        from bedside.people.models import language_of
        from bedside.town.actions import people_of_the_demo
        from bedside.triage import hooks
        from bedside.ui import pages
        from bedside.video.ways import ways as to_the_video
        from bedside.visits import hooks as visits
        from bedside.visits.texted import answered as answered_on_the_day
        from bedside.visits.ways import ways
        from bedside.wall.devices import device_of

        from .hung import HUNG
        from .measures import know_the_measures
        from .navigation import NAVIGATION, the_clinic
        from .reactions import REACTIONS, URGENT
        from .turn import aside
        from .worker import know_the_tasks

        news.hear(REACTIONS)
        actions.URGENT_VERBS = URGENT
        pages.CLINIC = the_clinic
        pages.NAVIGATION = NAVIGATION
        pages.PATIENT_PAGE, pages.PATIENT_SEARCH = "desk:patient", "desk:search"
        pages.HUNG = HUNG
        access.speaks = language_of
        access.newcomers_go_to = "portal:newcomer"
        access.people_of_the_demo = people_of_the_demo
        access.screen_at_the_door = device_of
        access.screens_pair_at = "wall:screen"
        autodiscover_modules("tasks")
        know_the_tasks()
        know_the_measures()
        hooks.lead_on(after_the_questions)
        booking.hang(to_the_video, ways)
        replying.hang(answered_on_the_day)
        directory.touched, directory.how_soon, directory.find_help = how_many, soon, "booking:find"
        directory.book_here = "booking:by-service"
        visits.hang(noted, promises, asked_for, choices, said_before_the_visit, went_badly)
        visits.hang_typed(answered_before)
        visits.calls_back_by = calls_back_by
        visits.aside = aside
        cases.kept_from = kept_from
