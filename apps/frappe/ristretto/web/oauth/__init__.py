"""Decides whom other systems may sign in here, and with which tokens they work in a person's name.

The protocol is Authlib's; what is kept, for how long and for whom is decided here. Codes and tokens are kept as
hashes: who reads the database, or the list of tokens, can use none of them.
"""

# Here the Authorization header names the client, not a person.
CLIENT_PATHS = frozenset(
    f"/api/{version}method/frappe.integrations.oauth2.{name}"
    for version in ("", "v1/", "v2/")
    for name in ("get_token", "revoke_token", "introspect_token")
)
