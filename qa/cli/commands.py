"""Which commands questions and answers have."""

from __future__ import annotations

import typer

from qa.cli.ask import ask_command
from qa.cli.chat import chat_command
from qa.cli.conversations import conversations_program
from qa.cli.database import database_program
from qa.cli.doctor import doctor_command
from qa.cli.feedback import feedback_command
from qa.cli.models import models_program
from qa.cli.store import store_program
from qa.cli.stories import stories_program
from qa.cli.users import users_program


def add_commands(program: typer.Typer) -> None:
    """Adds them to the program."""
    program.command("ask")(ask_command)
    program.command("chat")(chat_command)
    program.command("feedback")(feedback_command)
    program.add_typer(conversations_program, name="conversations")
    program.add_typer(database_program, name="database")
    program.add_typer(models_program, name="models")
    program.add_typer(store_program, name="store")
    program.add_typer(stories_program, name="stories")
    program.add_typer(users_program, name="users")
    program.command("doctor")(doctor_command)
