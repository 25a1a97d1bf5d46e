"""A client that draws the sample shop and uploads it like anyone else."""
