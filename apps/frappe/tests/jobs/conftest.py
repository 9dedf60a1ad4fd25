"""Tests of jobs run with both queues: support/job_backends.py."""

from job_backends import backend, redis_address, run_next

__all__ = ["backend", "redis_address", "run_next"]
