from django.contrib.auth import views as auth_views
from django.urls import path

from plans.views import accounts, institutions, members, offices, roles, start, states, texts

app_name = "plans"


def page(template):
    """A page of the password dialogues that only says something."""
    return {"template_name": f"accounts/{template}.html"}


urlpatterns = [
    path("plans/", start.plan_list, name="plan-list"),
    path("plans/<slug:slug>/state/", states.plan_state, name="plan-state"),
    path("roles/", roles.roles, name="roles"),
    path("institutions/", institutions.institution_list, name="institution-list"),
    path("institutions/<slug:slug>/members/", members.members, name="members"),
    path("institutions/<slug:slug>/members/list/", members.member_list, name="member-list"),
    path("institutions/<slug:slug>/members/<int:pk>/", members.member, name="member"),
    path("institutions/<slug:slug>/members/<int:pk>/end/", members.member_end, name="member-end"),
    path("institutions/<slug:slug>/members/<int:pk>/invitation/", members.member_invitation, name="member-invitation"),
    path("institutions/<slug:slug>/", institutions.institution_detail, name="institution"),
    path("plans/<slug:slug>/edit/", texts.PlanEdit.as_view(), name="plan-edit"),
    path("plans/<slug:slug>/objectives/add/", texts.ObjectiveAdd.as_view(), name="objective-add"),
    path("plans/<slug:slug>/strategies/add/", texts.StrategyAdd.as_view(), name="strategy-add"),
    path("objectives/<int:pk>/edit/", texts.ObjectiveEdit.as_view(), name="objective-edit"),
    path("strategies/<int:pk>/edit/", texts.StrategyEdit.as_view(), name="strategy-edit"),
    path("strategies/<int:pk>/standards/add/", texts.StandardAdd.as_view(), name="standard-add"),
    path("standards/<int:pk>/edit/", texts.StandardEdit.as_view(), name="standard-edit"),
    path("institutions/<slug:slug>/offices/add/", offices.OfficeAdd.as_view(), name="office-add"),
    path("offices/<slug:slug>/edit/", offices.OfficeEdit.as_view(), name="office-edit"),
    path("offices/<slug:slug>/duties/add/", offices.DutyAdd.as_view(), name="duty-add"),
    path("duties/<int:pk>/edit/", offices.DutyEdit.as_view(), name="duty-edit"),
    path("accounts/login/", accounts.SignIn.as_view(), name="login"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("accounts/me/", accounts.account, name="account"),
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
