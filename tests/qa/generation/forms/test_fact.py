"""The form of a fact: the sentence that answers, and those that may answer in its place."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import evidence_of, hit_of, plan_of, sentences_of

from qa.generation.forms.fact import fact
from qa.generation.selection import with_antecedents
from qa.types import Evidence, EvidenceSentence, ScoredSentence

TEXT = "The mayor spoke on Friday. She opened the bridge. It cost 5 crowns. Rain fell."


def select(question: str, evidence: Evidence) -> list[EvidenceSentence]:
    return fact(plan_of(question), evidence)


def weighed(
    sentences: Sequence[EvidenceSentence], probabilities: Sequence[float], **matched: set[str]
) -> Evidence:
    """The sentences with these probabilities; of the first, `s0` are the terms, and so on."""
    found = [
        ScoredSentence(sentence, probability, frozenset(matched.get(f"s{i}", ())))
        for i, (sentence, probability) in enumerate(zip(sentences, probabilities, strict=True))
    ]
    weights = {term: 1.0 for terms in matched.values() for term in terms}
    ordered = sorted(found, key=lambda one: -one.probability)
    return evidence_of(*ordered, term_weights=weights)


def test_sentences_join_until_the_answer_is_likely_among_them() -> None:
    sentences = sentences_of(hit_of(TEXT))
    chosen = select("What fell?", weighed(sentences, [0.01, 0.01, 0.01, 0.97]))
    assert [s.text for s in chosen] == ["Rain fell."]
    chosen = select("What fell?", weighed(sentences, [0.45, 0.01, 0.01, 0.53]))
    assert [s.text for s in chosen] == ["Rain fell.", "The mayor spoke on Friday."]


def test_the_likeliest_comes_first_behind_what_it_leans_on() -> None:
    sentences = sentences_of(hit_of(f"Snow fell. {TEXT}"))
    chosen = select("Who opened the bridge?", weighed(sentences, [0.2, 0.01, 0.5, 0.01, 0.2]))
    assert [s.text for s in chosen] == [
        "The mayor spoke on Friday.",
        "She opened the bridge.",
        "Snow fell.",
        "Rain fell.",
    ]


def test_what_leans_on_the_likeliest_stays_behind_it() -> None:
    text = "Ada Venn spoke. Rain fell. Bo Marr opened the bridge. He left at noon."
    chosen = select("Who opened it?", weighed(sentences_of(hit_of(text)), [0.2, 0.01, 0.5, 0.25]))
    assert [s.text for s in chosen][1:] == ["He left at noon.", "Ada Venn spoke."]
    chain = "Rain fell. Ada Venn spoke. She opened the bridge. It cost 40 million."
    chosen = select("What did it cost?", weighed(sentences_of(hit_of(chain)), [0.1, 0.2, 0.2, 0.5]))
    assert [s.text for s in chosen][:3] == [
        "Ada Venn spoke.",
        "She opened the bridge.",
        "It cost 40 million.",
    ]


def test_a_pronoun_brings_its_sentence_along() -> None:
    sentences = sentences_of(hit_of(TEXT))
    chosen = select("Who opened the bridge?", weighed(sentences, [0.01, 0.97, 0.01, 0.01]))
    assert [s.text for s in chosen] == ["The mayor spoke on Friday.", "She opened the bridge."]


@pytest.mark.parametrize(
    ("before", "quotation", "leans"),
    [
        ("“Nobody knows him,” Captain Ada Venn said.", "“We looked for days.”", True),
        ("Captain Ada Venn said: “Nobody knows him.”", "“We looked for days”.", True),
        ("Nobody knew him, according to Ada Venn.", '"We looked for days."', True),
        ("The “peace plan” was added to the agenda of Ostrel.", "“We looked for days.”", False),
        ("“Nobody knows him,” Captain Ada Venn said.", "‘Wicked’ broke the record.", False),
        ("“Nobody knows him,” Captain Ada Venn said.", "“Late,” Rolf Orr replied.", False),
    ],
)
def test_a_quotation_brings_who_says_it_along(before: str, quotation: str, leans: bool) -> None:
    text = f"A tape was shown. {before} {quotation} Rain fell."
    chosen = select("Was it him?", weighed(sentences_of(hit_of(text)), [0.01, 0.01, 0.97, 0.01]))
    assert [one.text for one in chosen] == ([before, quotation] if leans else [quotation])


def test_and_so_does_the_pronoun_of_that_one() -> None:
    text = "Rain fell. Ada Venn entered the race third. She led after an hour. She won by a minute."
    chosen = select("Who won?", weighed(sentences_of(hit_of(text)), [0.01, 0.01, 0.01, 0.97]))
    assert chosen[0].text == "Ada Venn entered the race third." and len(chosen) == 3


def test_it_takes_no_room_from_another() -> None:
    text = "Ada Venn came. She ran. She fell. She rose. Bo Lind spoke. He said no."
    found = sentences_of(hit_of(text))
    told = [one.text for one in with_antecedents([found[3], found[5]], 4)]
    assert told == ["She fell.", "She rose.", "Bo Lind spoke.", "He said no."]


def test_nor_is_it_gone_back_to_nobody() -> None:
    found = sentences_of(
        hit_of("Rain\n\nIt was late. It rained. That was it. She won by a minute.")
    )
    told = [one.text for one in with_antecedents(found[-1:], 9)]
    assert told == ["That was it.", "She won by a minute."]


def test_the_same_words_twice_add_nothing() -> None:
    sentences = sentences_of(
        hit_of("Rain fell.", article="a"), hit_of("Rain fell.", article="b", passage=2)
    )
    assert len(select("What fell?", weighed(sentences, [0.5, 0.5]))) == 1


def test_the_same_in_other_words_adds_nothing() -> None:
    rain, again, snow = sentences_of(
        hit_of("Rain fell on the town."),
        hit_of("On Friday rain fell on the town.", article="b", passage=2),
        hit_of("Snow fell on the hills.", article="c", passage=3),
    )
    told = select("What fell?", weighed([rain, again, snow], [0.3, 0.4, 0.3]))
    assert told == [again, snow]
    told = select("What fell?", weighed([rain, again, snow], [0.4, 0.3, 0.3]))
    assert told == [rain, again, snow]  # it says more: when


def test_never_more_than_three_may_answer() -> None:
    text = " ".join(f"Sentence number {n} stands here." for n in range(9))
    sentences = sentences_of(hit_of(text))
    assert len(select("What?", weighed(sentences, [1 / 9] * 9))) == 3


def test_each_side_has_its_likeliest_sentence() -> None:
    rain = hit_of("Rain fell. Snow fell.", article="b", passage=2)
    sentences = sentences_of(hit_of(TEXT), rain)
    evidence = replace(
        weighed(sentences, [0.96, 0.01, 0.01, 0.015, 0.004, 0.001]), sides=((1,), (2,))
    )
    chosen = select("Did the mayor speak or rain fall first?", evidence)
    assert [s.text for s in chosen] == ["The mayor spoke on Friday.", "Rain fell."]


def test_without_evidence_nothing_is_selected() -> None:
    assert select("What?", evidence_of()) == []


def test_each_of_two_questions_has_its_likeliest_sentence() -> None:
    sentences = sentences_of(hit_of(TEXT))
    whole = weighed(sentences, [0.01, 0.01, 0.01, 0.97])
    first = weighed(sentences, [0.9, 0.01, 0.01, 0.01])
    second = weighed(sentences, [0.01, 0.01, 0.9, 0.01])
    plan = plan_of("Who spoke, and what did it cost?", parts=(plan_of("Who?"), plan_of("What?")))
    chosen = fact(plan, replace(whole, parts=(first, second)))
    assert [s.text for s in chosen] == [
        "The mayor spoke on Friday.",
        "She opened the bridge.",  # "It"
        "It cost 5 crowns.",
        "Rain fell.",
    ]
    unlikely = replace(second, confidence=0.1)
    chosen = fact(plan, replace(whole, parts=(first, unlikely)))
    assert [s.text for s in chosen] == ["The mayor spoke on Friday.", "Rain fell."]


def test_a_verdict_of_one_sentence_needs_no_other() -> None:
    found = weighed(sentences_of(hit_of(TEXT)), [0.3, 0.01, 0.01, 0.97])
    decided = [found.decided("yes", *found.sentences[:count]) for count in (1, 2)]
    assert [len(select("Did rain fall?", one)) for one in decided] == [1, 2]


def test_a_heading_stands_beside_no_sentence_but_may_answer_alone() -> None:
    sentences = sentences_of(
        hit_of("Bridge opened at last\n\nThe mayor opened the bridge.\n\nRain")
    )
    chosen = select("Who opened it?", weighed(sentences, [0.3, 0.5, 0.2]))
    assert [s.text for s in chosen] == ["The mayor opened the bridge."]
    more = sentences_of(hit_of("Bridge opened at last\n\nThe mayor opened it. Ada Fenn opened it."))
    chosen = select("Who opened it?", weighed(more, [0.46, 0.5, 0.04]))
    assert [s.text for s in chosen] == ["The mayor opened it.", "Ada Fenn opened it."]
    chosen = select("Who opened it?", weighed(sentences, [0.96, 0.03, 0.01]))
    assert [s.text for s in chosen] == ["Bridge opened at last"]
