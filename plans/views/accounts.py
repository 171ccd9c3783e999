"""Signing in, the own account, and the dialogues about passwords."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from plans.access.account_forms import AccountForm, LinkForm, SignInForm
from plans.access.account_mail import address_of_site, send_password_changed
from plans.database.history import recording
from plans.middleware import keep_language
from plans.views.lookups import post_data


class SignIn(auth_views.LoginView):
    """Signing in brings the language that the person has chosen for the account."""

    authentication_form = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.get_user().language:
            keep_language(response, form.get_user().language)
        return response


@login_required
def account(request):
    """What the reader is called, and in which language the reader is written to."""
    form = AccountForm(post_data(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic(), recording(by=request.user, reason=_("Changed by the person")):
            form.save()
        messages.success(request, _("Saved: your account (%(name)s)") % {"name": form.instance.display_name})
        response = redirect("plans:account")
        if form.cleaned_data["language"]:
            keep_language(response, form.cleaned_data["language"])
        return response
    return render(request, "accounts/account.html", {"form": form})


class NewPassword:
    """Part of the pages on which people choose a password: who it was is remembered, and the owner is told."""

    def form_valid(self, form):
        with transaction.atomic(), recording(by=form.user, reason=_("The person chose a password")):
            response = super().form_valid(form)
            send_password_changed(form.user, site=address_of_site(self.request))
        return response


class PasswordChange(NewPassword, auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("plans:password-change-done")


class PasswordReset(auth_views.PasswordResetView):
    form_class = LinkForm
    template_name = "accounts/password_reset.html"
    email_template_name = "accounts/password_reset_mail.txt"
    subject_template_name = "accounts/password_reset_subject.txt"
    success_url = reverse_lazy("plans:password-reset-done")


class PasswordResetConfirm(NewPassword, auth_views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("plans:password-reset-complete")
