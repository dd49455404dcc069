"""The environment in, frozen settings out, and honest refusals."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from interviewer.errors import SettingsError
from interviewer.settings import Settings, load_settings, variable

EXAMPLE = Path(__file__).parent.parent / ".env.example"
KEY = "sk-ant-not-a-real-key-0123456789"


def test_an_empty_environment_works_offline() -> None:
    settings = load_settings({})
    assert (settings.host, settings.port, settings.database_url, settings.content) == ("127.0.0.1", 8642, "", None)
    assert settings.home.is_absolute()
    assert not settings.has_claude


def test_every_variable_is_read_from_the_given_mapping_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_PORT", "1")
    settings = load_settings({
        "INTERVIEWER_HOME": str(tmp_path), "INTERVIEWER_CONTENT": str(tmp_path), "INTERVIEWER_PORT": "9000",
        "INTERVIEWER_ALLOWED_HOSTS": "one.example, two.example:8443", "INTERVIEWER_LOG_LEVEL": "DEBUG",
        "INTERVIEWER_BUDGET_USD": "0.5", "ANTHROPIC_API_KEY": KEY, "INTERVIEWER_MODEL": "claude-haiku-5-5",
    })  # fmt: skip
    assert settings.home == settings.content == tmp_path
    assert settings.port == 9000
    assert settings.allowed_hosts == ("one.example", "two.example:8443")
    assert (settings.log_level, settings.budget_usd, settings.model) == ("debug", 0.5, "claude-haiku-5-5")
    assert settings.anthropic_api_key is not None
    assert settings.anthropic_api_key.get_secret_value() == KEY
    assert settings.has_claude


def test_without_a_mapping_the_process_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_PORT", "4321")
    assert load_settings().port == 4321


def test_an_empty_value_is_no_value() -> None:
    assert load_settings({"INTERVIEWER_PORT": "", "ANTHROPIC_API_KEY": " "}) == load_settings({})


def test_a_dotenv_file_in_the_working_folder_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ANTHROPIC_BASE_URL=http://elsewhere.example\nINTERVIEWER_PORT=1\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings().port == 8642
    assert load_settings().anthropic_base_url == "https://api.anthropic.com"


def test_a_home_is_made_absolute_and_its_tilde_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings({"INTERVIEWER_HOME": "~/talks"}).home == tmp_path / "talks"


def test_a_local_server_needs_no_key_and_is_named_without_its_password() -> None:
    settings = load_settings({"ANTHROPIC_BASE_URL": "http://user:hunter2@127.0.0.1:11434/"})
    assert settings.has_claude
    assert settings.model_host == "127.0.0.1:11434"


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError):
        load_settings({}).port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("INTERVIEWER_PORT", "eighty", "integer"),
        ("INTERVIEWER_PORT", "70000", "65535"),
        ("INTERVIEWER_BUDGET_USD", "-1", "greater than or equal to 0"),
        ("INTERVIEWER_BUDGET_USD", "nan", "finite number"),
        ("INTERVIEWER_TOTAL_S", "0", "greater than 0"),
        ("INTERVIEWER_LOG_LEVEL", "loud", "'debug'"),
        ("INTERVIEWER_CONTENT", "/no/such/folder", "a folder that exists"),
        ("INTERVIEWER_ALLOWED_HOSTS", "https://one.example/x", "host names"),
        ("ANTHROPIC_BASE_URL", "localhost:11434", "an address such as"),
    ],
)
def test_a_value_we_cannot_use_names_its_variable_and_what_is_allowed(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["ANTHROPIC_BASE_URL", "INTERVIEWER_ALLOWED_HOSTS"])
def test_a_refusal_chains_no_value_that_a_traceback_would_print(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: f"ftp://user:{KEY}@x", "ANTHROPIC_API_KEY": KEY})
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_secret_is_never_repeated() -> None:
    settings = load_settings({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": KEY})
    assert KEY not in repr(settings)
    with pytest.raises(SettingsError) as caught:
        load_settings({"ANTHROPIC_BASE_URL": f"ftp://user:{KEY}@x"})
    assert KEY not in str(caught.value)
    assert "characters" in str(caught.value)


def test_the_example_lists_every_variable_once_with_its_default() -> None:
    lines = re.findall(r"^# ([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.M)
    assert sorted(name for name, _ in lines) == sorted(variable(name) for name in Settings.model_fields)
    assert load_settings(dict(lines)) == load_settings({})


def test_the_example_sets_nothing() -> None:
    assert all(not line or line.startswith("#") for line in EXAMPLE.read_text(encoding="utf-8").splitlines())
