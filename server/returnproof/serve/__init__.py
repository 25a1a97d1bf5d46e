"""`returnproof serve`: one light process that starts the others and keeps them alive."""
