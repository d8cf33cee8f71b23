"""Addresses of points."""

from django.urls import path

from veche.commons.points.views import everyone, office, own

app_name = "points"
urlpatterns = [
    path("points/", everyone.read_rules, name="read-rules"),
    path("points/shop/", everyone.read_shop, name="read-shop"),
    path("points/shop/<slug:slug>/order/", own.order_thing, name="order-thing"),
    path("me/points/", own.read_own, name="read-own"),
    path("me/points/points.csv", own.own_csv, name="own-csv"),
    path("me/points/give/", own.give_points, name="give-points"),
    path("me/points/abstain/", own.abstain, name="abstain"),
    path("me/points/orders/<slug:number>/cancel/", own.cancel_order, name="cancel-order"),
    path("office/points/", office.set_terms, name="set-terms"),
    path("office/points/things/new/", office.save_thing, name="new-thing"),
    path("office/points/things/<slug:slug>/", office.save_thing, name="save-thing"),
    path("office/points-orders/", office.list_orders, name="list-orders"),
    path("office/points-orders/<slug:number>/", office.hand_out, name="hand-out"),
]
