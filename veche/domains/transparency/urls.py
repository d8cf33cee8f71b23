"""Addresses of the open budget."""

app_name = "transparency"
urlpatterns: list[object] = []
