"""What is typed in a hurry is written out; what only looks like it stays."""

import pytest

from index import Store
from qa.query.informal import written_out
from qa.query.plan import plan_query
from qa.question import MAX_CHARACTERS, InterpretationKind, Question, Turn


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("wen does the tram open", "when does the tram open"),
        ("hwo many houses were flooded", "how many houses were flooded"),
        ("lol didnt they say march", "didn't they say march"),
        ("whats the fine and who's paying", "what's the fine and who's paying"),
        ("usa lost to iran didnt they", "usa lost to iran didn't they"),
        ("do u know if theyre open", "do you know if they're open"),
        ("how old is it btw", "how old is it"),
        ("why cant they say where itll land", "why can't they say where it'll land"),
        ("whatll it cost", "what'll it cost"),
        ("what is it a yr", "what is it a year"),
        ("who won this yr", "who won this year"),
        ("how many yrs did he get", "how many years did he get"),
        ("what did he sign w the club", "what did he sign with the club"),
        ("did the govt pay", "did the government pay"),
        ("how many hrs did it take pls", "how many hours did it take please"),
        ("WHEN DIDNT THEY PAY", "WHEN DIDN'T THEY PAY"),
        ("Dont they pay?", "Don't they pay?"),
        ("Wont it open?", "Won't it open?"),
        ("any deaths in iran?", "are there any deaths in iran?"),
        ("Any sign of it", "is there any sign of it"),
        ("and anybody hurt?", "and was anybody hurt?"),
        ("anyone arrested", "was anyone arrested"),
        ("anybody die from it", "did anybody die from it"),
        ("anyone else quit?", "has anyone else quit?"),
        ("any idea if he left?", "if he left?"),
        ("any deaths? how many?", "are there any deaths? how many?"),
        ("any idea why they left?", "why they left?"),
        ("any police officers suspended?", "were any police officers suspended?"),
        *(
            (unchanged, unchanged)
            for unchanged in (
                "LOL",
                "Is Ur in Iraq?",
                "Wen Jiabao met whom?",
                "whose idea was it",
                "then does he resign?",
                "now is it open?",
                "its wheels",
                "who is r. kelly",
                "who is george w bush",
                "is george w the father of barbara",
                "who runs the ITLL in Boulder",
                "what is a w boson",
                "what happened in 300 bc",
                "is wen jiabao in office",
                "what is smh",
                "according to the SMH, who resigned",
                "Why were the bonds sold?",
                "any news on the ferry?",
                "any recent updates on the flood?",
                "any questions?",
                "anyone know when it opens?",
                "anything on the ferry?",
                "anything else on the flood?",
                "Any Given Sunday: who directed it?",
                "Anyone But You, who stars in it?",
                "Anything else?",
                "any more",
                "any child was hurt?",
                "Anyone?",
                "what does wont-to-buy.example sell",
            )
        ),
    ],
)
def test_short_forms_and_lost_apostrophes(typed: str, written: str) -> None:
    assert written_out(typed) == written


def test_a_question_and_those_before_it_are_read_written_out(seed_store: Store) -> None:
    history = (Turn("user", "wen does the Harbour Tram open"), Turn("assistant", "In April."))
    plan = plan_query(Question("whats the price of it", history=history), seed_store)
    assert plan.question.history[0].content == "when does the Harbour Tram open"
    assert plan.query == "What's the price of the Harbour Tram"


def test_the_longest_question_stays_one(seed_store: Store) -> None:
    assert len(plan_query(Question("dont " * 399), seed_store).query) <= MAX_CHARACTERS


def test_it_can_be_taken_off(seed_store: Store) -> None:
    question = Question("whats the price").ignoring([InterpretationKind.SPELLING])
    assert plan_query(question, seed_store).query == "whats the price"
