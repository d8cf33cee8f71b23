"""What the demo inbox's columns hold."""

from veche.kernel.columns import public, restricted

COLUMNS = {
    "DemoMessage.id": restricted("order of messages"),
    "DemoMessage.channel": restricted("phone or e-mail"),
    "DemoMessage.masked_address": restricted("first and last signs of an address, for its owner"),
    "DemoMessage.code": restricted("a sign-in code of the demo town"),
    "DemoMessage.number": public("under which the message can be checked"),
    "DemoMessage.subject": restricted("of a letter of the demo town"),
    "DemoMessage.text": restricted("of a letter of the demo town"),
    "DemoMessage.sent_at": restricted("when; dropped within the hour"),
    "SentMessage.number": public("random number that stands in the message"),
    "SentMessage.kind": public("what it was: a sign-in code or a notice"),
    "SentMessage.channel": public("phone or e-mail"),
    "SentMessage.sent_at": public("when; dropped after 90 days"),
    "ScamReport.id": restricted("order"),
    "ScamReport.number": restricted("number that stood in a message that pretends to be ours"),
    "ScamReport.is_ours": restricted("whether a message of the town has that number"),
    "ScamReport.reported_at": restricted("when; dropped after a year"),
}
