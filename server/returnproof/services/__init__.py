"""One use case per module; knows the ports, never Flask or Redis."""
