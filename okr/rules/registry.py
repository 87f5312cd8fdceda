"""Every rule there is, in one place and in the order of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from okr.rules import alignment, changes, check_ins, files, key_results, kpis, objectives, tool
from okr.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    files.invalid_yaml,
    files.duplicate_key,
    files.unknown_key,
    files.missing_key,
    files.invalid_value,
    files.unsupported_yaml,
    files.duplicate_id,
    files.unknown_reference,
    files.unreadable_file,
    files.conflicting_measures,
    objectives.key_result_count,
    objectives.too_many_objectives,
    objectives.objective_without_owner,
    objectives.number_in_objective,
    objectives.objective_is_a_task,
    objectives.objective_is_a_metric,
    objectives.business_as_usual_objective,
    objectives.vague_objective,
    objectives.placeholder_text,
    objectives.objective_without_why,
    objectives.copied_objective,
    objectives.all_committed,
    objectives.pay_linked,
    key_results.unmeasured_key_result,
    key_results.target_equals_baseline,
    key_results.key_result_is_an_output,
    key_results.stale_number_in_title,
    key_results.direction_mismatch,
    key_results.duplicate_metric,
    key_results.missing_counter_metric,
    key_results.lagging_only,
    key_results.dominant_weight,
    key_results.unknown_baseline,
    key_results.vanity_metric,
    key_results.ambiguous_metric,
    key_results.dates_outside_cycle,
    key_results.missing_unit,
    key_results.business_as_usual_target,
    key_results.disordered_scale,
    key_results.compound_key_result,
    alignment.orphan_objective,
    alignment.alignment_loop,
    alignment.level_skip,
    alignment.supports_later_cycle,
    alignment.undeclared_dependency,
    alignment.dependency_loop,
    alignment.empty_top,
    kpis.kpi_without_target,
    kpis.incomplete_kpi,
    kpis.stale_kpi,
    kpis.too_many_kpis,
    kpis.one_sided_kpis,
    kpis.unused_kpi,
    kpis.breach_without_objective,
    kpis.disordered_thresholds,
    kpis.bad_reading,
    kpis.scale_jump,
    kpis.driver_loop,
    check_ins.stale_check_in,
    check_ins.never_started,
    check_ins.bad_check_in,
    check_ins.rosy_report,
    check_ins.unexplained_doubt,
    check_ins.open_past_end,
    check_ins.closed_without_lesson,
    check_ins.sandbagged,
    check_ins.carried_over_unchanged,
    changes.moved_goalpost,
    changes.deleted_goal,
    changes.rewritten_history,
    changes.false_amendment,
    changes.downgraded_commitment,
    changes.edited_closed_goal,
    changes.loosened_rules,
    tool.unused_suppression,
    tool.expired_suppression,
    tool.suppression_without_reason,
    tool.internal_error,
)

BY_CODE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in RULES})


@cache
def codes_of(selector: str) -> frozenset[str]:
    """The codes that a code, a name or a family (`OKR2`) means; none where it means nothing."""
    return frozenset(rule.code for rule in RULES if selector in (rule.code, rule.name, rule.family))


@cache
def known_selectors() -> tuple[str, ...]:
    """Every code, name and family."""
    return tuple(dict.fromkeys(name for rule in RULES for name in (rule.code, rule.name, rule.family)))
