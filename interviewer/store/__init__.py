"""The log on disk: SQLite by default, PostgreSQL by URL, the same statements for both.

It owns every SQL statement, transaction, lease and migration. It knows what an event is and not what it means: folding,
deciding and projecting are done above it.
"""
