"""Step 2: questions and their options."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries, rules
from veche.domains.polls.forms import office_questions as asked
from veche.domains.polls.forms import uploads
from veche.domains.polls.models import Poll, Question, QuestionKind
from veche.domains.polls.views.office_door import office, phone, wizard
from veche.kernel.access import post_only
from veche.kernel.errors import NotFound
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


def kind_words() -> dict[str, str]:
    """What each kind of question is good for."""
    return {
        QuestionKind.ONE: _("Житель выбирает один вариант из списка."),
        QuestionKind.SEVERAL: _("Можно отметить несколько, вы задаёте сколько."),
        QuestionKind.RANKING: _("Варианты по порядку: что важнее, то выше."),
        QuestionKind.SCALE: _("Одна оценка: от 1 до 5 или от 0 до 10."),
        QuestionKind.YES_NO: _("За или против одного предложения. Варианты появятся сами."),
        QuestionKind.TEXT: _("Ответ своими словами. Его прочтёт сотрудник, в итог он не войдёт."),
        QuestionKind.PLACE: _("Житель ставит точку на карте города."),
        QuestionKind.BUDGET: _("Житель раскладывает деньги или баллы между вариантами."),
    }


@office(policies.may_change_poll)
@require_safe
def list_questions(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The questions in their order, and kinds to add one of."""
    poll = queries.draft_for(person, slug)
    rows = list(poll.questions.all())
    flawed = {flaw.where for flaw in actions.flaws_of(poll)}
    words = kind_words()
    context = {
        "rows": [
            {
                "question": question,
                "number": number,
                "options": " · ".join(option.shown for option in question.options.all()),
                "is_flawed": question.code in flawed,
                "up": number - 1 if number > 1 else 0,
                "down": number + 1 if number < len(rows) else 0,
                "branch": _branch(poll, question),
            }
            for number, question in enumerate(rows, start=1)
        ],
        "kinds": [
            {"value": value, "title": label, "text": words[value]}
            for value, label in QuestionKind.choices
        ],
    }
    return wizard(request, poll, "questions", "polls/office/questions.html", context)


def _branch(poll: Poll, question: Question) -> str:
    """«вопрос 1: Сквер, Парк»: when the question is shown."""
    for number, other in enumerate(poll.questions.all(), start=1):
        if question.shown_if_question == other.code:
            chosen = [o.text for o in other.options.all() if o.code in question.shown_if_options]
            return _("вопрос %(number)s: %(options)s") % {
                "number": number,
                "options": ", ".join(chosen),
            }
    return ""


@dataclass
class Sheet:
    """One question on the screen: its form and the rows of its options."""

    kind: str
    form: asked.QuestionForm
    rows: list[asked.OptionForm]
    is_bound: bool = False

    @property
    def is_valid(self) -> bool:
        """All of it at once, so that every mistake is told in one answer."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])

    def question(self) -> actions.QuestionText:
        """The words for the action; rows without words are no options."""
        data = self.form.cleaned_data
        options = [row.option() for row in self.rows]
        return actions.QuestionText(
            id=data["id"],
            kind=self.kind,
            values=self.form.values(),
            options=[option for option in options if option.text],
            neutral=data.get("neutral", []),
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Anchors and words of the mistakes in the rows."""
        return [
            (str(row[name].id_for_label), f"{row.fields[name].label}: {words}")
            for row in self.rows
            if row.is_bound
            for name, errors in row.errors.items()
            if name in row.fields
            for words in errors
        ]


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def add_question(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A new question of the kind chosen."""
    poll = queries.draft_for(person, slug)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in QuestionKind.values:
        return redirect("polls:list-questions", slug=slug)
    before = list(poll.questions.all())
    if request.method == "POST":
        sheet = _posted(request, person, kind, before)
        # A form sent again finds its question made: it is no longer among those before it.
        known = next((q for q in before if str(q.id) == request.POST.get("id")), None)
        if known is not None:
            sheet = _posted(request, person, kind, _before(poll, known))
    else:
        form = asked.QuestionForm(kind=kind, before=before, initial=asked.initial_of_new(kind))
        sheet = Sheet(kind, form, _blank(kind, asked.ROWS_FOR_NEW))
    return _sheet_page(request, person, poll, sheet)


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def change_question(request: HttpRequest, person: PersonRef, slug: str, code: str) -> HttpResponse:
    """A question of the draft; `?kind=` shows it as another kind."""
    poll, question = queries.question_to_change(person, slug, code)
    policies.may_change_poll(person, poll).or_refuse()
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    kind = kind if kind in QuestionKind.values else question.kind
    before = _before(poll, question)
    if request.method == "POST":
        if request.POST.get("id") != str(question.id):
            raise NotFound()
        sheet = _posted(request, person, kind, before)
    else:
        initial = {**asked.initial_of_new(kind), **asked.initial_of(question)}
        form = asked.QuestionForm(kind=kind, before=before, initial=initial)
        options = question.options.all() if question.kind != QuestionKind.YES_NO else []
        blank = asked.ROWS_MORE if request.GET.get("more") or not options else 1
        rows = asked.rows_of(options, blank) if _takes_rows(kind) else []
        sheet = Sheet(kind, form, rows)
    return _sheet_page(request, person, poll, sheet, question=question)


def _sheet_page(
    request: HttpRequest,
    person: PersonRef,
    poll: Poll,
    sheet: Sheet,
    question: Question | None = None,
) -> HttpResponse:
    if sheet.is_bound and sheet.is_valid:
        saved = actions.save_question(person, slug=poll.slug, question=sheet.question())
        return _after(request, poll, saved)
    words = kind_words()
    context = {
        "form": sheet.form,
        "option_rows": sheet.rows,
        "problems": sheet.problems if sheet.is_bound else [],
        "kind": sheet.kind,
        "kind_title": QuestionKind(sheet.kind).label,
        "kind_text": words[sheet.kind],
        "takes_rows": _takes_rows(sheet.kind),
        "has_cost": sheet.kind != QuestionKind.YES_NO,
        "here": _address(poll, question),
        "other_kinds": [
            {"value": value, "title": label}
            for value, label in QuestionKind.choices
            if value != sheet.kind
        ],
    }
    status = 422 if sheet.is_bound else 200
    return wizard(request, poll, "questions", "polls/office/question.html", context, status=status)


def _address(poll: Poll, question: Question | None) -> str:
    if question is None:
        return reverse("polls:add-question", args=[poll.slug])
    return reverse("polls:change-question", args=[poll.slug, question.code])


def _after(request: HttpRequest, poll: Poll, saved: Question) -> HttpResponse:
    """Back to the list, or to the same question after an arrow or «Ещё варианты»."""
    here = _address(poll, saved)
    if request.POST.get("then") == "more":
        return redirect(f"{here}?more=1#more")
    if request.POST.get("then") == "stay" or request.POST.get("up") or request.POST.get("down"):
        return redirect(here)
    return redirect("polls:list-questions", slug=poll.slug)


@office(policies.may_change_poll)
@post_only
def preview_question(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The phone with the question as typed so far, whatever is still missing in it."""
    poll = queries.draft_for(person, slug)
    kind = request.POST.get("kind", "")
    if kind not in QuestionKind.values:
        raise NotFound()
    ids = asked.posted_ids(request.POST) if _takes_rows(kind) else []
    form = asked.QuestionForm(request.POST, kind=kind)
    rows = [asked.OptionForm(request.POST, prefix=f"option-{row_id}") for row_id in ids]
    typed = asked.as_typed(kind, form, rows)
    known = [(question, list(question.options.all())) for question in poll.questions.all()]
    shown = [typed if question.id == typed[0].id else (question, o) for question, o in known]
    is_new = typed not in shown
    queries.pretend_questions(poll, [*shown, typed] if is_new else shown)
    return render(request, "polls/office/_preview.html", phone(poll))


@office(policies.may_draft_poll)
@require_safe
def option_row(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One more empty row for the options."""
    context = {"row": asked.blank_rows(1)[0], "has_cost": True}
    return render(request, "polls/office/_option_row.html", context)


@office(policies.may_change_poll)
@post_only
def move_question(request: HttpRequest, person: PersonRef, slug: str, code: str) -> HttpResponse:
    """Put a question at another place; the place is named, so a second press does no harm."""
    position = request.POST.get("position", "")
    if not position.isdecimal() or len(position) > 3:
        raise NotFound()
    actions.move_question(person, slug=slug, code=code, position=int(position))
    return redirect(f"{reverse('polls:list-questions', args=[slug])}#{code}")


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def remove_question(request: HttpRequest, person: PersonRef, slug: str, code: str) -> HttpResponse:
    """Ask once, then take the question out."""
    poll = queries.draft_for(person, slug)
    if request.method == "POST":
        actions.remove_question(person, slug=slug, code=code)
        return redirect("polls:list-questions", slug=slug)
    poll, question = queries.question_to_change(person, slug, code)
    lines = [_("Вопрос, его варианты и их фотографии удалятся из черновика.")]
    dependent = [q.text for q in poll.questions.all() if q.shown_if_question == code]
    if dependent:
        words = _("От него зависит, показывать ли: %(questions)s. Условие придётся поправить.")
        lines.append(words % {"questions": "; ".join(dependent)})
    context = {
        "title": _("Убрать вопрос «%(text)s»?") % {"text": question.text},
        "consequences": lines,
        "action": request.path,
        "button": _("Убрать вопрос"),
        "tone": "danger",
        "cancel_url": reverse("polls:list-questions", args=[slug]),
    }
    return render(request, "portal/confirm.html", context)


def _posted(request: HttpRequest, person: PersonRef, kind: str, before: list[Question]) -> Sheet:
    """The form as it came back, its pictures kept."""
    ids = asked.moved(asked.posted_ids(request.POST), request.POST) if _takes_rows(kind) else []
    names = [(f"option-{row_id}-photo", uploads.PHOTO) for row_id in ids]
    kept = uploads.keep(request, person, names)
    form = asked.QuestionForm(kept.data, kind=kind, before=before)
    rows = [asked.OptionForm(kept.data, prefix=f"option-{row_id}") for row_id in ids]
    for row in rows:
        kept.told(row)
    return Sheet(kind, form, rows, is_bound=True)


def _takes_rows(kind: str) -> bool:
    return kind in rules.WITH_OPTIONS and kind != QuestionKind.YES_NO


def _blank(kind: str, count: int) -> list[asked.OptionForm]:
    return asked.blank_rows(count) if _takes_rows(kind) else []


def _before(poll: Poll, question: Question) -> list[Question]:
    return [other for other in poll.questions.all() if other.position < question.position]
