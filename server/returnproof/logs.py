"""How the processes log: to standard error, as lines for people or as JSON for machines.

Callers never hand over secrets, tokens, ids of platforms, buyers' data or query strings; what a
library might put into a message is kept out by logging routes instead of paths.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

_SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure_process() -> None:
    """JSON for machines; at a terminal only what needs somebody's eye, in lines for people."""
    at_terminal = sys.stderr.isatty()
    configure(as_json=not at_terminal, level=logging.WARNING if at_terminal else logging.INFO)


def configure(*, as_json: bool, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Once per process, before it logs. Takes the place of any handler the root logger had."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Their lines carry paths, keys or addresses.
    for noisy in ("werkzeug", "flask-limiter", "rq.worker"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
