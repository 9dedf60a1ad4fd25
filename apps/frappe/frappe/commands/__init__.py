"""The framework's commands, and what an app's own commands import: `pass_context`, `get_site`."""

from ristretto.cli import (
    backup_commands,
    build_commands,
    config_commands,
    data_commands,
    dev_commands,
    serve_commands,
    site_commands,
    test_command,
    user_commands,
    versions,
)
from ristretto.cli.sites import get_site, pass_context

__all__ = ["commands", "get_site", "pass_context"]

commands = [
    *site_commands.commands,
    *config_commands.commands,
    *user_commands.commands,
    *backup_commands.commands,
    *data_commands.commands,
    *dev_commands.commands,
    *serve_commands.commands,
    *test_command.commands,
    *build_commands.commands,
    *versions.commands,
]
