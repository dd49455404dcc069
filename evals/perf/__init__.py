"""Is it fast, and does it keep its promises when it is killed: each module is a command that prints a table."""
