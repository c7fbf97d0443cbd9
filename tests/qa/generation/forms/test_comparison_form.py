"""The form of a comparison: each side with its own sentences."""

from builders import WORDS, evidence_of, hit_of, plan_of, ranked, scored, sentences_of

from qa.generation.forms.sides import LIKELY, MOST, OF_SIDE, sides
from qa.question import QuestionKind
from qa.types import Evidence, QueryPlan

POLICE = scored(hit_of("Police counted 4,000.", article="p", passage=1), 0.9)
UNION = scored(hit_of("The union counted 11,000.", article="u", passage=2), 0.9)
MARCH = scored(hit_of("They marched on Sunday.", article="m", passage=3), 0.6)
RAIN = scored(hit_of("Rain fell.", article="r", passage=4), 0.001)
PARTS = (plan_of("How many according to the police?"), plan_of("How many according to the union?"))


def told(evidence: Evidence, parts: tuple[QueryPlan, ...] = ()) -> list[str]:
    return [one.text for one in sides(plan_of("How many?", parts=parts), evidence)]


def test_each_part_has_its_own_sentence() -> None:
    evidence = evidence_of(MARCH, RAIN, parts=(evidence_of(POLICE), evidence_of(UNION)))
    assert told(evidence, PARTS) == [one.sentence.text for one in (POLICE, UNION, MARCH)]


def test_a_part_of_which_nothing_is_found_has_none() -> None:
    evidence = evidence_of(MARCH, parts=(evidence_of(POLICE), evidence_of()))
    assert told(evidence, PARTS) == [POLICE.sentence.text, MARCH.sentence.text]


def test_of_a_part_the_likeliest_are_told_wherever_they_stand() -> None:
    sentences = sentences_of(hit_of("One came. Two came. Three came. Four came."))
    found = ranked(sentences[::-1])
    evidence = evidence_of(RAIN, parts=(found,))
    assert told(evidence, PARTS[:1])[:OF_SIDE] == ["Three came.", "Four came."]


def test_sides_without_a_question_of_their_own_have_the_sentence_of_their_passages() -> None:
    evidence = evidence_of(MARCH, POLICE, UNION, RAIN, sides=((1,), (4,)))
    assert told(evidence) == [one.sentence.text for one in (POLICE, RAIN, MARCH, UNION)]


def test_what_decides_comes_first() -> None:
    evidence = evidence_of(MARCH, RAIN, deciding=2, parts=(evidence_of(POLICE),))
    assert told(evidence, PARTS[:1])[:2] == [MARCH.sentence.text, RAIN.sentence.text]


def test_the_same_words_are_told_once() -> None:
    evidence = evidence_of(POLICE, parts=(evidence_of(POLICE), evidence_of(POLICE)))
    assert told(evidence, PARTS) == [POLICE.sentence.text]


def test_a_comparison_has_an_end() -> None:
    many = [scored(hit_of(f"Told {n}.", article=f"{n}", passage=n), 0.5) for n in range(12)]
    assert len(told(evidence_of(*many))) == LIKELY
    both = (evidence_of(*many[8:]), evidence_of(*many[10:]))
    assert len(told(evidence_of(*many, parts=both), PARTS)) == MOST


def test_a_heading_is_told_only_where_there_is_nothing_else() -> None:
    heading = scored(hit_of("Police and union differ", article="h", passage=9), 0.9)
    assert told(evidence_of(heading, MARCH)) == [MARCH.sentence.text]
    assert told(evidence_of(heading)) == [heading.sentence.text]


def test_of_a_thing_that_is_only_named_what_is_most_worth_telling_is_told_too() -> None:
    wall = "The old wall has sunk by 34 centimetres, the survey said."
    built = "The old wall was built in 1962 of oak and stone by two firms."
    text = f"{wall} Gulls cry. {built} The old wall was raised in 1988 by the town of Ostrel."
    found = ranked(sentences_of(hit_of(text, title="Old wall sinks")))
    named, asked = (
        plan_of("the old wall?", WORDS, topic="old wall", kind=kind)
        for kind in (QuestionKind.OVERVIEW, QuestionKind.FACT)
    )
    likeliest, second = found.sentences[0].sentence.text, found.sentences[1].sentence.text
    evidence = evidence_of(RAIN, parts=(found,))
    assert second == "Gulls cry." and likeliest == wall
    assert second not in told(evidence, (named,))
    assert second in told(evidence, (asked,))
