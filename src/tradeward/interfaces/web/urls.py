"""Where the pages are. Every one of them has its row in the table of who may see it."""

from django.urls import path

from tradeward.interfaces.web import asking, assets, demo, desk, front, moves, offers, orders

urlpatterns = [
    path("", front.front),
    path("enter", front.enter),
    path("login", front.login),
    path("logout", front.logout),
    path("desk", desk.desk),
    path("orders", offers.listed),
    path("new", offers.offer),
    path("orders/<str:order>", orders.order),
    path("orders/<str:order>/moves/<str:row>/<str:verb>", moves.move),
    path("orders/<str:order>/ask/<str:what>", asking.ask),
    path("files/<str:file>", asking.file),
    path("demo/pay/<str:order>", demo.pay),
    path("demo/clock", demo.move_clock),
    path("assets/<str:version>/<str:name>", assets.asset),
]
