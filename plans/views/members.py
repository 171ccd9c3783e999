from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plans.access.account_mail import address_of_site
from plans.access.invitations import send_invitations
from plans.access.member_actions import change_membership, invite, remove_membership
from plans.access.member_csv import as_file, rows_of, text_of
from plans.access.member_forms import InvitationForm, MemberSheetForm, MembershipForm
from plans.access.permissions import require
from plans.forms import ReasonForm
from plans.models import Membership
from plans.sheets.limits import UnreadableError
from plans.views.lookups import institution_for_planners, post_data


@login_required
def members(request, slug):
    """Who belongs to an institution in which role, and the form by which one person is invited."""
    institution = institution_for_planners(request, slug)
    form = InvitationForm(post_data(request), offices=offices_of(institution))
    if request.method == "POST" and form.is_valid() and invite_members(request, institution, [form.invitation()], form):
        return redirect("plans:members", institution.slug)
    rows = sorted(institution.memberships.select_related("user", "office"), key=name_order)
    return render(request, "plans/members.html", {"institution": institution, "members": rows, "form": form})


@login_required
def member_list(request, slug):
    """Invite many people by a list: look at what it says, row by row, then invite all of them or none."""
    institution = institution_for_planners(request, slug)
    form = MemberSheetForm(post_data(request), request.FILES or None)
    rows, refusal = [], ""
    if request.method == "POST" and form.is_valid():
        try:
            rows, form = read_member_sheet(form, institution)
        except UnreadableError as problem:
            refusal = str(problem)
    broken = [row for row in rows if row.errors]
    is_confirmed = bool(rows) and not broken and "invite" in request.POST
    if is_confirmed and invite_members(request, institution, [row.invitation for row in rows], form):
        return redirect("plans:members", institution.slug)
    context = {"institution": institution, "form": form, "rows": rows, "broken": broken, "refusal": refusal}
    return render(request, "plans/member_list.html", context)


@login_required
def member(request, slug, pk):
    """Change a member's role or office, or end the membership."""
    institution, row = member_of(request, slug, pk)
    form = MembershipForm(post_data(request), initial=initial_values_of(row), offices=offices_of(institution))
    if request.method == "POST" and form.is_valid():
        try:
            change_membership(row, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, membership_message(row))
            return redirect("plans:members", institution.slug)
    return member_page(request, institution, row, form, ReasonForm(prefix="end"))


@login_required
@require_POST
def member_end(request, slug, pk):
    """End a membership."""
    institution, row = member_of(request, slug, pk)
    ending = ReasonForm(request.POST, prefix="end")
    if ending.is_valid():
        try:
            remove_membership(row, by=request.user, reason=ending.cleaned_data["reason"])
        except ValidationError as refusal:
            ending.add_error(None, ValidationError(refusal.messages))
        else:
            said = _("The membership of %(person)s has ended. The account itself stays.")
            messages.success(request, said % {"person": row.user.display_name})
            return redirect("plans:members", institution.slug)
    form = MembershipForm(initial=initial_values_of(row), offices=offices_of(institution))
    return member_page(request, institution, row, form, ending)


@login_required
@require_POST
def member_invitation(request, slug, pk):
    """Send the invitation again."""
    institution, row = member_of(request, slug, pk)
    send_and_report(request, [row.user], institution)
    return redirect("plans:members", institution.slug)


def name_order(row):
    return row.user.display_name.casefold(), row.role, row.pk


def membership_message(row):
    """Who has which role now, and where; whether the membership is suspended."""
    row.refresh_from_db()
    role = f"{row.get_role_display()} ({row.office})" if row.office else row.get_role_display()
    if not row.is_active:
        return _("%(person)s: the membership is suspended.") % {"person": row.user.display_name}
    return _("%(person)s is now: %(role)s.") % {"person": row.user.display_name, "role": role}


def member_of(request, slug, pk):
    """(institution, membership); 404 for one of another institution, 403 for a superuser's to anybody else."""
    institution = institution_for_planners(request, slug)
    row = get_object_or_404(
        Membership.objects.select_related("user", "office", "institution"), pk=pk, institution=institution
    )
    require(request.user.is_superuser or not row.user.is_superuser)
    return institution, row


def member_page(request, institution, row, form, ending):
    context = {"institution": institution, "member": row, "form": form, "ending": ending}
    return render(request, "plans/member.html", context)


def initial_values_of(row):
    """What the form of a membership starts with."""
    return {
        "role": row.role,
        "office": row.office.slug if row.office else "",
        "is_active": row.is_active,
        "version": row.version,
    }


def offices_of(institution):
    """{slug: office} of an institution, in the order of its chart."""
    return {office.slug: office for office in institution.offices.all()}


def read_member_sheet(form, institution):
    """The rows of the list, and the form with the list's words in its box, whichever way they came."""
    file = form.cleaned_data["file"] or as_file(form.cleaned_data["text"])
    rows = rows_of(file, institution)
    text = text_of(file)
    shown = MemberSheetForm({"text": text})
    shown.is_valid()
    return rows, shown


def invite_members(request, institution, invitations, form):
    """Invite them and write to them; whether it was done. Otherwise the form says why not."""
    try:
        people, unchanged = invite(institution, invitations, by=request.user, reason=_("Invited"))
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    except IntegrityError:
        form.add_error(None, _("Someone is inviting the same people right now. Try again."))
        return False
    if unchanged:
        sentence = ngettext("%(count)d role was there already.", "%(count)d roles were there already.", unchanged)
        messages.info(request, sentence % {"count": unchanged})
    if people:
        send_and_report(request, people, institution)
    return True


def send_and_report(request, people, institution):
    """Write to people, and say whether the messages went out."""
    if not send_invitations(people, institution, by=request.user, site=address_of_site(request)):
        messages.error(
            request, _("The members are saved, but the email could not be sent. Send the invitations again later.")
        )
        return
    sentence = ngettext("%(count)d person is invited by email.", "%(count)d people are invited by email.", len(people))
    messages.success(request, sentence % {"count": len(people)})
