"""What a model is shown, by what is known of it."""

import pytest

from qa.llm.profile import PROFILES, profile_of


@pytest.mark.parametrize(
    ("model", "known", "name"),
    [
        ("gpt-4o-mini", {}, "strong"),
        ("mistral-small-24b", {}, "strong"),
        ("qwen2.5-turbo-1m", {}, "strong"),
        ("qwen2.5-7b-instruct-1m", {}, "medium"),
        ("qwen3:4b", {}, "medium"),
        ("llama3.2:3b", {}, "medium"),
        ("qwen3:0.6b", {}, "small"),
        ("SmolLM2-135M-Instruct", {}, "small"),
        ("smollm2", {}, "small"),
        ("own", {"size": 1_117_320_768}, "small"),
        ("own", {"size": 2_500_000_000}, "medium"),
        ("own", {"size": 9_000_000_000}, "strong"),
        ("big", {"context": 4096}, "medium"),
        ("big", {"context": 2048}, "small"),
        ("big", {"context": 16_384}, "strong"),
        ("tiny-1b", {"context": 100_000}, "small"),
    ],
)
def test_the_profile_follows_name_size_and_context(
    model: str, known: dict[str, int], name: str
) -> None:
    assert profile_of(model, **known).name == name


def test_a_part_has_less_evidence_and_at_least_a_sentence() -> None:
    strong, small = PROFILES["strong"], PROFILES["small"]
    assert strong.part(2).characters == strong.characters // 2
    assert small.part(8).sentences == 1 and small.part(1) == small
