"""What apps' tests import from the framework."""
