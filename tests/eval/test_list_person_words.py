"""Listing the words by which a person is known."""

from pathlib import Path

from eval.list_person_words import first_names, name_shares, noun_senses, person_nouns


def test_a_noun_is_a_persons_by_its_commonest_sense(tmp_path: Path) -> None:
    data = "  licence\n01 18 n 01 keeper 0 001 @ 09 n 0000 | x\n02 06 n 01 fastener 0 000 | y\n"
    data += "03 18 n 01 Ruth 0 001 @i 09 n 0000 | z\n"
    index = (
        "  licence\nkeeper n 2 1 @ 2 1 01 02  \nclip n 2 1 @ 2 1 02 01  \nruth n 1 1 @i 1 0 03  \n"
    )
    (tmp_path / "data.noun").write_text(data)
    (tmp_path / "index.noun").write_text(index)
    met = {"keeper": 9, "clip": 9, "ruth": 9}
    assert person_nouns(noun_senses(tmp_path), met) == ["keeper"]
    assert person_nouns(noun_senses(tmp_path), {"keeper": 1}) == []


def test_first_names_have_the_share_of_men(tmp_path: Path) -> None:
    (tmp_path / "men").write_text("JAMES 3.0 3.0 1\nROBIN 0.1 3.1 2\nODD 0.001 3.2 3\n")
    (tmp_path / "women").write_text("ROBIN 0.3 0.3 1\n")
    shares = first_names(name_shares(tmp_path / "men"), name_shares(tmp_path / "women"))
    assert shares == {"James": 1.0, "Robin": 0.25}
