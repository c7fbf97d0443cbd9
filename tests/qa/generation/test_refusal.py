"""The text of an answer that is none, which articles it names, and what it suggests."""

from dataclasses import replace
from datetime import date

from builders import evidence_of, hit_of, plan_of, scored

from index import Hit, Store
from qa.generation import refusal
from qa.generation.refusal import LONGEST_QUOTE, NAMED, WORTH_QUOTING, refusal_text
from qa.question import REFUSAL
from qa.types import Answer, Citation, Evidence, QueryPlan

DIRECTOR = "seeds/008_coastal_survey_director.txt"
ASKED = "What does the director of the Coastal Survey earn?"
SUGGESTED = "Who will become director of the Coastal Survey?"


def hit(article: str, start: int, title: str = "") -> Hit:
    title = title or f"Title of {article}"
    day = date(2025, 1, 2)
    return hit_of(article=article, start=start, title=title, source="The Paper", day=day)


def refused_for(plan: QueryPlan, evidence: Evidence) -> Answer:
    return refusal.refused(plan, evidence, Answer(plan.query, plan.query))


def refused(store: Store, *hits: Hit, text: str = ASKED, **plan: str | None) -> Answer:
    evidence = replace(evidence_of(), hits=hits, term_weights=store.term_weights(text))
    return refused_for(plan_of(text, store, **plan), evidence)


def test_a_refusal_names_the_nearest_articles() -> None:
    text = refusal_text([hit("a", 0), hit("b", 0)])
    assert text.startswith(REFUSAL)
    assert text.count("Title of") == 2 and "(The Paper, 2 January 2025)" in text
    assert refusal_text([]) == REFUSAL


def test_it_asks_back_before_it_names_them() -> None:
    text = refusal_text([hit("a", 0)], question_back="Whom do you mean?")
    assert text.startswith(f"{REFUSAL} Whom do you mean? Closest articles: “Title of a”")


def test_the_likeliest_sentence_is_quoted_where_it_may_be_right(seed_store: Store) -> None:
    near = replace(hit_of("The [3] director earns\nwell.", article=DIRECTOR), cosine=0.9)
    far = replace(near, article_id="b", cosine=0.1)
    evidence = evidence_of(scored(near), hits=(near, far), confidence=WORTH_QUOTING)
    found = refused_for(plan_of(ASKED, seed_store), evidence)
    assert found.closest is not None and found.closest.quote == near.text
    assert found.text.startswith(f"{REFUSAL} Closest: “The (3) director earns well.”")
    for other in (
        replace(evidence, confidence=WORTH_QUOTING - 0.01),
        replace(evidence, sentences=()),
        replace(evidence, sentences=(scored(far),)),
    ):
        without = refused_for(plan_of(ASKED, seed_store), other)
        assert without.closest is None and "Closest:" not in without.text
        assert without.nearest == (DIRECTOR,)


def test_its_article_is_named_first_and_where_it_asks_back_nothing_is_quoted(
    seed_store: Store,
) -> None:
    hits = [replace(hit_of(f"Text of {n}.", article=f"a{n}"), cosine=0.9) for n in range(NAMED + 1)]
    evidence = evidence_of(scored(hits[-1]), hits=tuple(hits), confidence=0.4)
    found = refused_for(plan_of(ASKED, seed_store), evidence)
    assert found.nearest == (f"a{NAMED}", "a0", "a1")
    asked_back = refused_for(plan_of(ASKED, seed_store, question_back="Who do you mean?"), evidence)
    assert asked_back.closest is None and asked_back.nearest == ("a0", "a1", "a2")


def test_what_is_quoted_is_cut_where_it_is_long_and_says_where_it_is_from() -> None:
    one = replace(hit_of("runs again " * 60, title="Ferry"), cosine=0.9)
    closest = Citation.of(1, scored(one).sentence)
    text = refusal_text([], closest=closest)
    assert text.endswith("again…” (Ferry).") and len(text) < LONGEST_QUOTE + 80
    dated = replace(closest, quote="It runs.", source="Post", date=date(2025, 1, 2))
    assert refusal_text([], closest=dated).endswith("Closest: “It runs.” (Post, 2 January 2025).")


def test_a_title_is_cut_and_its_marks_are_none_of_ours() -> None:
    text = refusal_text([hit("a", 0, "Ferry [1] " + "runs again " * 20)])
    assert "“Ferry (1) runs" in text and "again…”" in text and len(text) < 200


def test_only_what_is_near_is_named_with_what_it_answers(seed_store: Store) -> None:
    near = hit_of("The director of the Coastal Survey.", article=DIRECTOR, passage=1)
    again = replace(near, start=50)
    alike, odd = replace(near, cosine=0.45), hit_of("Elves.", article="b", passage=2)
    for hits in ([alike, again], [replace(near, cosine=0.32)]):
        found = refused(seed_store, *hits, replace(odd, cosine=0.38))
        assert (found.nearest, found.suggestions) == ((DIRECTOR,), (SUGGESTED,))
        assert found.text.count("“Title”") == 1 and found.text.endswith(f"\n• {SUGGESTED}")
    for far in (replace(near, cosine=0.29), replace(near, cosine=None)):
        assert refused(seed_store, far).nearest == ()


def test_what_was_asked_is_not_suggested(seed_store: Store) -> None:
    near = replace(hit_of("The director of the Coastal Survey.", article=DIRECTOR), cosine=0.9)
    assert refused(seed_store, near, text=SUGGESTED).suggestions == ()


def test_where_nothing_is_near_other_questions_are_suggested(seed_store: Store) -> None:
    found = refused(seed_store, text="What is the capital of France?")
    assert found.nearest == () and len(found.suggestions) == 2
    asked_back = refused(seed_store, text="who?", question_back="Whom do you mean?")
    assert asked_back.text == f"{REFUSAL} Whom do you mean?" and not asked_back.suggestions


def test_in_another_language_names_make_an_article_near(seed_store: Store) -> None:
    asked = "Wer ist die Bürgermeisterin von Lowmarsh?"
    told = replace(hit_of("It rained in Lowmarsh.", article="a"), cosine=0.1)
    odd = replace(hit_of("Die Wer von.", article="b", passage=2), cosine=0.1)
    assert refused(seed_store, told, odd, text=asked, language="German").nearest == ("a",)
    assert refused(seed_store, told, text=asked).nearest == ()
