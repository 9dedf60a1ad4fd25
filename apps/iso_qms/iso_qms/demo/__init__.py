"""A sample province to look at: real places, invented people, a year of work by the real rules."""
