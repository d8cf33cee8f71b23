"""What webhooks' columns hold."""

from veche.kernel.columns import public, restricted

COLUMNS = {
    "Endpoint.id": restricted("random"),
    "Endpoint.url": restricted("address of a receiver, for whoever named it"),
    "Endpoint.kinds": restricted("which public events it hears of"),
    "Endpoint.sealed_secret": restricted("signs what is sent; opens with a key kept elsewhere"),
    "Endpoint.state": restricted("whether anything is sent there"),
    "Endpoint.given_up": restricted("deliveries given up in a row"),
    "Endpoint.added_by_id": restricted("opaque id of who named it"),
    "Endpoint.added_at": restricted("instant"),
    "Endpoint.owner_id": restricted("opaque id of the resident whose it is; empty: the town's"),
    "Endpoint.silent_tries": restricted("tries without an answer in a row"),
    "Endpoint.silent_since": restricted("instant of the first of them"),
    "Endpoint.quiet_until": restricted("instant until which nothing is tried"),
    "Endpoint.sealed_earlier_secret": restricted("those before sign beside the new one for a day"),
    "Endpoint.earlier_until": restricted("instant when that day ends"),
    "Delivery.id": restricted("random; the receiver knows a repeat by it"),
    "Delivery.endpoint": restricted("to whom"),
    "Delivery.event_id": restricted("which event"),
    "Delivery.kind": public("what happened, in the words of the code"),
    "Delivery.body": public("public facts of the event, as they are sent"),
    "Delivery.state": restricted("what became of it"),
    "Delivery.attempts": restricted("tries so far"),
    "Delivery.status": restricted("the receiver's last answer"),
    "Delivery.trouble": restricted("why there was no answer"),
    "Delivery.made_at": restricted("instant"),
    "Delivery.next_at": restricted("instant of the next try"),
    "Delivery.done_at": restricted("instant of the end"),
}
