"""Countries and currencies of the world, from CLDR by way of Babel."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_precision, get_currency_symbol, get_territory_currencies

import frappe

_NAMES = Locale("en")


@cache
def get_all() -> dict[str, dict[str, Any]]:
    """{country: {code, currency, currency_symbol, currency_fraction_units, timezones}}."""
    zones = get_global("territory_zones")
    result: dict[str, dict[str, Any]] = {}
    for code, name in sorted(_NAMES.territories.items(), key=lambda each: each[1]):
        if len(code) != 2 or not code.isalpha() or code in _NO_COUNTRIES:
            continue
        used = get_territory_currencies(code)
        info: dict[str, Any] = {"code": code.lower(), "timezones": list(zones.get(code, []))}
        if used:
            info.update(
                currency=used[-1],
                currency_symbol=get_currency_symbol(used[-1], _NAMES),
                currency_fraction_units=10 ** get_currency_precision(used[-1]),
            )
        result[name] = info
    return result


# Regions and placeholders that CLDR lists among the territories.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@frappe.whitelist()
@frappe.read_only()
def get_country_timezone_info() -> dict[str, Any]:
    """Countries, and all time zones."""
    from zoneinfo import available_timezones

    return {"country_info": get_all(), "all_timezones": sorted(available_timezones())}


def make_records() -> None:
    """Add the countries and currencies that the site lacks; the currencies of Viet Nam and of trade are enabled."""
    enabled = {"VND", "USD", "EUR", "GBP", "JPY", "CNY"}
    have = (
        set(frappe.get_all("Country", pluck="name")),
        set(frappe.get_all("Currency", pluck="name")),
    )
    for name, info in get_all().items():
        currency = info.get("currency")
        if name not in have[0]:
            values = {"doctype": "Country", "country_name": name, "code": info["code"]}
            frappe.get_doc({**values, "time_zones": "\n".join(info["timezones"])}).db_insert()
        if currency and currency not in have[1]:
            have[1].add(currency)
            units = info["currency_fraction_units"]
            frappe.get_doc(
                {
                    "doctype": "Currency",
                    "name": currency,
                    "currency_name": currency,
                    "symbol": info["currency_symbol"],
                    "fraction_units": units,
                    "number_format": "#.###"
                    if currency == "VND"
                    else "#,###.##"
                    if units > 1
                    else "#,###",
                    "symbol_on_right": int(currency == "VND"),
                    "enabled": int(currency in enabled),
                }
            ).db_insert()
