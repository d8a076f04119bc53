"""Random syntax trees and sources."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from bpmn.feel import tree as t

NAMES = ("a", "b", "monthly salary", "客户", "x1")
numbers = st.decimals(min_value=0, max_value=10**12, allow_nan=False, places=3).map(lambda n: Decimal(str(abs(n))))
texts = st.text(max_size=8)
leaves = st.one_of(
    st.sampled_from([None, True, False]).map(lambda value: t.Literal(0, value)),
    numbers.map(lambda value: t.Literal(0, value)),
    texts.map(lambda value: t.Literal(0, value)),
    st.sampled_from(NAMES).map(lambda name: t.Name(0, name)),
)


def _chain(nodes: st.SearchStrategy[t.Node]) -> st.SearchStrategy[t.Node]:
    names = st.sampled_from(NAMES)
    one = st.builds(t.Iteration, st.just(0), names, nodes, st.none())
    iterations = st.lists(one, min_size=1, max_size=2).map(tuple)
    entries = st.lists(st.tuples(names, nodes), max_size=3, unique_by=lambda entry: entry[0]).map(tuple)
    ranges = st.one_of(
        st.builds(lambda n, closed: t.RangeOf(0, None, n, False, closed, True), nodes, st.booleans()),
        st.builds(lambda n, closed: t.RangeOf(0, n, None, closed, False, True), nodes, st.booleans()),
    )
    return st.one_of(
        st.builds(t.Arithmetic, st.just(0), st.sampled_from(("+", "-", "*", "/")), nodes, nodes),
        st.builds(t.Compare, st.just(0), st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), nodes, nodes),
        st.builds(
            t.Logic, st.just(0), st.sampled_from(("and", "or")), st.lists(nodes, min_size=2, max_size=4).map(tuple)
        ),
        st.builds(t.Negate, st.just(0), nodes),
        st.builds(t.If, st.just(0), nodes, nodes, nodes),
        st.builds(t.ListOf, st.just(0), st.lists(nodes, max_size=4).map(tuple)),
        st.builds(t.ContextOf, st.just(0), entries),
        st.builds(t.Path, st.just(0), nodes, names),
        st.builds(t.Between, st.just(0), nodes, nodes, nodes),
        st.builds(t.For, st.just(0), iterations, nodes),
        st.builds(t.Quantified, st.just(0), st.sampled_from(("some", "every")), iterations, nodes),
        st.builds(t.Filter, st.just(0), nodes, st.builds(t.Compare, st.just(0), st.just("="), nodes, nodes)),
        st.builds(t.In, st.just(0), nodes, st.lists(ranges, min_size=1, max_size=2).map(tuple)),
    )


trees = st.recursive(leaves, _chain, max_leaves=12)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)),
    max_leaves=6,
)
scopes = st.fixed_dictionaries({name: values for name in NAMES})
