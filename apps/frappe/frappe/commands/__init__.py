"""The framework's commands, and what an app's own commands import: `pass_context`, `get_site`."""

from ristretto.cli import (
    backup_commands,
    build_commands,
    config_commands,
    data_commands,
    database_commands,
    dev_commands,
    job_commands,
    patch_commands,
    scheduler_commands,
    serve_commands,
    site_commands,
    table_commands,
    test_command,
    translation_commands,
    trim_commands,
    upkeep_commands,
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
    *database_commands.commands,
    *dev_commands.commands,
    *scheduler_commands.commands,
    *serve_commands.commands,
    *test_command.commands,
    *build_commands.commands,
    *versions.commands,
    *upkeep_commands.commands,
    *trim_commands.commands,
    *job_commands.commands,
    *translation_commands.commands,
    *table_commands.commands,
    *patch_commands.commands,
]
