"""The probe's own tests run through `run-tests`, on the runtime that is being compared, never through pytest."""

collect_ignore = ["parity_probe"]
