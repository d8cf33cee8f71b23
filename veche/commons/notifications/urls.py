"""Addresses of the inbox, of what is followed, and of what is sent."""

from django.urls import path

from veche.commons.notifications.views import areas, choosing, following, inbox

app_name = "notifications"
urlpatterns = [
    path("notifications/", inbox.read_notices, name="read-notices"),
    path("notifications/read-all/", inbox.read_all, name="read-all"),
    path("notifications/<uuid:notice_id>/", inbox.open_notice, name="open-notice"),
    path("notifications/follow/", following.follow_topic, name="follow-topic"),
    path("notifications/unfollow/", following.unfollow_topic, name="unfollow-topic"),
    path("notifications/followed/", following.list_followed, name="list-followed"),
    path("notifications/areas/add/", areas.keep_area, name="keep-area"),
    path("notifications/areas/<uuid:area_id>/drop/", areas.drop_area, name="drop-area"),
    path("notifications/settings/", choosing.choose_channels, name="choose-channels"),
    path("notifications/settings/silent/", choosing.fall_silent, name="fall-silent"),
    path("notifications/settings/device/", choosing.subscribe_device, name="subscribe-device"),
    path("notifications/settings/leave/", choosing.leave_channel, name="leave-channel"),
    path("notifications/settings/code/", choosing.show_link_code, name="show-link-code"),
    path("notifications/off/<str:mark>/", choosing.unsubscribe, name="unsubscribe"),
]
