"""Duties (履职): what each supervisor and officer owes by the rulebook, and what of it is done."""
