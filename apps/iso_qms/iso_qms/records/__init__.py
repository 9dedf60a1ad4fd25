"""What every record with a life of its own shares: states, stamps, locks and numbers."""
