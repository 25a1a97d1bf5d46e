"""`returnproof evaluate`: every row of a table compared, and how often the answers were right."""

import os
from pathlib import Path
from typing import Any

import click

from returnproof.cli.options import CONTEXT, limit_options, settings_of
from returnproof.cli.progress import Progress
from returnproof.cli.speech import say
from returnproof.services.evaluation import evaluate, table


@click.command("evaluate", context_settings=CONTEXT, help=say("help.evaluate"))
@limit_options
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help=say("option.root"),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help=say("option.out"),
)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help=say("option.report")
)
@click.option("--jobs", type=click.IntRange(1, 256), help=say("option.jobs"))
def command(
    *, pairs: Path, root: Path, out: Path, report: Path | None, jobs: int | None, **given: Any
) -> None:
    settings = settings_of(given)
    with Progress() as progress:
        metrics = evaluate(
            settings,
            pairs,
            root,
            out,
            jobs=jobs or os.cpu_count() or 1,
            progress=progress.at,
            report=report,
        )
    for line in table(metrics):
        click.echo(line, err=True)
