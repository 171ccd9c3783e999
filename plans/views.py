"""The start page, the list of plans, and the accounts. Pages with statuses live in `indicators`."""

from django.contrib.auth import views as auth_views
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from plans.middleware import keep_language
from plans.models import Plan, memberships_of


def home(request):
    """The reader's own plans and what is public; without an account what is public."""
    plans = list(listed_plans(request.user))
    own = {membership.institution_id for membership in memberships_of(request.user)}
    context = {
        "my_plans": [plan for plan in plans if plan.institution_id in own],
        "other_plans": [plan for plan in plans if plan.institution_id not in own],
        "memberships": memberships_of(request.user),
    }
    return render(request, "plans/home.html", context)


def plan_list(request):
    """Every plan that the reader may see, by institution."""
    return render(
        request,
        "plans/plan_list.html",
        {"plans": listed_plans(request.user), "section": "plans"},
    )


def listed_plans(user):
    """Plans with all that a list prints about them; levels without a name are not counted."""
    named = {
        level: Count(
            path,
            distinct=True,
            filter=~Q(**{f"{path}__name_ja": "", f"{path}__name_en": ""}),
        )
        for level, path in (
            ("strategy_count", "strategies"),
            ("standard_count", "strategies__standards"),
        )
    }
    return Plan.objects.visible_to(user).select_related("institution").annotate(**named)


def bad_request(request, exception):
    """400 with the reason, where it is ours to tell."""
    ours = isinstance(exception, BadRequest) and str(exception)
    reason = ours or _("Something in the address or the form is not what this site expects.")
    return render(request, "400.html", {"reason": reason}, status=400)


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
