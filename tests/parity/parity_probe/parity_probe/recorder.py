"""Hears every event of Probe Record, as an app's hook does."""

HEARD = []


def hear(doc, method, *args):
	HEARD.append(method)


def take():
	heard = list(HEARD)
	HEARD.clear()
	return heard
