"""What people report of messages that pretend to be the town's is for officials' eyes."""

from __future__ import annotations

from django.test import Client

from veche.commons.identity.tests import makers


def test_officials_read_the_reports_and_others_do_not(town, client) -> None:
    Client().post("/message/report/", {"number": "1234-5678", "key": "k" * 20})
    assert client.get("/office/messages/")["Location"].startswith("/sign-in/?next=")
    makers.sign_in(client, makers.make_person())
    assert client.get("/office/messages/").status_code == 403
    assert "/office/messages/" not in client.get("/message/").content.decode()
    official = makers.sign_in(Client(), makers.make_person(roles=["author"]))
    said = official.get("/office/messages/").content.decode()
    assert "1234-5678" in said
    assert "127.0.0.1" not in said
    assert "/office/messages/" in official.get("/message/").content.decode()
