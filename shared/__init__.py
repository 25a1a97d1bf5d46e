"""The contract between server and extension: data only, read through `returnproof.contract`."""
