"""What the demo inbox's columns hold."""

from veche.kernel.columns import restricted

COLUMNS = {
    "DemoMessage.id": restricted("order of messages"),
    "DemoMessage.channel": restricted("phone or e-mail"),
    "DemoMessage.masked_address": restricted("first and last signs of an address, for its owner"),
    "DemoMessage.code": restricted("a sign-in code of the demo town"),
    "DemoMessage.sent_at": restricted("when; dropped within the hour"),
}
