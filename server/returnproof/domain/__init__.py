"""Pure Python: what a return is, and what follows from what was seen. Imports nothing of ours."""
