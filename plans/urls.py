from django.contrib.auth import views as auth_views
from django.urls import path

from plans.views import accounts, start

app_name = "plans"


def page(template):
    """A page of the password dialogues that only says something."""
    return {"template_name": f"accounts/{template}.html"}


urlpatterns = [
    path("", start.home, name="home"),
    path("plans/", start.plan_list, name="plan-list"),
    path("accounts/login/", accounts.SignIn.as_view(), name="login"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("accounts/password/", accounts.PasswordChange.as_view(), name="password-change"),
    path(
        "accounts/password/changed/",
        auth_views.PasswordChangeDoneView.as_view(**page("password_change_done")),
        name="password-change-done",
    ),
    path("accounts/reset/", accounts.PasswordReset.as_view(), name="password-reset"),
    path(
        "accounts/reset/sent/",
        auth_views.PasswordResetDoneView.as_view(**page("password_reset_done")),
        name="password-reset-done",
    ),
    path(
        "accounts/reset/<uidb64>/<token>/",
        accounts.PasswordResetConfirm.as_view(),
        name="password-reset-confirm",
    ),
    path(
        "accounts/reset/done/",
        auth_views.PasswordResetCompleteView.as_view(**page("password_reset_complete")),
        name="password-reset-complete",
    ),
]
