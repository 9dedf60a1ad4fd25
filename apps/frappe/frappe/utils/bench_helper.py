"""The place where `bench` looks for the framework's commands: `python -m frappe.utils.bench_helper`."""

from ristretto.cli.entry import main

import frappe  # noqa: F401 (its public names must be there before a command runs)

if __name__ == "__main__":
    main()
