"""Addresses of houses and of what is off."""

from django.urls import path

from veche.domains.homes.views import announcing, houses, keeping, outages, tables

app_name = "homes"
OUTAGE = "office/outages/<slug:number>/"
urlpatterns = [
    path("homes/", houses.find_house, name="find-house"),
    path("homes/<uuid:address_id>/", houses.read_house, name="read-house"),
    path("me/house/", houses.read_own, name="read-own"),
    path("outages/", outages.list_outages, name="list-outages"),
    path("outages/feed.atom", outages.read_atom, name="read-atom"),
    path("outages/<slug:number>/", outages.read_outage, name="read-outage"),
    path("office/homes/", keeping.list_providers, name="list-providers"),
    path("office/homes/new/", keeping.add_provider, name="add-provider"),
    path("office/homes/table/", tables.upload_table, name="upload-table"),
    path("office/homes/table/<slug:kind>/", tables.check_table, name="check-table"),
    path("office/homes/lines/<uuid:serving_id>/drop/", keeping.drop_serving, name="drop-serving"),
    path("office/homes/<slug:slug>/", keeping.change_provider, name="change-provider"),
    path("office/homes/<slug:slug>/line/", keeping.keep_serving, name="keep-serving"),
    path("office/outages/", announcing.manage_outages, name="manage-outages"),
    path("office/outages/new/", announcing.announce_outage, name="announce-outage"),
    path("office/outages/feeds/", tables.list_feeds, name="list-feeds"),
    path("office/outages/feeds/new/", tables.save_feed, name="add-feed"),
    path("office/outages/feeds/<uuid:feed_id>/", tables.save_feed, name="save-feed"),
    path("office/outages/feeds/<uuid:feed_id>/remove/", tables.remove_feed, name="remove-feed"),
    path(OUTAGE, announcing.manage_outage, name="manage-outage"),
    path(f"{OUTAGE}extend/", announcing.extend_outage, name="extend-outage"),
    path(f"{OUTAGE}finish/", announcing.finish_outage, name="finish-outage"),
    path(f"{OUTAGE}cancel/", announcing.cancel_outage, name="cancel-outage"),
]
