"""Do the personas really ask differently: interviews that differ in the persona alone, told apart by intents and order.

It plays, counts and guesses; what it finds is printed. Nothing imports it.
"""
