"""The pages at the door that are our own: choosing a role, ending a session, what was kept, and the noes."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bedside.journal.models import Refusal

from . import kept as kept_words
from . import sessions, throttle, tongues
from .adapter import SecondStepAdapter
from .doors import Knock, is_local
from .forms import ChooseRole
from .hooks import hooks
from .requests import is_from_this_machine


@require_http_methods(["GET", "POST"])
def role(request: Knock) -> HttpResponse:
    """Choose in which role to go on. Each role is a session of its own."""
    if not request.user.roles and hooks.newcomers_go_to:
        return redirect(hooks.newcomers_go_to)
    form = ChooseRole(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        request.session[sessions.ROLE] = form.cleaned_data["role"]
        sessions.renew(request)
        asked = request.POST.get("next", "")
        return redirect(asked if is_local(asked) else settings.LOGIN_REDIRECT_URL)
    return render(request, "access/role.html", {"form": form, "next": request.GET.get("next", "")})


@require_POST
def session_ending(request: Knock, pk: int) -> HttpResponse:
    """End one of one's own sessions, on this device or another."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        get_adapter(request).logout(request)
        return redirect("account_login")
    sessions.end_one(session)
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def kept(request: Knock) -> HttpResponse:
    """What one wrote before one was signed out, to be sent now or thrown away."""
    found = kept_words.put_aside_for(request)
    if found is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        kept_words.throw_away(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    fields = [(name, value) for name, values in found["fields"].items() for value in values]
    texts = [value for name, value in fields if len(value) > 15 and name != "once"]
    return render(request, "access/kept.html", {"path": found["path"], "fields": fields, "texts": texts})


@require_GET
def time_left(request: HttpRequest) -> HttpResponse:
    """How many seconds this session lasts if nothing happens; for somebody signed out, none."""
    return JsonResponse(sessions.clock(request) | {"token": get_token(request)})


@require_POST
def staying(request: Knock) -> HttpResponse:
    """Somebody is still there: the doorkeeper has noted it already."""
    return JsonResponse(sessions.clock(request) | {"token": get_token(request)})


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be somebody of the town. There is no such route outside the demo, and nobody from elsewhere finds it there."""
    person = next((one for one in hooks.people_of_the_demo() if one.key == request.POST.get("person")), None)
    if person is None or not is_from_this_machine(request):
        raise Http404
    door = get_adapter(request)
    if request.user.is_authenticated:
        door.logout(request)
    door.login(request, person.login)
    UserSession.objects.create_from_request(request)
    request.session[sessions.ROLE] = person.role.value
    answer = redirect(settings.LOGIN_REDIRECT_URL)
    tongues.speak(request, answer, person.login)
    return answer


class PasskeyRemoval(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, unless it is the second step one cannot do without."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey: Authenticator = self.get_object()
        if not SecondStepAdapter().can_delete_authenticator(passkey):
            raise Refusal(str(SecondStepAdapter.error_messages["cannot_delete_authenticator"]))
        answer: HttpResponse = super().form_valid(form)
        return answer


def please_wait(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Too many wrong passwords: how long to wait, and which other ways are open. The same for every address."""
    minutes, helps = throttle.wait_in_words(request)
    answer = render(request, "access/please_wait.html", {"minutes": minutes, "waiting_helps": helps}, status=429)
    if helps:
        answer["Retry-After"] = str(minutes * 60)
    return answer
