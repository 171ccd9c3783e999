"""Signing in and the dialogues about passwords."""

from django.contrib.auth import views as auth_views
from django.urls import reverse_lazy

from plans.middleware import keep_language


class SignIn(auth_views.LoginView):
    """Signing in brings the language that the person has chosen for the account."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.get_user().language:
            keep_language(response, form.get_user().language)
        return response


class PasswordChange(auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("plans:password-change-done")


class PasswordReset(auth_views.PasswordResetView):
    template_name = "accounts/password_reset.html"
    email_template_name = "accounts/password_reset_mail.txt"
    subject_template_name = "accounts/password_reset_subject.txt"
    success_url = reverse_lazy("plans:password-reset-done")


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("plans:password-reset-complete")
