"""Endpoints that refuse a field of the request, or text that is too long, in the words of many."""

import json
from typing import Any

import pytest
from misbehaving import LONG, Behaviour, Server, answer, fail_with, refusing, serve, stream_of

from qa.llm.asking.dialect import THINKING_TOKENS, Dialect, known, learn
from qa.llm.endpoint import ContextTooSmall, Endpoint, LanguageModelError, Message

MESSAGES = [Message("user", "When does the tram stop, and at what temperature?")]
FINE = answer("I ", "am.\n", "And more.", usage={"prompt_tokens": 7, "completion_tokens": 3})


def endpoint(server: Server, model: str = "some-model") -> Endpoint:
    return Endpoint(server.url, model, None, "The endpoint", timeout=LONG, retries=0)


def words(asked: Endpoint, stop: tuple[str, ...] = ("\n",)) -> str:
    pieces = asked.stream(MESSAGES, 20, stop)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def sent(server: Server) -> list[dict[str, Any]]:
    """Which of the fields that may be refused each request held."""
    names = ("max_tokens", "max_completion_tokens", "temperature", "stop", "stream_options")
    return [{name: one.body[name] for name in names if name in one.body} for one in server.requests]


def openai_says(param: str | None, code: str | None, message: str) -> Behaviour:
    kind = "invalid_request_error"
    return fail_with(
        400, {"error": {"message": message, "type": kind, "param": param, "code": code}}
    )


def pydantic_says(field: str, value: Any, where: str = "message") -> Behaviour:
    detail = [{"type": "extra_forbidden", "loc": ["body", field],
               "msg": "Extra inputs are not permitted", "input": value}]  # fmt: skip
    if where == "message":
        content: Any = {"object": "error", "message": {"detail": detail}, "param": None,
                        "type": "invalid_request_error", "code": None}  # fmt: skip
    else:
        content = {"detail": detail}
    return fail_with(422, content)


NO_MAX_TOKENS = openai_says(
    "max_tokens", "unsupported_parameter",
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
    "'max_completion_tokens' instead.",
)  # fmt: skip
NO_TEMPERATURE = openai_says(
    "temperature", "unsupported_value",
    "Unsupported value: 'temperature' does not support 0.0 with this model. Only the default (1) "
    "value is supported.",
)  # fmt: skip
NO_STOP = openai_says(
    "stop", "unsupported_parameter",
    "Unsupported parameter: 'stop' is not supported with this model.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "refusal"),
    [
        pytest.param("max_tokens", NO_MAX_TOKENS, id="OpenAI-limit"),
        pytest.param("temperature", NO_TEMPERATURE, id="OpenAI-temperature"),
        pytest.param("stop", NO_STOP, id="OpenAI-stop"),
        pytest.param(
            "stream_options",
            openai_says(None, None, "Unrecognized request argument supplied: stream_options"),
            id="Azure",
        ),
        pytest.param(
            "max_tokens",
            openai_says(None, None, "Unsupported parameter: 'max_tokens' is not supported with "
                        "this model. Use 'max_completion_tokens' instead."),
            id="Azure-limit",
        ),
        pytest.param(
            "stream_options", pydantic_says("stream_options", {"include_usage": True}), id="Mistral"
        ),
        pytest.param("stop", pydantic_says("stop", ["\n"], "detail"), id="FastAPI"),
        pytest.param(
            "stream_options",
            fail_with(400, {
                "object": "error", "type": "BadRequestError", "param": None, "code": 400,
                "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': "
                           "'Extra inputs are not permitted', 'input': {'include_usage': True}}]",
            }),
            id="vLLM-older",
        ),
        pytest.param(
            "temperature",
            fail_with(400, {"error": {
                "message": "temperature must be strictly positive", "type": "BadRequestError",
                "param": "temperature", "code": 400,
            }}),
            id="vLLM",
        ),
        pytest.param(
            "stop",
            fail_with(400, {"error": {
                "code": 400, "message": 'Field "stop" is not supported', "type":
                "invalid_request_error",
            }}),
            id="llama.cpp",
        ),
        pytest.param(
            "stream_options",
            fail_with(400, {"error": {
                "message": 'json: unknown field "stream_options"', "type":
                "invalid_request_error", "param": None, "code": None,
            }}),
            id="Ollama",
        ),
        pytest.param(
            "stop",
            fail_with(400, {"type": "error", "error": {
                "type": "invalid_request_error",
                "message": "stop_sequences: each stop sequence must contain non-whitespace",
            }}),
            id="Anthropic-stop",
        ),
        pytest.param(
            "temperature",
            fail_with(400, {"error": {
                "code": "invalid_request_error", "type": "invalid_request_error", "param": None,
                "message": "`temperature` is deprecated for this model.",
            }}),
            id="Anthropic-temperature",
        ),
        pytest.param(
            "stop",
            fail_with(400, {
                "code": "Client specified an invalid argument",
                "error": "Argument not supported on this model: stop",
            }),
            id="xAI",
        ),
        pytest.param(
            "stop",
            fail_with(400, {"error": {
                "message": "litellm.UnsupportedParamsError: openai does not support parameters: "
                           "['stop'], for model=gpt-5.", "type": None, "param": None, "code": "400",
            }}),
            id="LiteLLM",
        ),
        pytest.param("temperature", fail_with(400, "No temperature here, please."), id="text"),
    ],
)  # fmt: skip
def test_what_is_refused_is_left_out_at_once_and_from_then_on(
    field: str, refusal: Behaviour
) -> None:
    with serve(refusing({field: refusal}, FINE)) as server:
        said = [words(endpoint(server)), words(endpoint(server))]
    assert {text.removesuffix("\nAnd more.") for text in said} == {"I am."}
    first, *later = sent(server)
    assert len(later) == 2 and field in first
    for fields in later:
        wanted = dict(first)
        limit = wanted.pop(field)
        if field == "max_tokens":
            wanted["max_completion_tokens"] = limit
        assert fields == wanted


def test_an_endpoint_may_refuse_everything() -> None:
    refusals = {
        "max_tokens": NO_MAX_TOKENS,
        "max_completion_tokens": pydantic_says("max_completion_tokens", 20),
        "temperature": NO_TEMPERATURE,
        "stop": NO_STOP,
        "stream_options": pydantic_says("stream_options", {}),
    }
    with serve(refusing(refusals, FINE)) as server:
        assert words(endpoint(server)) == "I am."
        assert len(server.requests) == 6 and sent(server)[-1] == {}
        assert words(endpoint(server)) == "I am."
    assert len(server.requests) == 7


def test_another_model_of_the_same_endpoint_is_asked_anew() -> None:
    with serve(refusing({"stop": NO_STOP}, FINE)) as server:
        assert words(endpoint(server)) == words(endpoint(server, "another")) == "I am."
    assert ["stop" in fields for fields in sent(server)] == [True, False, True, False]


def test_what_stays_refused_is_asked_once_more_and_not_remembered() -> None:
    refusal = openai_says(None, None, "The text about the temperature breaks our rules.")
    with serve(refusal) as server:
        with pytest.raises(LanguageModelError, match="breaks our rules"):
            words(endpoint(server))
        assert len(server.requests) == 2
        assert known(server.url, "some-model") == Dialect()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_other_failures_are_not_read_as_a_refusal(status: int) -> None:
    refusal = fail_with(status, {"error": {"message": "no", "param": "stop"}})
    with serve(refusal) as server, pytest.raises(LanguageModelError):
        words(endpoint(server))
    assert len(server.requests) == 1


def test_the_word_stop_in_a_sentence_is_not_the_field() -> None:
    refusal = openai_says(None, None, "The message 'When does the tram stop, and' is forbidden.")
    with serve(refusal) as server, pytest.raises(LanguageModelError, match="is forbidden"):
        words(endpoint(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("said", "stop", "read"),
    [
        (("One", " two\nthree"), ("\n",), "One two"),
        (("One E", "N", "D two"), ("END",), "One "),
        (("One E", "N", "T"), ("END",), "One ENT"),
        (("One E", "N"), ("END",), "One EN"),
        (("\n\n", "One.", "\n", "Two."), ("\n",), "One."),
        (("a##", "b#", "#c"), ("##", "#"), "a"),
    ],
)
def test_stop_words_are_cut_off_here_where_they_are_refused(
    said: tuple[str, ...], stop: tuple[str, ...], read: str
) -> None:
    with serve(refusing({"stop": NO_STOP}, answer(*said))) as server:
        assert words(endpoint(server), stop) == read


def test_models_whose_names_are_known_are_asked_rightly_at_once() -> None:
    with serve(refusing({"max_tokens": NO_MAX_TOKENS, "stop": NO_STOP}, FINE)) as server:
        assert words(endpoint(server, "gpt-5-mini")) == "I am."
    (fields,) = sent(server)
    assert fields["max_completion_tokens"] > 1000 and "temperature" not in fields


VLLM = (
    "This model's maximum context length is 2048 tokens. However, you requested 2100 tokens (2080 "
    "in the messages, 20 in the completion). Please reduce the length of the messages or "
    "completion."
)
TOO_SMALL = [
    pytest.param(openai_says("messages", "context_length_exceeded", VLLM), id="OpenAI"),
    pytest.param(openai_says(None, "context_length_exceeded", "Too much."), id="by-its-code"),
    pytest.param(
        fail_with(400, {"object": "error", "message": VLLM, "type": "BadRequestError",
                        "param": None, "code": 400}),
        id="vLLM-older",
    ),
    pytest.param(
        fail_with(400, {"error": {
            "message": "'max_tokens' or 'max_completion_tokens' is too large: 20. This model's "
                       "maximum context length is 2048 tokens and your request has 2040 input "
                       "tokens (20 > 2048 - 2040).",
            "type": "BadRequestError", "param": "max_tokens", "code": 400,
        }}),
        id="vLLM",
    ),
    pytest.param(
        fail_with(400, {"object": "error", "message": "max_tokens must be at least 1, got -186.",
                        "type": "BadRequestError", "param": None, "code": 400}),
        id="vLLM-oldest",
    ),
    pytest.param(
        fail_with(400, {"error": {
            "code": 400, "message": "request (4390 tokens) exceeds the available context size "
            "(4096 tokens), try increasing it", "type": "exceed_context_size_error",
            "n_prompt_tokens": 4390, "n_ctx": 4096,
        }}),
        id="llama.cpp",
    ),
    pytest.param(
        fail_with(500, {"error": {"code": 500, "message": "Context size has been exceeded.",
                                  "type": "server_error"}}),
        id="llama.cpp-500",
    ),
    pytest.param(
        stream_of("data: " + json.dumps({"error": {
            "code": 400, "message": "the request exceeds the available context size. try "
            "increasing the context size or enable context shift",
            "type": "exceed_context_size_error"}}) + "\n\n"),
        id="llama.cpp-in-the-stream",
    ),
    pytest.param(
        fail_with(400, {"error": {"message": "the input length exceeds the context length",
                                  "type": "invalid_request_error"}}),
        id="Ollama",
    ),
    pytest.param(
        fail_with(400, {"error": "Trying to keep the first 4530 tokens when context the overflows. "
                        "However, the model is loaded with context length of only 4096 tokens, "
                        "which is not enough."}),
        id="LM-Studio",
    ),
    pytest.param(
        fail_with(400, {
            "object": "error", "type": "invalid_request_prompt", "param": None, "code": "3051",
            "message": "Prompt contains 40000 tokens and 0 draft tokens, too large for model with "
                       "32768 maximum context length",
        }),
        id="Mistral",
    ),
    pytest.param(
        fail_with(400, {"type": "error", "error": {
            "type": "invalid_request_error",
            "message": "prompt is too long: 210000 tokens > 200000 maximum",
        }}),
        id="Anthropic",
    ),
    pytest.param(
        fail_with(400, [{"error": {
            "code": 400, "status": "INVALID_ARGUMENT", "message": "The input token count (1200000) "
            "exceeds the maximum number of tokens allowed (1048576).",
        }}]),
        id="Google",
    ),
    pytest.param(
        fail_with(422, {"error": "Input validation error: `inputs` tokens + `max_new_tokens` must "
                        "be <= 4096. Given: 5000 `inputs` tokens and 20 `max_new_tokens`",
                        "error_type": "validation"}),
        id="TGI",
    ),
    pytest.param(
        fail_with(400, {"error": {"message": "too many tokens: the prompt has 9000", "type": "t"}}),
        id="Cohere",
    ),
    pytest.param(
        fail_with(400, {"code": "invalid", "error": "This model's maximum prompt length is 131072 "
                        "but the request contains 200000 tokens."}),
        id="xAI",
    ),
    pytest.param(fail_with(413, "<html>Request Entity Too Large</html>"), id="gateway"),
]  # fmt: skip


@pytest.mark.parametrize("behaviour", TOO_SMALL)
def test_a_context_that_is_too_small_is_told_as_such(behaviour: Behaviour) -> None:
    with serve(behaviour) as server, pytest.raises(ContextTooSmall) as caught:
        words(endpoint(server))
    assert str(caught.value).startswith("The endpoint cannot take in so much text at once (")
    assert str(caught.value).endswith("with a larger context, or serve it with one.")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "message",
    [
        "max_tokens is too large: 5000. This model supports at most 4096 completion tokens, "
        "whereas you provided 5000.",
        VLLM,
    ],
)
def test_room_for_thoughts_that_a_model_has_not_is_halved(message: str) -> None:
    refusal, fine = openai_says("max_tokens", None, message), answer("Fine.")

    with serve(
        lambda request: (refusal if request.body["max_tokens"] > 3000 else fine)(request)
    ) as server:
        learn(server.url, "some-model", Dialect(room=THINKING_TOKENS))
        assert words(endpoint(server)) == words(endpoint(server)) == "Fine."
    assert [fields["max_tokens"] for fields in sent(server)] == [4116, 2068, 2068]
