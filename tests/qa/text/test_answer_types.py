"""What a question asks for, and what is of that type."""

import pytest
from builders import WORDS

from qa.text.answer_types import (
    FITTING,
    AnswerType,
    fits,
    is_age_of_another,
    is_denied,
    is_role,
    names_only_whom_it_asks_about,
    repeats_question,
    wanted_by,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many houses were flooded?", AnswerType.COUNT),
        ("What percentage voted for it?", AnswerType.COUNT),
        ("How much does it cost?", AnswerType.MONEY),
        ("What is the price of a ticket?", AnswerType.MONEY),
        ("For how much did the lens go?", AnswerType.MONEY),
        ("What was the house sold for?", AnswerType.MONEY),
        ("How much did they pay for?", AnswerType.MONEY),
        ("What will the money be used for?", AnswerType.OTHER),
        ("What does the budget pay for?", AnswerType.OTHER),
        ("What became of the ship that was sold?", AnswerType.OTHER),
        ("How tall is the lighthouse?", AnswerType.MEASURE),
        ("How old is the keeper?", AnswerType.AGE),
        ("What was his age?", AnswerType.AGE),
        ("How much rain fell?", AnswerType.MEASURE),
        ("And when will it open?", AnswerType.TIME),
        ("In which year was it built?", AnswerType.TIME),
        ("How long ago was that?", AnswerType.TIME),
        ("Whose boat was it?", AnswerType.PERSON),
        ("Who was the mayor then?", AnswerType.PERSON),
        ("Where was it held?", AnswerType.PLACE),
        ("Which village was flooded?", AnswerType.PLACE),
        ("Why did the wall break?", AnswerType.OTHER),
        ("What happened when the wall broke?", AnswerType.OTHER),
    ],
)
def test_what_a_question_asks_for(question: str, kind: AnswerType) -> None:
    assert wanted_by(question).kind is kind


@pytest.mark.parametrize(
    "question", ["Who is Ana Delgado?", "And who's Ana Delgado?", "who is susan delgado"]
)
def test_who_somebody_is_asks_for_no_name(question: str) -> None:
    assert wanted_by(question).kind is AnswerType.ROLE
    assert is_role("the head of the survey") and not is_role("Bo Fenn")
    for asked in ("who was crowned in May", "who was king in May", "who is art director now"):
        assert wanted_by(asked).kind is AnswerType.PERSON
    assert wanted_by("who is the mayor, and who is Ana Delgado?").kind is AnswerType.ROLE


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many houses were flooded?", "houses"),
        ("How many more ferries run now?", "ferries"),
        ("How many of the houses were flooded?", "houses"),
        ("How many members of the council agreed?", "council"),
        ("What share of voters agreed?", ""),
        ("When were the houses flooded?", ""),
    ],
)
def test_what_is_counted(question: str, counted: str) -> None:
    assert wanted_by(question).counted == counted


@pytest.mark.parametrize(
    ("question", "attribute"),
    [("What is the price of the tram?", "price"), ("How many trams run?", "")],
)
def test_the_word_for_an_amount(question: str, attribute: str) -> None:
    assert wanted_by(question).attribute == attribute


def fit(question: str, text: str, short: str) -> float:
    """How well `short`, which stands in `text`, fits the question."""
    start = text.index(short)
    return fits(wanted_by(question), text, start, start + len(short), WORDS.terms)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("How many houses were flooded?", "In all, 1,340 houses stood in water.", "1,340"),
        ("How many people were hurt?", "Eleven injured people were found.", "Eleven"),
        ("How many people died?", "In all, 412 people died in May.", "412 people died in May"),
        ("How many people died?", "In May 412 people died.", "412"),
        ("How many percent agreed?", "Some 61 % agreed.", "61"),
        ("What share of voters agreed?", "Some 61 % of voters agreed.", "61 %"),
        ("What does the tram cost?", "It costs 547 million crowns.", "547 million crowns"),
        ("What does the tram cost?", "It costs $9.", "9"),
        ("How tall is the mast?", "The mast is 40 metres tall.", "40 metres"),
        ("How long did the race last?", "The race lasted 21 minutes.", "21 minutes"),
        ("How long is the race?", "The race is 42 kilometres long.", "42 kilometres"),
        ("How far is it?", "It is six and a half miles away.", "six and a half miles"),
        ("When will it open?", "It opens on 18 April.", "18 April"),
        ("When did it open?", "It opened in 1987.", "1987"),
        ("When did it open?", "It opened last Thursday.", "Thursday"),
        ("When did it open?", "It opened 40 days ago.", "40 days"),
        ("When did it open?", "It opened after only six weeks.", "six weeks"),
        ("When did it open?", "It opened two years later.", "two years later"),
        ("Who won?", "Ana Delgado won on Friday.", "Ana Delgado"),
        ("Where was it held?", "It was held in Ostrel.", "Ostrel"),
        ("Why did it break?", "It broke of rust.", "rust"),
    ],
)
def test_what_is_of_the_type(question: str, text: str, short: str) -> None:
    assert fit(question, text, short) == 1.0


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("How many houses were flooded?", "The houses of the harbour stood in water.", "harbour"),
        ("How many houses were built?", "The houses were built in 1987.", "1987"),
        ("What does the tram cost?", "The tram has 40 seats.", "40"),
        ("What does the tram cost?", "It costs less than the ferry.", "the ferry"),
        ("How tall is the mast?", "The mast stood until 8 November 2024.", "8 November 2024"),
        ("How tall is the mast?", "The mast is tall.", "tall"),
        ("How tall is the mast?", "The mast was put up within 40 days.", "40 days"),
        ("How long did the race last?", "The race was rowed in boats of eight oars.", "eight"),
        ("When will it open?", "It opens in Ostrel.", "Ostrel"),
        ("When did the strike end?", "The last one lasted 40 days.", "40 days"),
        ("When did the strike end?", "A six-week strike.", "six-week"),
        ("How many people died?", "A 22-year-old Venn died.", "22-year-old"),
        ("How many students died?", "A 22-year-old student died.", "22"),
        ("Who won?", "Two of them won.", "Two of them"),
        ("Who won?", "A man of Ostrel's won.", "A man"),
        ("How many people died?", "Venn died on September 16 in Ostrel.", "September 16"),
        ("Who won?", "The guests won.", "guests"),
        ("Who won?", "They won on Friday.", "Friday"),
        ("Who won?", "They won 3 races.", "3 races"),
        ("Where was it held?", "It was held in May 2024.", "May 2024"),
        ("Why did it break?", "It broke.", ""),
    ],
)
def test_what_is_not_of_the_type(question: str, text: str, short: str) -> None:
    assert fit(question, text, short) == 0.0


def test_a_figure_of_another_thing_fits_less_than_one_of_none() -> None:
    asked = "How many houses were flooded?"
    nothing = fit(asked, "Altogether 1,340, the mayor said.", "1,340")
    another = fit(asked, "There 11 people died.", "11")
    beside = fit(asked, "Some 1,340 homes beside houses on the quay were lost.", "1,340")
    assert 0 < another < 0.5 < nothing and beside > 0.5


@pytest.mark.parametrize(
    ("counted", "fitting"),
    [("homes", False), ("streets", False), ("students", True), ("arrests", True),
     ("arrests", True), ("deaths", True), ("Orsayans", True), ("died", True), ("staff", True),
     ("families", True), ("witnesses", True), ("pilots", True), ("menus", False)],
)  # fmt: skip
def test_people_are_no_homes(counted: str, fitting: bool) -> None:
    text = f"The flood killed 306 people, and of {counted} there is more to be told."
    assert (fit(f"How many {counted} were there?", text, "306") >= FITTING) == fitting


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("Two people died and 28 were injured, officials said.", "Two", "28"),
        ("The minister said three people were killed and 213 injured.", "three", "213"),
        ("A fire that killed 16 people and injured nine was put out.", "16", "nine"),
        ("The blast killed at least five people and wounded 13 others.", "five", "13"),
        ("The attack injured 20 people and killed 16.", "16", "20"),
        ("It put the number of dead at 39 and of injured at 213.", "39", "213"),
        ("It said 193 people were confirmed dead with more than 770 injured.", "193", "770"),
    ],
)
def test_the_injured_are_not_the_dead(text: str, dead: str, hurt: str) -> None:
    asked = "How many people were {} in the fire?"
    assert (
        fit(asked.format("killed"), text, dead) >= FITTING > fit(asked.format("hurt"), text, dead)
    )
    assert (
        fit(asked.format("hurt"), text, hurt) >= FITTING > fit(asked.format("killed"), text, hurt)
    )


def test_who_died_of_the_wounded_is_dead() -> None:
    text = "Three of the wounded died in hospital."
    assert fit("How many people died in the fire?", text, "Three") >= FITTING


@pytest.mark.parametrize("fate", ["were still missing", "were rescued", "have been evacuated"])
def test_nor_are_those_who_may_live(fate: str) -> None:
    text = f"Of the town 240 people {fate}."
    assert fit("How many people died in the fire?", text, "240") < FITTING
    assert fit("How many people lived in the town?", text, "240") >= FITTING


@pytest.mark.parametrize(
    "text",
    [
        "At the camp 240 displaced people were killed.",
        "The strike took the lives of 240 displaced people.",
        "Rescuers found the bodies of 240 people reported missing.",
        "In all 240 people perished in a camp for displaced families.",
    ],
)
def test_who_was_displaced_or_missing_may_be_dead(text: str) -> None:
    assert fit("How many people died in the strike?", text, "240") >= FITTING


def test_the_dead_and_the_injured_together_are_not_the_dead() -> None:
    both = "A total of 45 people died or were injured in the flood."
    dead = "A total of 45 people died in the flood, and 12 were injured."
    for asked in ("How many people died?", "How many were killed in the flood?"):
        assert fit(asked, both, "45") < FITTING <= fit(asked, dead, "45")
    assert fit("How many people died or were injured?", both, "45") >= FITTING
    assert fit("How many people were there?", both, "45") >= FITTING


def test_a_name_with_a_day_fits_less() -> None:
    assert 0 < fit("Who won?", "The May Cup winner was Orr.", "May Cup winner was Orr") < 1


@pytest.mark.parametrize(
    ("text", "short", "denied"),
    [
        ("It is paid from harbour dues, not from taxes.", "taxes", True),
        ("It is paid from harbour dues, not from taxes.", "harbour dues", False),
        ("A quota of 18 percent instead of the 30 percent.", "30", True),
        ("They agreed to 18 percent instead of 30.", "18", False),
        ("It is no longer in Ostrel.", "Ostrel", True),
        ("Nobody paid it, and not for the first time the tax rose.", "tax", False),
        ("Taxes pay it.", "Taxes", False),
    ],
)
def test_what_is_denied(text: str, short: str, denied: bool) -> None:
    assert is_denied(text, text.index(short)) == denied


@pytest.mark.parametrize(
    ("short", "repeats"),
    [("the Harbour Tram", True), ("Tram", True), ("the old tram", False), ("Brandle", False)],
)
def test_words_of_the_question_are_no_answer(short: str, repeats: bool) -> None:
    assert repeats_question(short, "Who paid for the harbour tram?") == repeats


@pytest.mark.parametrize(
    ("question", "short", "only"),
    [
        ("Who shot Berit Sondal?", "former Mayor Berit Sondal", True),
        ("who shot berit Sondal", "Mayor Berit Sondal", True),
        ("who is berit sondal?", "Dr. Berit Sondal", True),
        ("Who succeeded Berit Sondal?", "Ola Sondal", False),
        ("Who shot Berit Sondal?", "the brother of Berit Sondal", False),
        ("Who won, Ola Venn or Berit Sondal?", "Mayor Berit Sondal", False),
        ("Who shot Berit Sondal?", "two men", False),
        ("Who won in Old Lowmarsh?", "Ola Venn of Old Lowmarsh", False),
    ],
)
def test_nobody_is_shot_by_themselves(question: str, short: str, only: bool) -> None:
    assert names_only_whom_it_asks_about(short, question) == only


def test_the_event_whose_time_is_asked_may_have_another_word() -> None:
    assert wanted_by("When does the Harbour Tram open?").attribute == "open"
    assert wanted_by("When is the opening of the tram?").attribute == ""


@pytest.mark.parametrize(
    ("text", "short", "is_age"),
    [
        ("Ana Delgado, 47, has kept the light for 15 years.", "47", True),
        ("Ana Delgado, 47, has kept the light for 15 years.", "15 years", False),
        ("A 17-year-old sailed round the island.", "17", True),
        ("He turned 91 during the trip.", "91", True),
        ("The ship, built in 1978, lies in the harbour.", "1978", True),
        ("She returns for two years.", "two", False),
    ],
)
def test_an_age_is_no_length_of_time(text: str, short: str, is_age: bool) -> None:
    start = text.index(short)
    wanted = wanted_by("How old is it?")
    assert (fits(wanted, text, start, start + len(short), WORDS) == 1.0) is is_age


def test_a_bare_number_is_no_measure_beside_one_with_a_unit() -> None:
    text, wanted = "Venn, 47, lasted 45 days in office.", wanted_by("How long was she in office?")

    def fit(short: str) -> float:
        return fits(wanted, text, text.index(short), text.index(short) + len(short), WORDS.terms)

    assert fit("45 days") == 1.0 and fit("47") == 0.0
    assert fits(wanted, "It lasted 45.", 10, 12, WORDS.terms) == 1.0


@pytest.mark.parametrize(
    ("text", "short", "question", "of_another"),
    [
        ("Venn, 19, beat 23-year-old Fenn.", "23-year-old", "How old is Ada Venn?", True),
        ("Venn, 19, beat 23-year-old Fenn.", "23-year-old", "How old is Bo Fenn?", False),
        ("Venn, 19, beat 23-year-old Fenn.", "19", "How old is Bo Fenn?", True),
        ("Venn, 19, beat 23-year-old Fenn.", "19", "how old is Ada Venn?", False),
        ("She beat Bo Fenn, who was 20 then.", "20", "How old is Ada Venn?", True),
        ("She met 19-year old Bo Fenn.", "19-year", "How old is Ada Venn?", True),
        ("She is 19 years old, Fenn said.", "19 years old", "How old is Ada Venn?", False),
        ("Bo Fenn, 23, is her son.", "23", "How old is Ada Venn’s son?", False),
        ("Bo Fenn, 23, was held.", "23", "How old was the suspect?", False),
    ],
)
def test_whose_age_it_is(text: str, short: str, question: str, of_another: bool) -> None:
    start = text.index(short)
    assert is_age_of_another(text, start, start + len(short), question) == of_another


@pytest.mark.parametrize(
    ("short", "names"),
    [
        ("He is suing two British papers", False),
        ("He’s suing two British papers", False),
        ("she'd led the British side", False),
        ("He Lifeng", True),
        ("Berit Sondal, who led the British side", True),
    ],
)
def test_a_sentence_names_nobody(short: str, names: bool) -> None:
    fit = fits(wanted_by("Who leads the talks?"), short, 0, len(short), WORDS.terms)
    assert bool(fit) == names
