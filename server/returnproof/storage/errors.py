"""Why a data directory cannot be opened, in words for whoever starts the program."""


class CannotOpen(Exception):  # noqa: N818 -- reads as what it says
    """Told on the terminal; nothing was changed in the data directory."""


class StoreInUse(CannotOpen):
    """Another process of ours holds this directory."""


class StoreTooNew(CannotOpen):
    """What lies there was written by a newer Redis or a newer server than this one."""


class NoRedis(CannotOpen):
    """There is no redis-server that could be run, or it does not start."""
