"""`python -m returnproof.cli`: how `serve` starts its own web and workers."""

from returnproof.cli import main

if __name__ == "__main__":
    main()
