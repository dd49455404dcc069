"""What is shipped, and that it runs far from the checkout."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def _uv() -> str:
    """Return the uv that runs the tests, or any other."""
    found = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    assert Path(found).exists(), "Run the tests through `make test`, which brings uv."
    return found


def _run(cwd: Path, *command: str | Path) -> str:
    mine = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=cwd, env=mine, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout by way of the source distribution, as a release would be."""
    folder = tmp_path_factory.mktemp("dist")
    _run(folder, _uv(), "build", "--out-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds the wheel, with the locked dependencies."""
    folder = tmp_path_factory.mktemp("elsewhere")
    locked = _run(ROOT, _uv(), "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes")
    (folder / "locked.txt").write_text(locked)
    _run(folder, _uv(), "venv", "--quiet", "venv")
    python = folder / "venv" / "bin" / "python"
    _run(folder, _uv(), "pip", "install", "--quiet", "--python", python, "-r", "locked.txt", wheel)
    return python.parent


@pytest.fixture
def decoy(tmp_path: Path) -> Path:
    """A folder with an ``api`` of its own, like the one of any web project."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("raise ImportError('the wrong api')\n")
    return tmp_path


def test_the_wheel_holds_our_two_packages_and_nothing_hidden(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"interviewer", "api"}
    assert not [name for name in names if any(part.startswith(".") for part in Path(name).parts)]
    assert not [name for name in names if name.endswith((".pyc", ".db"))]


def test_the_wheel_holds_all_content_pages_templates_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    content = [path for folder in ("rubrics", "personas") for path in (ROOT / folder).rglob("*.yaml")]
    assert content
    assert {f"interviewer/_content/{path.relative_to(ROOT)}" for path in content} <= names
    folders = [ROOT / "api" / "web", ROOT / "interviewer" / "render" / "templates", ROOT / "interviewer" / "store"]
    beside_code = [path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc"]
    assert {str(path.relative_to(ROOT)) for path in beside_code} <= names


def test_an_installed_interviewer_runs_where_another_api_lies_about(programs: Path, decoy: Path) -> None:
    assert "practise" in _run(decoy, programs / "interviewer", "--help")
    _run(decoy, programs / "interviewer", "content", "check")


def test_an_installed_interviewer_uses_its_own_api(programs: Path, decoy: Path) -> None:
    where = _run(decoy, programs / "python", "-P", "-c", "import api.app; print(api.app.__file__)")
    assert Path(where).is_relative_to(programs.parent)


def test_an_installed_interviewer_runs_from_the_root_folder(programs: Path) -> None:
    _run(Path("/"), programs / "interviewer", "content", "check")
