"""The ports made real: Redis records, blobs on disk, the job queue."""
