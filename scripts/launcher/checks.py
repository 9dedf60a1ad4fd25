"""Decides, within the first second, whether this machine can do what was asked; names the exact remedy."""

from __future__ import annotations

import importlib.util
import os
import platform
import pwd
import shutil
import socket
import sys
from pathlib import Path

from launcher import Problem

MIB = 1024 * 1024
SPACE_FIRST = 2000 * MIB  # env/ is about 450 MiB, node_modules/ 500 MiB, the rest is for the work
SPACE_LATER = 200 * MIB
WHEEL_MACHINES = ("x86_64", "aarch64")


def before_install(root: Path) -> None:
    """Everything that would stop an installation half way."""
    check_venv(root)
    check_compiler(root)
    check_space(root)
    check_writable(root)


def check_venv(root: Path) -> None:
    """Debian keeps ensurepip in a package of its own."""
    if (root / "env" / "bin" / "python").exists():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Problem(
            f"Python {version} has no venv module here.", f"sudo apt install python{version}-venv"
        )


def check_compiler(root: Path) -> None:
    """Every locked package has a wheel for glibc on common processors; elsewhere pip must compile."""
    has_wheels = platform.machine() in WHEEL_MACHINES and platform.libc_ver()[0] == "glibc"
    if has_wheels or (root / "env" / "bin" / "python").exists():
        return
    if shutil.which("cc") is None:
        raise Problem(
            f"Packages must be compiled on {platform.machine()}, and there is no C compiler.",
            "sudo apt install build-essential python3-dev libffi-dev",
        )


def check_space(root: Path) -> None:
    needed = SPACE_LATER if (root / "env").exists() else SPACE_FIRST
    free = shutil.disk_usage(root).free
    if free < needed:
        raise Problem(
            f"{free // MIB} MiB are free at {root}; {needed // MIB} MiB are needed.",
            "free some space (see: df -h), or clone to a larger disk",
        )


def check_writable(root: Path) -> None:
    if not os.access(root, os.W_OK):
        user = pwd.getpwuid(os.geteuid()).pw_name
        raise Problem(f"{root} belongs to somebody else.", f"sudo chown -R {user} {root}")


def check_port(host: str, port: int) -> None:
    """Find an occupied port before anything is built."""
    if not 0 < port < 65536:
        raise Problem(f"{port} is not a port.", "--port takes a number from 1 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Problem(
                f"Port {port} may only be opened by root.", "./iso run --port 8000"
            ) from None
        except socket.gaierror:
            raise Problem(f"{host} is no address of this machine.", "--host 127.0.0.1") from None
        except OSError as error:
            raise Problem(
                f"Port {port} on {host} cannot be opened: {error.strerror}.",
                f"./iso run --port {port + 1}, or stop what uses it (see: ss -ltnp)",
            ) from None
