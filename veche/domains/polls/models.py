"""The record of a poll: passport, questions, options, materials. Ballots are commons/ballots'."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.kernel.ids import new_id, slug_id


class Kind(models.TextChoices):
    TOWN = "town", _("Городской опрос")
    DISTRICT = "district", _("Районный опрос")
    HOUSE = "house", _("Опрос дома")
    SECTOR = "sector", _("Отраслевой опрос")
    TARGET = "target", _("Опрос отдельной группы")
    NOVELTY = "novelty", _("Оценка новинки")
    OBJECTS = "objects", _("Голосование за объекты")
    CITIZENS = "citizens", _("Опрос граждан")
    SATISFACTION = "satisfaction", _("Анкета удовлетворённости")


class LegalEffect(models.TextChoices):
    ADVISORY = "advisory", _("Рекомендация")
    COMMISSION = "commission", _("Довод для комиссии")
    BINDING = "binding", _("Обязательство по акту")


class State(models.TextChoices):
    DRAFT = "draft", _("Черновик")
    LEGAL = "legal", _("У юриста")
    REVIEW = "review", _("На утверждении")
    IMPORTING = "importing", _("Загружается из файла")
    PUBLISHED = "published", _("Опубликован")
    CLOSED = "closed", _("Завершён")


class ResultsShown(models.TextChoices):
    LIVE = "live", _("Сразу всем")
    AFTER_VOTE = "after_vote", _("После своего голоса")
    AFTER_CLOSE = "after_close", _("После окончания")


class Mode(models.TextChoices):
    UNCHOSEN = "", _("Ещё не выбрано")
    OPEN = "open", _("Открытое голосование")
    SECRET = "secret", _("Тайное голосование")


class Neutral(models.TextChoices):
    NONE = "", _("Обычный вариант")
    UNSURE = "unsure", _("Затрудняюсь ответить")
    EXPERTS = "experts", _("Пусть решат специалисты")
    AGAINST_ALL = "against_all", _("Против всех вариантов")


class QuestionKind(models.TextChoices):
    ONE = "one", _("Один вариант")
    SEVERAL = "several", _("Несколько вариантов")
    RANKING = "ranking", _("Расставить по местам")
    SCALE = "scale", _("Оценка по шкале")
    YES_NO = "yes_no", _("Да, нет, воздержусь")
    TEXT = "text", _("Свой ответ")
    PLACE = "place", _("Место на карте")
    BUDGET = "budget", _("Распределить бюджет")


class Poll(models.Model):
    """A poll's passport. Its ballot box has the same id and is made when the poll is published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=12, unique=True, default=slug_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TOWN)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=4000)
    cover_id = models.UUIDField(null=True, blank=True)
    initiator = models.CharField(max_length=200, blank=True)
    curator = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=300, blank=True, default="", db_default="")
    legal_effect = models.CharField(
        max_length=12, choices=LegalEffect.choices, default=LegalEffect.ADVISORY
    )
    act_title = models.CharField(max_length=300, blank=True)
    act_number = models.CharField(max_length=60, blank=True)
    act_on = models.DateField(null=True, blank=True)
    act_url = models.URLField(blank=True)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    min_level = models.PositiveSmallIntegerField(default=1)
    min_turnout = models.PositiveIntegerField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    is_revisable = models.BooleanField(default=True)
    mode = models.CharField(
        max_length=8, choices=Mode.choices, blank=True, default=Mode.OPEN, db_default="open"
    )
    results_shown = models.CharField(
        max_length=12, choices=ResultsShown.choices, default=ResultsShown.AFTER_CLOSE
    )
    shuffles_options = models.BooleanField(default=False)
    has_discussion = models.BooleanField(default=False, db_default=False)
    author_id = models.UUIDField(null=True)
    # Whoever has ever changed the words answers for them like the author.
    writer_ids = ArrayField(models.UUIDField(), default=list, db_default=[])
    lawyer_id = models.UUIDField(null=True)
    approver_id = models.UUIDField(null=True)
    returned_because = models.TextField(blank=True, max_length=2000)
    published_at = models.DateTimeField(null=True)
    # When its opening was told; ballots are taken by `opens_at`.
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    decide_by = models.DateField(null=True)
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    # What it has grown from, a thing of another service; a bridge says what that is.
    origin_kind = models.CharField(
        max_length=60, blank=True, default="", db_default="", editable=False
    )
    origin_id = models.UUIDField(null=True, editable=False)
    options_text = models.TextField(blank=True, default="", db_default="", editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-closes_at", "id"], name="polls_by_close")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None)
                | Q(opens_at=None)
                | Q(closes_at__gt=models.F("opens_at")),
                name="polls_poll_hours",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"])
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="polls_poll_published_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_secret(self) -> bool:
        """Whether ballots lie in the box that nobody here can look into."""
        return self.mode == Mode.SECRET


class Territory(models.Model):
    """A place whose residents may vote; none at all means the whole town."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="territories")
    place_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "place_id"], name="polls_territory_once")
        ]


class Question(models.Model):
    """One question; `code` is its short name in ballots and in published files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=36)
    kind = models.CharField(max_length=12, choices=QuestionKind.choices)
    text = models.CharField(max_length=500)
    hint = models.CharField(max_length=500, blank=True)
    is_required = models.BooleanField(default=True)
    minimum = models.PositiveSmallIntegerField(default=1)
    maximum = models.PositiveSmallIntegerField(default=1)
    scale_low = models.SmallIntegerField(default=1)
    scale_high = models.SmallIntegerField(default=5)
    total = models.BigIntegerField(default=0)
    max_each = models.BigIntegerField(default=0)
    total_unit = models.CharField(
        max_length=12, default="points", choices=[("points", _("баллы")), ("roubles", _("рубли"))]
    )
    shown_if_question = models.CharField(max_length=36, blank=True)
    shown_if_options = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "code"], name="polls_question_code"),
            models.UniqueConstraint(
                fields=["poll", "position"],
                name="polls_question_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]


class Option(models.Model):
    """One option of a question, with what a person needs to choose it: picture, cost, place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=36)
    text = models.CharField(max_length=300)
    detail = models.CharField(max_length=1000, blank=True)
    neutral = models.CharField(
        max_length=12, choices=Neutral.choices, default=Neutral.NONE, blank=True
    )
    photo_id = models.UUIDField(null=True, blank=True)
    cost_kopecks = models.BigIntegerField(null=True, blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="polls_option_code"),
        ]

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote it; «Да» and «Затрудняюсь ответить» stand by themselves."""
        return self.neutral == Neutral.NONE and self.question.kind != QuestionKind.YES_NO

    @property
    def shown(self) -> str:
        """Its words; those that stand by themselves are kept in Russian and said in each tongue."""
        return self.text if self.is_written or not self.text else gettext(self.text)


class Material(models.Model):
    """What to read before voting: arguments for and against, documents."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(
        max_length=12,
        choices=[("for", _("За")), ("against", _("Против")), ("about", _("О чём речь"))],
        default="about",
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, max_length=10_000)
    author = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True, blank=True)
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["position"]


class Outcome(models.TextChoices):
    WAITING = "", _("ещё не звонили")
    VOTED = "voted", _("подтвердил, что голосовал")
    NOT_VOTED = "not_voted", _("говорит, что не голосовал")
    NO_ANSWER = "no_answer", _("не дозвонились")
    REFUSED = "refused", _("не стал отвечать")
    UNREACHABLE = "unreachable", _("нет номера и почты")


class Call(models.Model):
    """A voter drawn for a control call. Who it is, is forgotten with the outcome."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="calls")
    position = models.PositiveIntegerField()
    mark = models.CharField(max_length=16)
    person_id = models.UUIDField(null=True)
    caller_id = models.UUIDField(null=True)
    shown_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default="", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "mark"], name="polls_call_once")]


class Census(models.Model):
    """How many people live in each place and are of each age, by a source. The last one stands."""

    append_only = True
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=300)
    counted_on = models.DateField()
    figures = models.JSONField()
    author_id = models.UUIDField()
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]


class Extension(models.Model):
    """The close was moved later: the one change after the first ballot, always explained."""

    append_only = True
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="extensions")
    closed_before_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    extended_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["extended_at"]


class LegalCheckRule(models.Model):
    """From a day on, which polls the lawyer sees: every one, or those with legal effect alone."""

    append_only = True
    covers_all = models.BooleanField()
    act = models.CharField(max_length=300)
    valid_from = models.DateField()
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-id"]


class Campaign(models.Model):
    """An election campaign: while it lasts no poll names its candidates and parties."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    names = models.TextField(max_length=20_000)
    act = models.CharField(max_length=300)

    class Meta:
        ordering = ["-ends_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="polls_campaign_days"
            )
        ]


class Protocol(models.Model):
    """The protocol of a closed poll: what makes a count a document of the town."""

    poll = models.OneToOneField(Poll, on_delete=models.PROTECT, related_name="protocol")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    signatory_post = models.CharField(max_length=200)
    signatory_name = models.CharField(max_length=200)
    template_number = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now=True)
