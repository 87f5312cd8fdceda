"""The figures were computed with mpmath 1.4.1 at 40 digits, from the regularised incomplete beta function."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr.scoring.student_t import cdf, quantile

freedoms = st.integers(min_value=1, max_value=200)


@pytest.mark.parametrize(
    ("freedom", "at_60", "at_90", "at_97_5"),
    [
        (1, 0.32491969623290633, 3.0776835371752534, 12.706204736174705),
        (2, 0.28867513459481288, 1.8856180831641267, 4.3026527297494639),
        (3, 0.27667066233268991, 1.6377443536962101, 3.1824463052837096),
        (4, 0.27072229470759742, 1.5332062740589439, 2.7764451051977944),
        (5, 0.26718086570414513, 1.4758840488244811, 2.5705818356363155),
        (7, 0.26316686135202281, 1.4149239276505085, 2.3646242515927853),
        (10, 0.26018482949208024, 1.3721836411103356, 2.2281388519862747),
        (11, 0.25955586047627055, 1.3634303180205406, 2.2009851600916399),
        (30, 0.25560536495191277, 1.3104150253913956, 2.0422724563012383),
        (99, 0.25402901215180671, 1.2901614420344852, 1.9842169515864175),
        (100, 0.25402218245822782, 1.290074761346516, 1.9839715185235523),
        (364, 0.2535323539803159, 1.2838816619738225, 1.9665025687993643),
        (1000, 0.25341451583949876, 1.2823987214609244, 1.9623390808264085),
    ],
)
def test_quantiles_are_exact(freedom: int, at_60: float, at_90: float, at_97_5: float) -> None:
    assert quantile(0.6, freedom) == pytest.approx(at_60, abs=1e-12)
    assert quantile(0.9, freedom) == pytest.approx(at_90, abs=1e-12)
    assert quantile(0.975, freedom) == pytest.approx(at_97_5, abs=1e-12)


@pytest.mark.parametrize(
    ("freedom", "at_one_in_a_thousand"),
    [
        (1, -318.30883898555045),
        (2, -22.327124770119875),
        (5, -5.8934295313560101),
        (100, -3.1737394937387829),
    ],
)
def test_quantiles_far_out_are_exact(freedom: int, at_one_in_a_thousand: float) -> None:
    assert quantile(0.001, freedom) == pytest.approx(at_one_in_a_thousand, rel=1e-12)


@pytest.mark.parametrize(
    ("t", "freedom", "probability"),
    [
        (0.25, 1, 0.57797913037736933),
        (-0.25, 2, 0.41296117202215108),
        (1.5, 3, 0.88470806737758847),
        (-2.5, 4, 0.033383272405994073),
        (4.0, 5, 0.99483829225958427),
        (0.001, 6, 0.50038273269788963),
        (-8.0, 7, 4.5574605854376812e-5),
        (1.0, 12, 0.83147547102320776),
        (2.0, 29, 0.97252818140851641),
        (-3.0, 30, 0.0026949820328259733),
        (0.7, 99, 0.7572155040844735),
        (1.3, 364, 0.90278822200143078),
        (-40.0, 1, 0.0079560899120258133),
        (40.0, 2, 0.99968779266390763),
        (0.0, 9, 0.5),
        (1.7, 1000, 0.95527905652037998),
    ],
)
def test_probabilities_are_exact(t: float, freedom: int, probability: float) -> None:
    assert cdf(t, freedom) == pytest.approx(probability, abs=1e-12)


def test_half_lies_below_zero() -> None:
    assert [cdf(0, freedom) for freedom in (1, 2, 3, 50)] == [0.5] * 4
    assert [quantile(0.5, freedom) for freedom in (1, 2, 3, 50)] == [0.0] * 4


def test_infinity_is_certain() -> None:
    assert [cdf(inf, freedom) for freedom in (1, 2, 3, 4)] == [1.0] * 4
    assert [cdf(-inf, freedom) for freedom in (1, 2, 3, 4)] == [0.0] * 4


@given(st.floats(min_value=0.001, max_value=0.999), freedoms)
def test_a_quantile_leads_back_to_its_probability(probability: float, freedom: int) -> None:
    assert cdf(quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-12)


@given(st.floats(allow_nan=False), freedoms)
def test_it_is_symmetric_and_a_probability(t: float, freedom: int) -> None:
    assert 0 <= cdf(t, freedom) <= 1
    assert cdf(t, freedom) + cdf(-t, freedom) == pytest.approx(1, abs=1e-12)


@given(st.floats(-50, 50), st.floats(0, 50), freedoms)
def test_it_never_falls(t: float, further: float, freedom: int) -> None:
    assert cdf(t + further, freedom) >= cdf(t, freedom) - 1e-12
