"""Where the pages are. Every one of them has its row in the table of who may see it."""

from django.urls import path

from tradeward.interfaces.web import assets, desk, front, orders

urlpatterns = [
    path("", front.front),
    path("enter", front.enter),
    path("login", front.login),
    path("logout", front.logout),
    path("desk", desk.desk),
    path("orders/<str:order>", orders.order),
    path("assets/<str:version>/<str:name>", assets.asset),
]
