import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import interviewer.cli
from interviewer.cli import run
from interviewer.cli.commands import COMMANDS, CONTENT
from tests.cli import stage
