"""Family 6: every way round the guard that we could think of, and the honest ways that stay open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from linting import findings

from okr.snapshot import WorkTreeSnapshot

Files = Mapping[str, str]

GOALS, KPIS, SETTINGS = "goals/2026-Q4/growth.yaml", "kpis/growth.yaml", "okr.yaml"
BASE: Files = {
    SETTINGS: """\
version: 1
teams: [{id: company}, {id: growth, parent: company}, {id: platform, parent: company}]
people: [{id: ada}, {id: ben}, {id: mira}]
cycles: [{id: sprint, start: 2026-11-02, end: 2026-12-11}]
review: {freeze_after_days: 14, approvers: [mira]}
""",
    GOALS: """\
team: growth
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week feel effortless
    owner: ada
    ambition: committed
    guardrails: [support-load]
    key_results:
      - id: activation
        title: Raise week-1 activation
        unit: "%"
        baseline: 42
        target: 60
        weight: 2
        check_ins:
          - {date: 2026-10-12, value: 43, confidence: 0.5, note: Too early to tell.}
          - {date: 2026-11-02, value: 44, confidence: 0.4}
      - id: signups
        title: Weekly sign-ups
        unit: people
        target: 900
        kpi: signups
      - id: uptime
        title: Keep the import up
        unit: "%"
        maintain: {at_least: 99.5}
        cadence: weekly
        check_ins:
          - {date: 2026-10-12, value: 99.1}
          - {date: 2026-11-02, value: 99.8}
      - id: partners
        title: Three partners send us customers
        milestones:
          - {title: First contract, done: 2026-10-20}
          - {title: Third contract, weight: 2, due: 2026-12-01}
      - id: portal
        title: Every customer is on the new plan
        levels: [{title: some, score: 0.3}, {title: most, score: 0.7}, {title: all, score: 1}]
""",
    KPIS: """\
team: growth
kpis:
  - id: signups
    title: Sign-ups
    unit: people
    cadence: weekly
    target: {at_least: 800}
    readings:
      - {date: 2026-10-05, value: 610}
      - {date: 2026-11-02, value: 640}
  - id: support-load
    title: Tickets per customer
    unit: tickets
    target: {at_most: 8}
    alert: {at_most: 10}
    readings: [{date: 2026-10-05, value: 6.9}]
  - id: lonely
    title: Posts a week
    target: {at_least: 3}
""",
}
FAMILY = {f"OKR60{number}" for number in range(1, 8)}


def edited(*edits: tuple[str, str], path: str = GOALS, base: Files = BASE) -> Files:
    """The base with texts replaced, each of which is there once."""
    text = base[path]
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {**base, path: text}


def judged(head: Files, base: Files = BASE, as_of: str = "2026-11-20") -> list[str]:
    """What family 6 says, as `SEVERITY CODE REF`."""
    found = findings(head, base=base, as_of=dt.date.fromisoformat(as_of), select=FAMILY)
    return sorted(
        f"{each.severity} {each.code} {(each.ref or each.path).rpartition('/')[2]}" for each in found
    )


def amended(target: str, **keys: str) -> Files:
    """The target changed, with an amendment whose keys may be others."""
    told = {
        "date": "2026-11-18",
        "field": "target",
        "from": "60",
        "to": target,
        "reason": "It rained.",
    } | keys
    entry = ", ".join(f"{key}: {value}" for key, value in told.items() if value)
    line = f"target: {target}\n        amendments: [{{{entry}}}]"
    return edited(("target: 60", line))


EASIER = {
    "target": (("target: 60", "target: 50"), "activation"),
    "baseline": (("baseline: 42", "baseline: 30"), "activation"),
    "baseline taken away": (("        baseline: 42\n", ""), "activation"),
    "baseline written that helps": (("target: 900", "target: 900\n        baseline: 300"), "signups"),
    "direction turned round": (("target: 60", "target: 40"), "activation"),
    "due date": (("weight: 2\n", "weight: 2\n        due: 2027-02-28\n"), "activation"),
    "start": (("cadence: weekly\n", "cadence: weekly\n        start: 2026-11-01\n"), "uptime"),
    "range": (("{at_least: 99.5}", "{at_least: 99}"), "uptime"),
    "plan": (("weight: 2\n", "weight: 2\n        plan: [{date: 2026-12-01, value: 43}]\n"), "activation"),
    "scale": (("weight: 2\n", "weight: 2\n        scale: [[42, 0], [44, 0.9], [60, 1]]\n"), "activation"),
    "unit": (('unit: "%"\n        baseline', "unit: points\n        baseline"), "activation"),
    "cadence": (("cadence: weekly", "cadence: monthly"), "uptime"),
    "kpi unbound": (("        kpi: signups\n", ""), "signups"),
    "kpi exchanged": (("kpi: signups", "kpi: lonely"), "signups"),
    "milestone removed": (
        ("          - {title: Third contract, weight: 2, due: 2026-12-01}\n", ""),
        "partners",
    ),
    "milestone weighs less": (("weight: 2, due", "weight: 1, due"), "partners"),
    "milestone later": (("due: 2026-12-01", "due: 2026-12-24"), "partners"),
    "levels": (("{title: some, score: 0.3}", "{title: some, score: 0.6}"), "portal"),
    "weight": (("weight: 2\n", "weight: 0.1\n"), "activation"),
    "guardrail": (("    guardrails: [support-load]\n", ""), "onboarding"),
    "rollup": (("    ambition: committed\n", "    ambition: committed\n    rollup: none\n"), "onboarding"),
    "measure": (("unit: people\n        target: 900\n        kpi: signups", "done: null"), "signups"),
    "confidential": (
        ("unit: people\n        target: 900\n        kpi: signups", "confidential: true"),
        "signups",
    ),
}


@pytest.mark.parametrize("edit", EASIER.values(), ids=EASIER.keys())
def test_a_moved_goalpost_is_an_error_after_the_freeze(edit: tuple[tuple[str, str], str]) -> None:
    (old, new), ref = edit
    found = judged(edited((old, new)))
    assert set(found) == {f"error OKR601 {ref}"}


@pytest.mark.parametrize("edit", EASIER.values(), ids=EASIER.keys())
def test_and_a_warning_before_it(edit: tuple[tuple[str, str], str]) -> None:
    (old, new), ref = edit
    assert set(judged(edited((old, new)), as_of="2026-10-14")) == {f"warning OKR601 {ref}"}


HARDER = {
    "target": ("target: 60", "target: 70"),
    "baseline": ("baseline: 42", "baseline: 43"),
    "due date": ("weight: 2\n", "weight: 2\n        due: 2026-12-01\n"),
    "range": ("{at_least: 99.5}", "{at_least: 99.9}"),
    "plan": ("weight: 2\n", "weight: 2\n        plan: [{date: 2026-11-01, value: 55}]\n"),
    "scale": ("weight: 2\n", "weight: 2\n        scale: [[42, 0], [55, 0.1], [60, 1]]\n"),
    "stretch": ("target: 60", "target: 60\n        stretch: 62"),
    "guardrail": ("guardrails: [support-load]", "guardrails: [support-load, lonely]"),
    "wording": ("title: Raise week-1 activation", "title: Raise activation in week one"),
    "check-in": (
        "value: 44, confidence: 0.4}",
        "value: 44, confidence: 0.4}\n          - {date: 2026-11-16, value: 47}",
    ),
    "milestone reached": ("due: 2026-12-01}", "due: 2026-12-01, done: 2026-11-18}"),
    "key result added": (
        "      - id: portal",
        "      - {id: more, title: More, done: null}\n      - id: portal",
    ),
}


@pytest.mark.parametrize("edit", HARDER.values(), ids=HARDER.keys())
def test_what_is_harder_or_only_reports_is_free(edit: tuple[str, str]) -> None:
    assert judged(edited(edit)) == []


def test_the_freeze_begins_on_its_day() -> None:
    easier = edited(("target: 60", "target: 50"))
    assert judged(easier, as_of="2026-10-14") == ["warning OKR601 activation"]
    assert judged(easier, as_of="2026-10-15") == ["error OKR601 activation"]


# Deleting


DELETED = {
    "key result deleted": (
        ("      - id: portal\n", "      - id: renamed\n"),
        ("title: Every customer", "title: Some customer"),
    ),
    "key result made a draft": (
        ("title: Raise week-1 activation", "title: Raise week-1 activation\n        status: draft"),
    ),
    "key result dropped": (
        ("title: Raise week-1 activation", "title: Raise week-1 activation\n        status: dropped"),
    ),
    "objective dropped": (("    owner: ada\n", "    owner: ada\n    status: dropped\n"),),
    "objective made a draft": (("    owner: ada\n", "    owner: ada\n    status: draft\n"),),
    "moved to a later cycle": (("cycle: 2026-Q4", "cycle: 2027-Q1"),),
    "moved to a cycle that ends as early but freezes later": (("cycle: 2026-Q4", "cycle: sprint"),),
    "moved to a longer cycle": (("cycle: 2026-Q4", "cycle: 2027"),),
    "moved to a cycle that is over": (("cycle: 2026-Q4", "cycle: 2026-Q2"),),
    "moved to a month that is over": (("cycle: 2026-Q4", "cycle: 2026-10"),),
}


@pytest.mark.parametrize("edits", DELETED.values(), ids=DELETED.keys())
def test_a_goal_that_goes_is_an_error(edits: tuple[tuple[str, str], ...]) -> None:
    found = judged(edited(*edits))
    assert len(found) == 1
    assert found[0].startswith("error OKR602 ")


def test_a_file_that_goes_takes_its_goals_with_it_and_is_seen() -> None:
    head = {path: text for path, text in BASE.items() if path != GOALS}
    assert judged(head) == ["error OKR602 onboarding"]


def test_excluding_the_file_is_deleting_it() -> None:
    head = {**BASE, SETTINGS: BASE[SETTINGS] + 'exclude: ["goals/2026-Q4/**"]\n'}
    assert judged(head) == ["error OKR602 onboarding"]


def test_a_workspace_below_does_not_swallow_goals_unseen(tmp_path: Path) -> None:
    for path, text in {**BASE, "goals/okr.yaml": "version: 1\n"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    tree = WorkTreeSnapshot(tmp_path)
    head = {path: tree.read(path).decode() for path in tree.paths()}
    assert judged(head) == ["error OKR602 onboarding"]


def test_deleting_is_free_before_the_cycle_begins_and_long_after() -> None:
    head = {path: text for path, text in BASE.items() if path != GOALS}
    assert judged(head, as_of="2026-09-30") == []
    assert judged(head, as_of="2027-01-28") == ["error OKR602 onboarding"]
    assert judged(head, as_of="2027-01-29") == []


def test_a_split_that_leaves_the_old_one_behind_deletes_it() -> None:
    parts = "      - {id: web, title: Activation on the web, baseline: 42, target: 50}\n      - id: signups"
    start = BASE[GOALS].index("      - id: activation")
    head = BASE[GOALS][:start] + BASE[GOALS][BASE[GOALS].index("      - id: signups") :].replace(
        "      - id: signups", parts, 1
    )
    assert judged({**BASE, GOALS: head}) == ["error OKR602 activation"]


# Moving and renaming


def test_another_file_does_not_hide_a_change() -> None:
    head = edited(("target: 60", "target: 50"))
    moved = {path: text for path, text in head.items() if path != GOALS}
    assert judged({**moved, "goals/elsewhere.yaml": head[GOALS]}) == ["error OKR601 activation"]


def test_another_id_does_not_hide_a_change() -> None:
    head = edited(("id: activation", "id: first-week"), ("target: 60", "target: 50"))
    assert judged(head) == ["error OKR601 first-week"]


def test_another_id_of_the_objective_does_not_hide_a_change() -> None:
    head = edited(("id: onboarding", "id: start"), ("target: 60", "target: 50"))
    assert judged(head) == ["error OKR601 activation"]


def test_another_team_does_not_hide_a_change() -> None:
    head = edited(("team: growth", "team: platform"), ("target: 60", "target: 50"))
    assert judged(head) == ["error OKR601 activation"]


def test_deleting_and_adding_again_is_changing() -> None:
    text = BASE[GOALS]
    start, end = text.index("      - id: activation"), text.index("      - id: signups")
    again = (
        text[:start]
        + text[end:]
        + '      - {id: activation, title: Activate more, unit: "%", baseline: 42, target: 50}\n'
    )
    assert judged({**BASE, GOALS: again}) == [
        "error OKR601 activation",
        "error OKR601 activation",
        "error OKR603 activation",
        "error OKR603 activation",
    ]


def test_a_key_result_under_a_dropped_objective_is_gone() -> None:
    shelf = "  - id: shelf\n    title: What we may do one day\n    status: draft\n    key_results:\n"
    text = BASE[GOALS]
    start, end = text.index("      - id: portal"), len(text)
    head = text[:start] + shelf + text[start:end]
    assert judged({**BASE, GOALS: head}) == ["error OKR602 portal"]


@pytest.mark.parametrize("rollup", ["none", "children"])
def test_a_key_result_under_an_objective_that_is_not_scored_by_it_is_gone(rollup: str) -> None:
    shelf = (
        f"  - id: shelf\n    title: What counts for nothing\n    ambition: committed\n    rollup: {rollup}\n"
        "    key_results:\n"
    )
    text = BASE[GOALS]
    head = text[: text.index("      - id: portal")] + shelf + text[text.index("      - id: portal") :]
    assert judged({**BASE, GOALS: head}) == ["error OKR602 portal"]


def test_a_committed_key_result_under_an_aspirational_objective_is_downgraded() -> None:
    other = "  - id: dreams\n    title: Be loved\n    key_results:\n"
    text = BASE[GOALS]
    head = text[: text.index("      - id: portal")] + other + text[text.index("      - id: portal") :]
    assert judged({**BASE, GOALS: head}) == ["error OKR605 portal"]


def test_committed_to_aspirational_is_downgraded() -> None:
    head = edited(("    ambition: committed\n", ""))
    assert judged(head) == ["error OKR605 onboarding"]
    assert judged(head, as_of="2026-10-14") == ["warning OKR605 onboarding"]


def test_an_honest_carry_over_is_free() -> None:
    later = BASE[GOALS].replace("cycle: 2026-Q4", "cycle: 2027-Q1")
    closed = BASE[GOALS].replace(
        "    owner: ada\n", "    owner: ada\n    close: {date: 2026-11-20, next: carry_over}\n"
    )
    assert judged({**BASE, GOALS: closed, "goals/next.yaml": later}) == []


# okr.yaml


def settings(*edits: tuple[str, str], and_goals: bool = True) -> Files:
    head = edited(("target: 60", "target: 50")) if and_goals else BASE
    return edited(*edits, path=SETTINGS, base=head)


SOFTENED = {
    "the rule ignored": ("review:", "rules: {ignore: [OKR601]}\nreview:"),
    "the family ignored": ("review:", "rules: {ignore: [OKR6]}\nreview:"),
    "the rule made mild": ("review:", "rules: {severity: {OKR601: info}}\nreview:"),
    "the profile relaxed": ("review:", "rules: {profile: relaxed}\nreview:"),
    "the freeze put off": ("freeze_after_days: 14", "freeze_after_days: 90"),
    "another approver": ("approvers: [mira]", "approvers: [mira, ben]"),
    "no approvers": (", approvers: [mira]", ""),
}


@pytest.mark.parametrize("edit", SOFTENED.values(), ids=SOFTENED.keys())
def test_the_guard_is_not_switched_off_by_the_change_that_it_guards(edit: tuple[str, str]) -> None:
    assert judged(settings(edit)) == ["error OKR601 activation", "error OKR607 okr.yaml"]


def test_what_the_base_ignores_is_ignored() -> None:
    base = edited(("review:", "rules: {ignore: [OKR601]}\nreview:"), path=SETTINGS)
    head = edited(("target: 60", "target: 50"), base=base)
    assert judged(head, base) == []


def test_what_the_base_makes_mild_is_mild() -> None:
    base = edited(("review:", "rules: {severity: {moved-goalpost: warning}}\nreview:"), path=SETTINGS)
    head = edited(("target: 60", "target: 50"), base=base)
    assert judged(head, base) == ["warning OKR601 activation"]


LOOSER = {
    "a grade band": ("review:", "scoring: {good: 0.6}\nreview:"),
    "a status factor": ("review:", "scoring: {on_track: 0.8}\nreview:"),
    "how long silence may last": ("review:", "check_ins: {grace_days: 30}\nreview:"),
    "a rule off": ("review:", "rules: {ignore: [OKR103]}\nreview:"),
    "a rule milder": ("review:", "rules: {severity: {OKR103: info}}\nreview:"),
}


@pytest.mark.parametrize("edit", LOOSER.values(), ids=LOOSER.keys())
def test_milder_settings_are_an_error(edit: tuple[str, str]) -> None:
    assert judged(settings(edit, and_goals=False)) == ["error OKR607 okr.yaml"]


STRICTER = {
    "a rule stricter": ("review:", "rules: {severity: {OKR104: warning}}\nreview:"),
    "a rule on": ("review:", "rules: {severity: {OKR110: warning}}\nreview:"),
    "the profile": ("review:", "rules: {profile: strict}\nreview:"),
    "the freeze": ("freeze_after_days: 14", "freeze_after_days: 7"),
    "a grade band": ("review:", "scoring: {good: 0.8}\nreview:"),
    "ignoring what was off": ("review:", "rules: {severity: {OKR110: info}}\nreview:"),
}


@pytest.mark.parametrize("edit", STRICTER.values(), ids=STRICTER.keys())
def test_stricter_settings_are_free(edit: tuple[str, str]) -> None:
    assert judged(settings(edit, and_goals=False)) == []


def test_options_that_change_are_shown_to_a_reviewer() -> None:
    head = settings(("review:", "rules: {options: {OKR101: {max: 9}}}\nreview:"), and_goals=False)
    assert judged(head) == ["warning OKR607 okr.yaml"]


def test_a_cycle_with_goals_is_not_redated_to_later() -> None:
    base = edited(("cycle: 2026-Q4", "cycle: sprint"))
    longer = edited(("end: 2026-12-11", "end: 2026-12-31"), path=SETTINGS, base=base)
    thawed = edited(("start: 2026-11-02", "start: 2026-11-19"), path=SETTINGS, base=base)
    assert judged(longer, base) == ["error OKR601 sprint"]
    assert judged(thawed, base) == ["error OKR601 sprint"]
    assert judged(longer, base, as_of="2026-11-10") == ["warning OKR601 sprint"]


def test_a_redated_cycle_does_not_thaw_its_goals() -> None:
    base = edited(("cycle: 2026-Q4", "cycle: sprint"))
    head = edited(("start: 2026-11-02", "start: 2026-11-19"), path=SETTINGS, base=base)
    easier = edited(("target: 60", "target: 50"), base=head)
    assert judged(easier, base) == ["error OKR601 activation", "error OKR601 sprint"]


def test_another_start_of_the_fiscal_year_redates_its_cycles() -> None:
    base = edited(("cycle: 2026-Q4", "cycle: FY26-Q4"))
    head = edited(("version: 1\n", "version: 1\nfiscal_year_start: 2\n"), path=SETTINGS, base=base)
    assert judged(head, base) == []  # FY26 now began earlier: its last quarter ended in January
    assert judged(base, head, as_of="2026-01-20") == ["error OKR601 FY26-Q4"]


# Comments and baselines


def test_no_comment_silences_the_guard_and_adding_one_is_told() -> None:
    head = edited(("target: 60", "target: 50  # okr: ignore[OKR601, OKR204] We agreed on it."))
    assert judged(head) == ["error OKR601 activation", "warning OKR607 growth.yaml"]


def test_a_suppression_that_moves_with_its_goal_is_not_added() -> None:
    base = edited(
        ("title: Raise week-1 activation", "title: Raise week-1 activation  # okr: ignore[OKR204] Known.")
    )
    moved = {path: text for path, text in base.items() if path != GOALS}
    assert judged({**moved, "goals/elsewhere.yaml": base[GOALS]}, base) == []


def test_a_suppression_that_lasts_longer_is_added() -> None:
    short = "title: Raise week-1 activation  # okr: ignore[OKR204] until=2026-11-01 Known."
    base = edited(("title: Raise week-1 activation", short))
    head = edited(("until=2026-11-01", "until=2027-11-01"), base=base)
    assert judged(head, base) == ["warning OKR607 growth.yaml"]


def test_a_mistake_that_somebody_ignores_does_not_open_the_guard() -> None:
    base = edited(("review:", "rules: {ignore: [OKR003]}\nreview:"), path=SETTINGS)
    head = edited(("target: 60", "target: 50\n        hello: world"), base=base)
    assert judged(head, base) == ["error OKR601 activation"]


def test_a_broken_file_is_one_finding_and_not_a_deletion_of_each_goal() -> None:
    assert judged({**BASE, GOALS: BASE[GOALS] + "\n  broken: [\n"}) == []


def test_unless_the_base_does_not_mind_broken_files() -> None:
    base = edited(("review:", "rules: {ignore: [OKR001]}\nreview:"), path=SETTINGS)
    assert judged({**base, GOALS: base[GOALS] + "\n  broken: [\n"}, base) == ["error OKR602 onboarding"]


# Amendments


def test_an_amendment_that_is_approved_makes_it_a_warning() -> None:
    assert judged(amended("50", approved_by="mira")) == ["warning OKR601 activation"]


def test_an_amendment_says_so_in_the_finding() -> None:
    found = findings(amended("50", approved_by="mira"), base=BASE, select=FAMILY)
    assert [each.message for each in found] == [
        "target made 56 % easier: 60 % → 50 %, as an amendment says",
    ]


UNAPPROVED = {"by nobody": "", "by somebody else": "ben", "by the one who asks": "ada"}


@pytest.mark.parametrize("approver", UNAPPROVED.values(), ids=UNAPPROVED.keys())
def test_an_amendment_that_no_approver_approved_does_not_count(approver: str) -> None:
    assert judged(amended("50", approved_by=approver)) == ["error OKR601 activation"]


def test_a_new_approver_cannot_approve_the_change_that_makes_one_of_them() -> None:
    head = edited(
        ("approvers: [mira]", "approvers: [mira, ben]"), path=SETTINGS, base=amended("50", approved_by="ben")
    )
    assert judged(head) == ["error OKR601 activation", "error OKR607 okr.yaml"]


def test_where_nobody_is_named_any_amendment_counts() -> None:
    base = edited((", approvers: [mira]", ""), path=SETTINGS)
    head = {**amended("50"), SETTINGS: base[SETTINGS]}
    assert judged(head, base) == ["warning OKR601 activation"]


FALSE = {
    "another from": {"from": "70"},
    "another to": {"to": "55"},
    "no from": {"from": ""},
    "no values at all": {"from": "", "to": ""},
    "another field": {"field": "baseline"},
    "no such field": {"field": "targt"},
    "dated before the freeze": {"date": "2026-10-10"},
    "dated in the future": {"date": "2026-12-24"},
}


@pytest.mark.parametrize("keys", FALSE.values(), ids=FALSE.keys())
def test_an_amendment_that_is_not_true_does_not_count_and_is_told(keys: dict[str, str]) -> None:
    assert judged(amended("50", approved_by="mira", **keys)) == [
        "error OKR601 activation",
        "error OKR604 activation",
    ]


def chained(*steps: str) -> Files:
    entries = "".join(f"          - {{{step}, reason: It rained., approved_by: mira}}\n" for step in steps)
    return edited(("target: 60\n", f"target: 50\n        amendments:\n{entries}"))


def test_several_amendments_of_a_field_form_a_chain() -> None:
    head = chained(
        "date: 2026-11-17, field: target, from: 55, to: 50",
        "date: 2026-11-16, field: target, from: 60, to: 55",
    )
    assert judged(head) == ["warning OKR601 activation"]


def test_a_chain_with_a_gap_is_false() -> None:
    head = chained(
        "date: 2026-11-16, field: target, from: 60, to: 58",
        "date: 2026-11-17, field: target, from: 55, to: 50",
    )
    assert judged(head) == ["error OKR601 activation", "error OKR604 activation"]


def test_an_old_amendment_does_not_cover_a_new_change() -> None:
    base = amended("50", approved_by="mira")
    head = edited(("target: 50", "target: 45"), base=base)
    assert judged(head, base) == ["error OKR601 activation"]


def test_an_amendment_before_the_last_one_is_backdated() -> None:
    base = amended("50", approved_by="mira")
    entry = "{date: 2026-11-01, field: target, from: 50, to: 45, reason: It rained., approved_by: mira}"
    head = edited(
        ("target: 50", "target: 45"), ("approved_by: mira}]", f"approved_by: mira}}, {entry}]"), base=base
    )
    assert judged(head, base) == ["error OKR601 activation", "error OKR604 activation"]


def test_an_amendment_that_is_taken_away_rewrites_history() -> None:
    base = amended("50", approved_by="mira")
    head = edited(("target: 60", "target: 50"))
    assert judged(head, base) == ["error OKR603 activation"]


COVERED = {
    "due": ("weight: 2\n", "due", "due: 2027-02-28", ", from: 2026-12-31, to: 2027-02-28"),
    "due, from nothing": ("weight: 2\n", "due", "due: 2027-02-28", ", to: 2027-02-28"),
    "weight": ("weight: 2\n", "weight", "", ", from: 2, to: 0.1"),
    "status": ("weight: 2\n", "status", "status: dropped", ", from: active, to: dropped"),
    "plan, without saying it": ("weight: 2\n", "plan", "plan: [{date: 2026-12-01, value: 43}]", ""),
    "plan, saying it": (
        "weight: 2\n",
        "plan",
        "plan: [{date: 2026-12-01, value: 43}]",
        ", to: [{date: 2026-12-01, value: 43}]",
    ),
}


@pytest.mark.parametrize("case", COVERED.values(), ids=COVERED.keys())
def test_every_field_can_be_amended(case: tuple[str, str, str, str]) -> None:
    here, field, line, values = case
    weight = "weight: 0.1" if field == "weight" else "weight: 2"
    entry = f"{{date: 2026-11-18, field: {field}, reason: Rain., approved_by: mira{values}}}"
    lines = [weight, *([line] if line else []), f"amendments: [{entry}]"]
    code = "OKR602" if field == "status" else "OKR601"
    assert judged(edited((here, "\n        ".join(lines) + "\n"))) == [f"warning {code} activation"]


def remeasured(*fields: str) -> Files:
    """A metric that is maintained now, with an amendment of each field."""
    whole = {"target": "from: 60", "baseline": "from: 42", "maintain": "to: {at_least: 50}"}
    entries = (
        f"{{date: 2026-11-18, field: {each}, {whole[each]}, reason: R, approved_by: mira}}" for each in fields
    )
    amendments = f"        amendments: [{', '.join(entries)}]\n"
    old = "        baseline: 42\n        target: 60\n"
    return edited((old, f"        maintain: {{at_least: 50}}\n{amendments}"))


def test_the_amendments_of_all_its_keys_say_that_the_measure_changed() -> None:
    assert judged(remeasured("target", "baseline", "maintain")) == ["warning OKR601 activation"]
    assert judged(remeasured("target", "baseline")) == ["error OKR601 activation"]
    assert judged(remeasured("maintain")) == ["error OKR601 activation"]


MEANT = {
    "one of a list": ("supports: company/growth", "supports", ", to: [company/growth]"),
    "a default that is written": ("weight: 3", "weight", ", to: 3, from: 1"),
    "a default that is not": ("weight: 3", "weight", ", to: 3"),
    "a number as text": ("tags: [2026]", "tags", ", to: [2026]"),
    "nothing, as an empty list": ("tags: [P1]", "tags", ", from: [], to: [P1]"),
}


@pytest.mark.parametrize(("line", "field", "values"), MEANT.values(), ids=MEANT.keys())
def test_an_amendment_may_spell_a_value_as_the_goal_may(line: str, field: str, values: str) -> None:
    entry = f"{{date: 2026-11-18, field: {field}, reason: Rain., approved_by: mira{values}}}"
    head = edited(("    owner: ada\n", f"    owner: ada\n    {line}\n    amendments: [{entry}]\n"))
    assert [each for each in judged(head) if "OKR604" in each] == []
    lie = edited((values, ", to: [somebody/else]"), base=head)
    assert [each for each in judged(lie) if "OKR604" in each] == ["error OKR604 onboarding"]


@pytest.mark.parametrize("cadence", ["21 days", "3 weeks", "14 days", "2 weeks"])
def test_an_amendment_may_spell_a_cadence_as_the_goal_does(cadence: str) -> None:
    amendment = (
        f"{{date: 2026-11-18, field: cadence, from: 7 days, to: {cadence}, reason: R, approved_by: mira}}"
    )
    head = edited(
        ("        cadence: weekly\n", f"        cadence: {cadence}\n        amendments: [{amendment}]\n")
    )
    assert judged(head) == ["warning OKR601 uptime"]


def test_what_was_made_a_draft_by_amendment_stays_guarded() -> None:
    entry = "{date: 2026-11-18, field: status, from: active, to: draft, reason: Rain., approved_by: mira}"
    base = edited(("weight: 2\n", f"weight: 2\n        status: draft\n        amendments: [{entry}]\n"))
    assert judged(base) == ["warning OKR602 activation"]
    assert judged(edited(("target: 60", "target: 50"), base=base), base) == ["error OKR601 activation"]


def test_a_draft_is_free() -> None:
    base = edited(("weight: 2\n", "weight: 2\n        status: draft\n"))
    assert judged(edited(("target: 60", "target: 50"), base=base), base) == []
    assert (
        judged(edited(("        status: draft\n", ""), ("target: 60", "target: 50"), base=base), base) == []
    )


def test_what_was_dropped_does_not_come_back_easier() -> None:
    base = edited(("weight: 2\n", "weight: 2\n        status: dropped\n"))
    back = edited(("        status: dropped\n", ""), ("target: 60", "target: 50"), base=base)
    assert judged(back, base) == ["error OKR601 activation"]


# History


REWRITTEN = {
    "a value": (("value: 44, confidence: 0.4", "value: 49, confidence: 0.4"),),
    "a confidence": (("confidence: 0.4", "confidence: 0.9"),),
    "a note taken away": ((", note: Too early to tell.", ""),),
    "another date": (("date: 2026-11-02, value: 44", "date: 2026-11-03, value: 44"),),
    "removed": (("          - {date: 2026-11-02, value: 44, confidence: 0.4}\n", ""),),
    "the value of another measure": (("date: 2026-10-12, value: 99.1", "date: 2026-10-12, value: 99.6"),),
}


@pytest.mark.parametrize("edits", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_history_is_not_rewritten(edits: tuple[tuple[str, str], ...]) -> None:
    found = judged(edited(*edits))
    assert len(found) == 1
    assert found[0].startswith("error OKR603 ")


EXPLAINED = {
    "a new note": (
        "value: 44, confidence: 0.4",
        "value: 49, confidence: 0.4, note: Trial accounts were missing.",
    ),
    "another note": (
        "value: 43, confidence: 0.5, note: Too early to tell.",
        "value: 41, note: Counted twice.",
    ),
    "marked as a correction": ("value: 44, confidence: 0.4", "value: 49, corrects: true"),
    "a second entry": (
        "value: 44, confidence: 0.4}",
        "value: 44, confidence: 0.4}\n          - {date: 2026-11-02, value: 49, corrects: true}",
    ),
    "evidence added": ("value: 44, confidence: 0.4", "value: 44, confidence: 0.4, evidence: [the board]"),
}


@pytest.mark.parametrize("edit", EXPLAINED.values(), ids=EXPLAINED.keys())
def test_history_may_be_corrected_openly(edit: tuple[str, str]) -> None:
    assert judged(edited(edit)) == []


def test_the_check_in_of_the_day_may_still_be_changed() -> None:
    today = "value: 44, confidence: 0.4}\n          - {date: 2026-11-20, value: 45}"
    base = edited(("value: 44, confidence: 0.4}", today))
    assert judged(edited(("value: 45", "value: 46"), base=base), base) == []


def test_readings_are_a_warning_one_a_kpi() -> None:
    head = edited(
        ("value: 610", "value: 500"), ("value: 640", "value: 700"), ("value: 6.9", "value: 6.1"), path=KPIS
    )
    assert judged(head) == ["warning OKR603 signups", "warning OKR603 support-load"]


def test_readings_in_a_csv_are_guarded_too() -> None:
    text = BASE[KPIS]
    start, end = text.index("    readings:\n"), text.index("  - id: support-load")
    in_csv = text[:start] + "    readings: signups.csv\n" + text[end:]
    base = {**BASE, KPIS: in_csv, "kpis/signups.csv": "date,value\n2026-10-05,610\n2026-11-02,640\n"}
    assert judged(base) == []
    assert judged({**base, "kpis/signups.csv": "date,value\n2026-10-05,500\n2026-11-02,640\n"}, base) == [
        "warning OKR603 signups"
    ]


# KPIs


EASIER_KPIS = {
    "target of a bound one": (("{at_least: 800}", "{at_least: 600}"), "signups"),
    "target of a guardrail": (("target: {at_most: 8}", "target: {at_most: 20}"), "support-load"),
    "alert of a guardrail": (("alert: {at_most: 10}", "alert: {at_most: 20}"), "support-load"),
    "unit": (("unit: people", "unit: accounts"), "signups"),
    "cadence": (("cadence: weekly", "cadence: yearly"), "signups"),
    "formula": (("    cadence: weekly\n", "    cadence: weekly\n    formula: '{lonely} * 100'\n"), "signups"),
    "definition": (
        ("    title: Sign-ups\n", "    title: Sign-ups\n    definition: Anybody who came by.\n"),
        "signups",
    ),
}


@pytest.mark.parametrize("edit", EASIER_KPIS.values(), ids=EASIER_KPIS.keys())
def test_a_kpi_is_frozen_while_a_frozen_goal_refers_to_it(edit: tuple[tuple[str, str], str]) -> None:
    (old, new), ref = edit
    base = BASE
    if "formula" in new:
        text = BASE[KPIS]
        start, end = text.index("    readings:\n"), text.index("  - id: support-load")
        base = {**BASE, KPIS: text[:start] + text[end:]}
    assert judged(edited((old, new), path=KPIS, base=base), base) == [f"error OKR601 {ref}"]
    assert judged(edited((old, new), path=KPIS, base=base), base, as_of="2026-10-10") == []


def test_a_kpi_that_nobody_refers_to_is_free() -> None:
    assert judged(edited(("{at_least: 3}", "{at_least: 1}"), path=KPIS)) == []


def test_unbinding_a_kpi_does_not_thaw_it_in_the_same_change() -> None:
    head = edited(
        ("{at_least: 800}", "{at_least: 600}"), path=KPIS, base=edited(("        kpi: signups\n", ""))
    )
    assert judged(head) == ["error OKR601 signups", "error OKR601 signups"]


def test_a_kpi_can_be_amended() -> None:
    values = "from: {at_least: 800}, to: {at_least: 600}"
    entry = f"{{date: 2026-11-18, field: target, {values}, reason: Rain., approved_by: mira}}"
    head = edited(("{at_least: 800}", f"{{at_least: 600}}\n    amendments: [{entry}]"), path=KPIS)
    assert judged(head) == ["warning OKR601 signups"]


def test_another_id_of_a_kpi_does_not_hide_a_change() -> None:
    renamed = edited(
        ("id: signups\n    title", "id: sign-ups\n    title"),
        ("{at_least: 800}", "{at_least: 600}"),
        path=KPIS,
    )
    head = edited(("kpi: signups", "kpi: sign-ups"), base=renamed)
    assert judged(head) == ["error OKR601 sign-ups"]


# Closed goals


def test_a_closed_goal_is_not_edited() -> None:
    base = edited(
        ("    owner: ada\n", "    owner: ada\n    close: {date: 2026-11-18, grade: 0.4, reason: Done.}\n")
    )
    assert judged(edited(("grade: 0.4", "grade: 0.8"), base=base), base) == ["warning OKR606 onboarding"]
    assert judged(edited(("title: Weekly sign-ups", "title: Sign-ups a week"), base=base), base) == [
        "warning OKR606 signups"
    ]
    assert judged(edited(("target: 60", "target: 50"), base=base), base) == ["error OKR601 activation"]


def test_nothing_comes_into_a_closed_goal() -> None:
    other = "  - id: other\n    title: Speak well of us\n    ambition: committed\n    key_results:\n"
    base = edited(
        ("    owner: ada\n", "    owner: ada\n    close: {date: 2026-11-18, grade: 0.4, reason: Done.}\n"),
        ("      - id: portal\n", f"{other}      - id: portal\n"),
    )
    fresh = '      - {id: easy, title: An easy one, unit: "%", baseline: 1, target: 2}\n'
    added = edited(("      - id: signups\n", f"{fresh}      - id: signups\n"), base=base)
    assert judged(added, base) == ["warning OKR606 easy"]
    text = base[GOALS]
    portal = text[text.index("      - id: portal") :]
    moved = text.replace(portal, "").replace("      - id: signups\n", f"{portal}      - id: signups\n")
    assert judged({**base, GOALS: moved}, base) == ["warning OKR606 portal"]
