"""Room `cli`: the commands that `bench` forwards. Options and output are those of Frappe v15."""
