"""One small site per module to attack; whoever breaks it breaks a copy."""

from __future__ import annotations

import pytest
from ristretto.context import Site
from security_house import House, build_house


@pytest.fixture(scope="module")
def house(site: Site) -> House:
    return build_house(site)
