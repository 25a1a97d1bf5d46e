"""ReturnProof: evidence made before a dispute, shown where a seller decides about a return."""
