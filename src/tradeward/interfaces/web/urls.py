"""Where the pages are. Every one of them has its row in the table of who may see it."""

from django.urls import include, path
from django.views.generic import RedirectView

from tradeward.interfaces.web import (
    accounts,
    asking,
    assets,
    case_files,
    cases,
    demo,
    desk,
    disputes,
    drafts,
    front,
    jobs,
    moves,
    offers,
    office,
    orders,
    signups,
    standing,
)

urlpatterns = [
    path("", front.front),
    path("enter", front.enter),
    path("logout", front.logout),
    path("sign-up", signups.sign_up),
    path("sign-up/<str:secret>", signups.take_up),
    path("invitation/<str:secret>", accounts.take_up),
    path("people", accounts.people),
    path("people/<str:person>/invite", accounts.invite),
    path("desk", desk.desk),
    path("orders", offers.listed),
    path("new", offers.offer),
    path("drafts", drafts.listed),
    path("drafts/<str:draft>", drafts.draft),
    path("standing", standing.standing),
    path("statement.csv", standing.statement),
    path("cover", drafts.cover),
    path("lint", drafts.lint),
    path("orders/<str:order>", orders.order),
    path("orders/<str:order>/moves/<str:row>/<str:verb>", moves.move),
    path("orders/<str:order>/ask/<str:what>", asking.ask),
    path("orders/<str:order>/disputes/<str:dispute>", disputes.dispute),
    path("orders/<str:order>/case.zip", case_files.case),
    path("cases/<str:dispute>", cases.case),
    path("cases/<str:dispute>/<str:verb>", cases.move),
    path("office/suppliers", office.all_suppliers),
    path("office/suppliers/<str:supplier>", office.supplier),
    path("office/inspectors", office.all_inspectors),
    path("office/money", office.money),
    path("office/moves/<str:row>/<str:verb>", office.move),
    path("office/do/<str:what>", office.do),
    path("office/do/<str:what>/<str:row>", office.do),
    path("jobs/<str:inspection>", jobs.job),
    path("jobs/<str:inspection>/<str:what>", jobs.leave),
    path("files/<str:file>", asking.file),
    path("demo/pay/<str:order>", demo.pay),
    path("demo/clock", demo.move_clock),
    path("assets/<str:version>/<str:name>", assets.asset),
]

account_patterns = [
    path("account/signup/", RedirectView.as_view(url="/sign-up")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
"""The library's pages about one's own account: each shows whoever is signed in his own, and nothing else."""
