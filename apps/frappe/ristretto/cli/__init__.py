"""Room `cli`: the commands that `bench` forwards. Options and output follow contract 12.4."""
