"""What a question in a conversation may stand for, by rule; which words are meant is given."""

import time
from collections.abc import Mapping

import pytest

from index import Store
from qa.query.change import value_asked
from qa.query.conversation import ellipsis
from qa.query.conversation.antecedents import LEAST_AGREEMENT
from qa.query.conversation.candidates import Candidates, with_topic
from qa.query.conversation.state import ConversationState, Exchange
from qa.query.conversation.tagger.layout import keys_of
from qa.query.conversation.weighing import (
    FEATURE_NAMES,
    LIMIT,
    UNREAD,
    Candidate,
    Tags,
    candidate_features,
)

FLOOD = Exchange(
    "What happened in the Lowmarsh flood?", "Mayor Berit Sondal said that the wall had broken."
)
TRAM = Exchange("When will the Harbour Tram open?", "On 18 April.")


def made(
    store: Store, text: str, meant: Mapping[str, float], *exchanges: Exchange
) -> dict[str, Candidate]:
    """The candidates by their texts; words that are not named are not meant."""
    state = ConversationState()
    for one in exchanges:
        state = state.after(one)
    said = keys_of(" ".join(f"{one.question} {one.answer}" for one in exchanges))
    tags = Tags({word: meant.get(word, -3.0) for word in said}, keys_of(text))
    return {one.text: one for one in Candidates(store).of(text, state, tags)}


def test_the_question_as_it_is_is_always_one(seed_store: Store) -> None:
    for text in ("How old is she?", "How many people died?", "And the sea wall?"):
        assert text in made(seed_store, text, {"flood": 2.0}, FLOOD)


def test_a_name_takes_the_place_of_a_pronoun_and_agrees_with_it(seed_store: Store) -> None:
    found = made(seed_store, "How old is she?", {"berit": 2.0, "sondal": 2.0}, FLOOD)
    (named,) = found["How old is Berit Sondal?"].antecedents
    assert named.agreement > LEAST_AGREEMENT
    assert "How old is the Lowmarsh flood?" not in found
    assert found["How old is she?"].unresolved == 1


def test_what_leads_to_a_whole_question_is_no_part_of_it(seed_store: Store) -> None:
    found = made(seed_store, "Sorry, I meant how old is she?", {"berit": 2.0, "sondal": 2.0}, FLOOD)
    assert "how old is Berit Sondal?" in found


@pytest.mark.parametrize("tag", [2.0, -4.0])
def test_a_survey_is_of_what_a_question_named(seed_store: Store, tag: float) -> None:
    """However little the tagger makes of it."""
    meant = dict.fromkeys(["lowmarsh", "flood", "harbour", "tram"], tag) | {"sondal": 3.0}
    found = made(seed_store, "Sum it up", meant, FLOOD, TRAM)
    assert set(found) == {"Sum it up (Lowmarsh flood)?", "Sum it up (Harbour Tram)?"}


def test_a_survey_of_a_pronoun_adds_what_was_asked_not_what_was_told(seed_store: Store) -> None:
    meant = {"sondal": 3.0, "wall": 3.0, "flood": 2.0}
    assert set(made(seed_store, "Any updates on her?", meant, FLOOD)) == {
        "Any updates on her?",
        "Any updates on her (Lowmarsh flood)?",
        "Any updates on Berit Sondal?",
        "Any updates on Berit Sondal (Lowmarsh flood)?",
    }


def test_a_survey_behind_the_news_is_of_all(seed_store: Store) -> None:
    news = Exchange("What's in the news?", "Aldry: The tram opens on April 18.")
    assert set(made(seed_store, "Sum it up", {"tram": 2.0}, news)) == {"Sum it up"}


def test_what_is_meant_stands_behind_a_question_that_seems_whole(seed_store: Store) -> None:
    found = made(seed_store, "How many people died?", {"lowmarsh": 2.0, "flood": 2.0}, FLOOD)
    assert found["How many people died (Lowmarsh flood)?"].topics == 1
    found = made(seed_store, "How many people died?", {}, FLOOD)
    assert set(found) == {"How many people died?"}


def test_a_noun_that_stands_for_a_thing_gives_way_to_it(seed_store: Store) -> None:
    found = made(seed_store, "How long was the flood?", {"lowmarsh": 2.0}, FLOOD)
    assert "How long was the Lowmarsh flood?" in found


def test_beside_a_person_no_other_person_is_added(seed_store: Store) -> None:
    both = Exchange("Did Berit Sondal meet Ada Fenn?", "They met in Ostrel.")
    meant = {"berit": 2.0, "sondal": 2.0, "ada": 2.0, "fenn": 2.0}
    found = made(seed_store, "How old is she?", meant, both)
    assert {"How old is Berit Sondal?", "How old is Ada Fenn?"} <= set(found)
    assert not any("Sondal" in text and "Fenn" in text for text in found)


def test_several_may_mean_two_of_a_kind(seed_store: Store) -> None:
    both = Exchange("Did Berit Sondal meet Ada Fenn?", "They met in Ostrel.")
    meant = {"berit": 2.0, "sondal": 2.0, "ada": 2.0, "fenn": 2.0}
    found = made(seed_store, "Where do they live?", meant, both)
    assert "Where do Berit Sondal and Ada Fenn live?" in found


def test_things_are_a_pair_only_where_they_were_named_together(seed_store: Store) -> None:
    meant = {"marrow": 2.0, "bank": 2.0, "orsay": 2.0, "fund": 2.0}
    together = Exchange("Who has sued the Marrow Bank and the Orsay Fund?", "Nobody.")
    pair = "What do the Marrow Bank and the Orsay Fund want?"
    assert pair in made(seed_store, "What do they want?", meant, together)
    apart = Exchange("Who has sued the Marrow Bank?", "The Orsay Fund has sued it.")
    found = made(seed_store, "What do they want?", meant, apart)
    assert not any(" and the " in text for text in found)


def test_a_fragment_is_put_into_the_question_before_it(seed_store: Store) -> None:
    found = made(seed_store, "And the sea wall?", {"open": 1.0}, TRAM)
    assert found["When will the sea wall open?"].is_whole
    found = made(seed_store, "What about the sea wall?", {"open": 1.0}, TRAM)
    assert set(found) == {"When will the sea wall open?"}
    assert found["When will the sea wall open?"].is_sure
    found = made(seed_store, "Ticket price?", {"harbour": 2.0, "tram": 2.0}, TRAM)
    assert "Ticket price (Harbour Tram)?" in found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Back to the flood: how many people died?", "How many people died (Lowmarsh flood)?"),
        ("Ok back to the flood. How many people died?", "How many people died (Lowmarsh flood)?"),
        ("As for the flood, when was it?", "When was the Lowmarsh flood?"),
    ],
)
def test_a_question_may_be_led_back_to_what_was_spoken_of(
    seed_store: Store, text: str, meant: str
) -> None:
    assert meant in made(seed_store, text, {}, FLOOD, TRAM)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Back to the council: who chairs it?", "Who chairs the Marrow Bay Relief Council?"),
        ("Back to Boris: who told him?", "Who told Boris Haske?"),
        ("Back to the fire: when was it?", "When was the old town fire?"),
        ("Back to Boris. What did he say?", "What did Boris Haske say?"),
        ("Back to the fire, how did he hear of it?", "How did he hear of the old town fire?"),
    ],
)
def test_a_thing_is_led_back_to_by_its_noun_or_a_part_of_its_name(
    seed_store: Store, text: str, meant: str
) -> None:
    told = "Boris Haske of the Marrow Bay Relief Council spoke of the old town fire."
    assert meant in made(seed_store, text, {}, Exchange("What was said?", told))


def test_a_name_that_was_not_spoken_of_may_be_a_person(seed_store: Store) -> None:
    found = made(seed_store, "Back to Brandle: what did she say?", {}, FLOOD)
    assert set(found) == {"What did Brandle say?"}


def test_whom_a_noun_means_that_nobody_named_all_that_was_said_tells(seed_store: Store) -> None:
    said = Exchange("What did Boris Haske of the rowing club say?", "Boris Haske said nothing.")
    meant = {"boris": 2.0, "haske": 2.0}
    found = made(seed_store, "Back to the coach: where did he go?", meant, said)
    assert "Where did Boris Haske go (coach)?" in found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Back to the mayor, how old is she?", "How old is Berit Sondal (mayor)?"),
        ("Back to Berit Sondal: when did he visit her?", "When did he visit Berit Sondal?"),
        ("Back to Berit Sondal: what did it cost her?", "What did it cost Berit Sondal?"),
        ("Back to the Daily Post: did she buy it?", "Did she buy the Daily Post?"),
        ("Can we go back to the wall? Who built it?", "Who built the wall in Lowmarsh?"),
    ],
)
def test_a_pronoun_means_what_is_led_back_to_where_it_fits(
    seed_store: Store, text: str, meant: str
) -> None:
    told = "Mayor Berit Sondal told the Daily Post that she had seen the wall in Lowmarsh."
    said = Exchange("What did Berit Sondal say?", told)
    assert meant in made(seed_store, text, {"berit": 2.0, "sondal": 2.0}, said)


def test_a_way_back_to_what_nobody_spoke_of_is_asked_for(seed_store: Store) -> None:
    asked = "Can we go back to coal? What does it cost?"
    assert asked in made(seed_store, asked, {}, TRAM)


def test_a_place_is_not_all_that_stands_there(seed_store: Store) -> None:
    burned = "The roof of Notre Dame cathedral in French capital Paris caught fire."
    found = made(
        seed_store, "As for Paris, who is the mayor?", {}, Exchange("What burned?", burned)
    )
    assert "Who is the mayor (Paris)?" in found and not any("roof" in text for text in found)


def test_words_are_weighed_once_and_within_limits() -> None:
    tags = Tags({"tram": 9.0, "harbour": 1.5}, frozenset({"open"}))
    assert tags.worth("the Harbour Tram, the tram, open") == LIMIT + 1.5
    assert tags.worth("Harbour Tram", beside="harbour") == LIMIT
    assert tags.worth("the mill") == UNREAD
    features = candidate_features(Candidate("When will the Harbour Tram open?"), tags)
    assert dict(zip(FEATURE_NAMES, features, strict=True))["tags"] == LIMIT + 1.5


def test_what_the_question_that_began_it_names_counts_more() -> None:
    tags = Tags({}, frozenset({"open"}), opening=keys_of("When will the Harbour Tram open?"))
    counts = {
        text: dict(zip(FEATURE_NAMES, candidate_features(Candidate(text), tags), strict=True))
        for text in ("When will the Harbour Tram open?", "When will the tram and the mill open?")
    }
    assert [one["opening"] for one in counts.values()] == [1.0, 0.5]


def test_a_topic_stands_in_brackets() -> None:
    assert with_topic("How much is it?", "the Harbour Tram") == "How much is it (Harbour Tram)?"


TAGGED = {"harbour": 3.0, "tram": 3.0}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Back to Berit Sondal, what did she say?", "What did Berit Sondal say?"),
        ("The wall, when did it break?", "When did the wall break?"),
    ],
)
def test_what_is_spoken_of_again_may_be_meant_with_one_topic(
    seed_store: Store, text: str, whole: str
) -> None:
    found = made(seed_store, text, TAGGED | {"lowmarsh": 2.0, "flood": 2.0}, FLOOD, TRAM)
    assert whole in found
    assert {one.topics for one in found.values()} == {0, 1}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Back to the regatta, when is it held?", "When is the regatta held?"),
        (
            "The new stadium, what did it cost the mayor?",
            "What did the new stadium cost the mayor?",
        ),
    ],
)
def test_what_nobody_spoke_of_is_a_subject_of_its_own(
    seed_store: Store, text: str, whole: str
) -> None:
    assert set(made(seed_store, text, TAGGED, FLOOD, TRAM)) == {whole}


def test_a_question_of_function_words_is_meant_with_one_topic(seed_store: Store) -> None:
    found = made(seed_store, "who did it and why", TAGGED | {"flood": 2.0}, FLOOD, TRAM)
    assert "who did it and why (Harbour Tram)?" in found
    assert max(one.topics for one in found.values()) == 1


def test_a_bare_question_word_has_no_topic(seed_store: Store) -> None:
    assert not any(one.topics for one in made(seed_store, "Why?", TAGGED, TRAM).values())
    assert "What price (Harbour Tram)?" in made(seed_store, "What price?", TAGGED, TRAM)


def test_a_name_in_small_letters_that_a_question_turns_to_is_whom_it_speaks_of(
    seed_store: Store,
) -> None:
    found = made(seed_store, "what about berit sondal, how old is she?", {"tram": 2.0}, TRAM)
    assert set(found) == {"How old is berit sondal?"}
    found = made(seed_store, "what about penny stocks, are they risky?", {"tram": 2.0}, TRAM)
    assert set(found) == {"Are penny stocks risky?"}


def test_who_did_that_is_whom_the_question_before_asked_for(seed_store: Store) -> None:
    shot = Exchange("Who shot Ada Venn?", "A gunman shot her.")
    found = made(seed_store, "why did he do it?", {"ada": 3.0, "venn": 3.0}, shot)
    assert "Why was it that somebody shot Ada Venn?" in found
    assert not any("Ada Venn do it" in text for text in found)
    meant = {"ada": 3.0, "venn": 3.0}
    shot = Exchange("Who was shot in Ostrel?", "Mr. Ada Venn was shot there.")
    assert "why did Ada Venn do it?" in made(seed_store, "why did he do it?", meant, shot)


def test_who_did_that_may_be_asked_a_few_questions_later(seed_store: Store) -> None:
    shot = Exchange("Who shot Ada Venn?", "A gunman shot her.", is_whole=True)
    gun = Exchange("What kind of gun was it (Ada Venn)?", "", is_refused=True)
    meant = {"ada": 3.0, "venn": 3.0}
    whole = "Why was it that somebody shot Ada Venn?"
    assert whole in made(seed_store, "Why did he do it?", meant, shot, gun)
    other = Exchange("What did Bo Fenn sell?", "Bo Fenn sold his boat.", is_whole=True)
    found = made(seed_store, "Why did he do it?", {"bo": 3.0, "fenn": 3.0}, shot, other)
    assert whole not in found and "Why did Bo Fenn do it?" in found
    leaning = Exchange("Did Bo Fenn resign over it (Ada Venn)?", "Bo Fenn resigned.")
    found = made(seed_store, "Why did he do it?", {"bo": 3.0, "fenn": 3.0}, shot, leaning)
    assert whole not in found and "Why did Bo Fenn do it?" in found


@pytest.mark.parametrize("text", ["Has that ever happened before?", "could it happen again?"])
def test_what_happened_is_what_questions_told_of(seed_store: Store, text: str) -> None:
    removed = Exchange("Why was the mayor removed?", "Bo Fenn moved it.", is_whole=True)
    voted = Exchange("How many members voted for it?", "Bo Fenn and a few friends did.")
    found = made(seed_store, text, {"bo": 3.0, "fenn": 3.0}, removed, voted)
    meant = ("members voted for it", "the mayor removed")
    assert set(found) == {with_topic(text, one) for one in meant}


def test_that_is_not_several_of_which_it_is_not_said_which(seed_store: Store) -> None:
    crush = Exchange("How many people died in the stadium crush?", "Stories and names are told.")
    found = made(seed_store, "Compare that with the flood", {"crush": 2.0, "people": 2.0}, crush)
    assert "Compare the stadium crush with the flood" in found
    assert not any("Compare people" in text for text in found)


def test_no_place_did_what_somebody_did(seed_store: Store) -> None:
    answer = "Ada Venn was shot in Ostrel by a man; in Ostrel nobody knew him."
    shot = Exchange("Who shot the mayor?", "A man did it in Ostrel. In Ostrel he was known.")
    assert "Why was it that somebody shot the mayor?" in made(seed_store, "Why?", {}, shot)
    won = Exchange("Which city won the bid?", answer.replace("Ada Venn was shot", "It was won"))
    assert "Why was it that Ostrel won the bid?" in made(seed_store, "Why?", {}, won)


def test_what_was_done_is_a_topic_where_a_question_names_nothing(seed_store: Store) -> None:
    crowned = Exchange("Who was crowned in May?", "", is_refused=True)
    meant = {"crowned": 1.0, "may": 1.0}
    assert "Where was it held (crowned in May)?" in made(
        seed_store, "Where was it held?", meant, crowned
    )


ROBBERY = Exchange(
    "Tell me about the Ostrel gunman.",
    "The gunman in Ostrel had two rifles, according to state Sen. Joss Gram. Ostrel mourns.",
)
SAYS = "What does he say?"
SPOKEN_OF = {"gunman": 2.0, "ostrel": 2.0, "joss": 2.0, "gram": 2.0}


def test_he_is_seldom_whom_a_report_only_quotes(seed_store: Store) -> None:
    """Unless it is asked what he says."""
    found = {text: made(seed_store, text, SPOKEN_OF, ROBBERY) for text in ("How old is he?", SAYS)}
    assert not any("Joss Gram" in one for one in found["How old is he?"])
    assert any("Joss Gram" in one for one in found[SAYS]), list(found[SAYS])


def test_a_name_that_says_which_man_is_no_man(seed_store: Store) -> None:
    found = made(seed_store, "How old is he?", SPOKEN_OF, ROBBERY)
    assert "How old is the Ostrel gunman?" in found and "How old is Ostrel?" not in found


@pytest.mark.parametrize(
    "text",
    ["And the original figure?", "What was the first estimate?", "And at first?",
     "What did they say at the start?"],
)  # fmt: skip
def test_what_was_told_first_is_asked_of_the_question_before(seed_store: Store, text: str) -> None:
    cost = Exchange("How much does the Harbour Tram cost now?", "547 million crowns.")
    assert list(made(seed_store, text, {}, cost)) == [
        "How much does the Harbour Tram cost originally?"
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("How did the number change?", "change?"),
        ("and how has it risen", "risen?"),
        ("how did that toll go up day by day?", "go up?"),
        ("How did the figure rise in May?", "rise in May?"),
    ],
)
def test_how_a_number_changed_is_asked_of_the_one_before(
    seed_store: Store, text: str, ends: str
) -> None:
    dead = Exchange("How many people died in the flood?", "Eleven.")
    (found,) = made(seed_store, text, {}, dead)
    assert found.endswith(f"the number of people who died in the flood {ends}")
    assert value_asked(found).startswith("How many people died in the flood")


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("How many people died in the flood?", "And injured?", "people were injured in the flood?"),
        ("How many people were killed at sea?", "and the missing?", "people were missing at sea?"),
        ("So how many children have died?", "And seriously hurt?", "children were seriously hurt?"),
        ("How many miners already died in May?", "and trapped?", "miners were trapped in May?"),
        ("How many fans were in the arena?", "And arrested?", "fans were arrested in the arena?"),
    ],
)
def test_how_many_is_asked_of_what_was_done_to_others(
    seed_store: Store, before: str, text: str, asked: str
) -> None:
    (found,) = made(seed_store, text, {}, Exchange(before, "Eleven."))
    assert found[1:] == f"ow many {asked}"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("How many people died in the flood?", "And need?"),
        ("Who died in the flood?", "And injured?"),
        ("How many trams has Aldry ordered?", "And injured?"),
        ("How many people voted for Khan?", "And Ahmed?"),
        ("How many people died in the flood?", "And survived?"),
        ("How many people were killed and injured there?", "And arrested?"),
    ],
)
def test_how_many_is_asked_of_nothing_else(seed_store: Store, before: str, text: str) -> None:
    found = made(seed_store, text, {}, Exchange(before, "Eleven."))
    assert not any(" were " in one for one in found)


def test_a_long_word_is_read_in_no_long_time() -> None:
    begun = time.process_time()
    for text in ("and " * 2000, f"and {'a' * 3000}", f"{'seriously ' * 500}hurt x"):
        assert not ellipsis.counting_done(text, f"How many {'a' * 3000} died?")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "text",
    ["How did it begin?", "How did it develop?", "How did it fall?", "How did the plate change?"],
)
def test_what_became_of_it_otherwise_is_not(seed_store: Store, text: str) -> None:
    found = made(seed_store, text, {}, Exchange("How many people died in the flood?", "Eleven."))
    assert not any("the number of people" in one for one in found)


@pytest.mark.parametrize("text", ["Who was the first mayor?", "And the first one to leave?"])
def test_what_is_first_otherwise_is_not(seed_store: Store, text: str) -> None:
    found = made(seed_store, text, {}, Exchange("How much does the tram cost?", "Little."))
    assert not any("originally" in one for one in found)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Who directed the film?", "What was the original budget?"),
        ("How many trams were sold?", "When was the first one?"),
        ("When does the tram open?", "What was the initial price?"),
        ("Why did the talks fail?", "What was the original plan?"),
        ("Why did the talks fail?", "And at first?"),
    ],
)
def test_what_was_first_of_another_kind_is_not_asked_of_it(
    seed_store: Store, before: str, text: str
) -> None:
    found = made(seed_store, text, {}, Exchange(before, "Little."))
    assert not any("originally" in one for one in found)
