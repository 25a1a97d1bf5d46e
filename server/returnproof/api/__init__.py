"""HTTP only: parse, call one service, present."""
