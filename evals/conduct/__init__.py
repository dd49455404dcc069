"""Is the interviewer good: whole interviews with simulated candidates, and checks of what was said in them.

It plays and measures; what it finds is printed. Nothing imports it.
"""
