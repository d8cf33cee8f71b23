"""What the columns of the norms hold: nothing about people."""

from veche.kernel.columns import Column, public

COLUMNS: dict[str, Column] = {
    "Norm.id": public("number of the row"),
    "Norm.code": public("name of the norm in the program"),
    "Norm.title": public("what the norm says"),
    "Norm.value": public("whole number of units"),
    "Norm.unit": public("what the number counts"),
    "Norm.legal_ref": public("law, article"),
    "Norm.source": public("where the value was checked"),
    "Norm.mark": public("verified, unverified or the town's own"),
    "Norm.origin": public("shipped or entered by the town"),
    "Norm.valid_from": public("first day in force"),
    "Norm.valid_to": public("last day in force"),
    "CalendarYear.year": public("year"),
    "CalendarYear.status": public("final or preliminary"),
    "CalendarYear.source": public("government act"),
    "CalendarYear.note": public("what is still missing"),
    "CalendarYear.origin": public("shipped or entered by the town"),
    "WorkingDay.date": public("the date that breaks the five-day week"),
    "WorkingDay.is_working": public("working or a day off"),
    "WorkingDay.name": public("holiday or transfer"),
    "WorkingDay.source": public("article or government act"),
    "WorkingDay.origin": public("shipped or entered by the town"),
}
