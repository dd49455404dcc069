import pytest
from pydantic import ValidationError

from api.wire import SERVER_FRAME, BadFrame, GoingAway, RefusedFrame, StoredEvent, encode, parse_command
from interviewer.service.commands import Ack, Answer


def test_a_command_is_read() -> None:
    command = parse_command('{"type":"answer","id":"command-1","turn":2,"text":"so"}')
    assert command == Answer(id="command-1", turn=2, text="so")


@pytest.mark.parametrize(
    ("text", "code", "id_"),
    [
        (None, "binary", None),
        ("", "malformed", None),
        ("null", "malformed", None),
        ('{"id":"command-1"}', "malformed", "command-1"),
        ('{"type":"sudo","id":"command-1"}', "unknown_command", "command-1"),
        ('{"type":"hint","id":"command-1","more":1}', "invalid", "command-1"),
        ('{"type":"hint","id":7}', "invalid", None),
    ],
)
def test_what_is_no_command_says_what_is_wrong_and_keeps_its_id(text: str | None, code: str, id_: str | None) -> None:
    with pytest.raises(BadFrame) as bad:
        parse_command(text)
    assert (bad.value.code, bad.value.id) == (code, id_)


def test_what_is_wrong_is_said_without_repeating_the_text() -> None:
    with pytest.raises(BadFrame) as bad:
        parse_command('{"type":"answer","id":"command-1","turn":"CANARY","text":"CANARY"}')
    assert "CANARY" not in bad.value.detail


def test_frames_are_compact_and_leave_letters_alone() -> None:
    assert encode({"d": "naïve ∑", "o": 3}) == '{"d":"naïve ∑","o":3}'
    assert encode(GoingAway()) == '{"type":"going_away"}'


def test_a_refusal_keeps_its_null_id_and_names_an_event_only_where_there_is_one() -> None:
    refused = RefusedFrame(id=None, code="malformed", detail="No.")
    assert encode(refused) == '{"type":"refused","id":null,"code":"malformed","detail":"No.","advice":""}'
    assert encode(refused.model_copy(update={"seq": 3})).endswith('"seq":3}')


def test_an_ack_without_an_event_says_null() -> None:
    assert encode(Ack(id="command-1")) == '{"type":"ack","id":"command-1","seq":null,"repeated":false}'


def test_frames_are_told_apart_by_one_field() -> None:
    event = SERVER_FRAME.validate_python({"kind": "private", "seq": 4})
    assert event == StoredEvent(kind="private", seq=4)


@pytest.mark.parametrize("stranger", ["{}", '{"type":"sudo"}', "[]", '{"d":"x"}'])
def test_a_frame_of_no_known_shape_is_none_of_ours(stranger: str) -> None:
    with pytest.raises(ValidationError):
        SERVER_FRAME.validate_json(stranger)
