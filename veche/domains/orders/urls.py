"""Addresses of voters' orders."""

from django.urls import path

from veche.domains.orders.views import answering, giving, reading

app_name = "orders"
ONE = "orders/<slug:slug>/"
urlpatterns = [
    path("orders/", reading.list_orders, name="list-orders"),
    path("orders/feed.atom", reading.read_atom, name="read-atom"),
    path("orders/feed.rss", reading.read_rss, name="read-rss"),
    path("orders/orders.csv", reading.export_orders, name="export-orders"),
    path("orders/new/", giving.give_order, name="give-order"),
    path(ONE, reading.read_order, name="read-order"),
    path(f"{ONE}sent/", giving.read_sent, name="read-sent"),
    path(f"{ONE}mend/", giving.mend_order, name="mend-order"),
    path(f"{ONE}support/", giving.support_order, name="support-order"),
    path(f"{ONE}support/withdraw/", giving.withdraw_support, name="withdraw-support"),
    path(f"{ONE}answer/", answering.answer_order, name="answer-order"),
    path("me/orders/", giving.list_own, name="list-own"),
    path("office/orders/", answering.list_cases, name="list-cases"),
    path("office/orders/<slug:slug>/adopt/", answering.adopt_order, name="adopt-order"),
]
