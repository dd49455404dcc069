"""Is the interviewer good, is the judge good, is it fast. Nothing imports evals."""
