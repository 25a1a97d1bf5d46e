"""`returnproof import`: packing photos in bulk, through the same intake as an upload."""

from pathlib import Path
from typing import Any

import click

from returnproof.api.record_ids import is_record_id
from returnproof.cli.beside import store_settings
from returnproof.cli.failure import EXIT_FAILED, Refused, sentence, system_words
from returnproof.cli.options import CONTEXT, shop_option, store_options
from returnproof.cli.progress import Progress
from returnproof.cli.speech import say
from returnproof.config import Settings
from returnproof.domain.errors import DomainError
from returnproof.serve.wiring import Wired, wired
from returnproof.services.importing import (
    Imported,
    Importing,
    NoOrder,
    NotRegular,
    NoWaybill,
    files_in,
)
from returnproof.services.intake import PhotoIntake

# Two pictures are read at once: more would take the memory of a small machine.
_JOBS = 2


@click.command("import", context_settings=CONTEXT, help=say("help.import"))
@store_options
@shop_option
@click.argument(
    "directory",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--by", type=click.Choice(["name", "barcode"]), default="name", help=say("option.by"))
def command(shop: str, directory: Path, by: str, **given: Any) -> int:
    settings = store_settings(given)
    total = len(files_in(directory))
    if total == 0:
        raise Refused("import.nothing", status=EXIT_FAILED, directory=directory)
    done: list[Imported] = []
    with wired(settings, children=_JOBS) as parts, Progress() as progress:
        importing = _importing(settings, parts)
        run = importing.by_barcode if by == "barcode" else importing.by_name
        for each in run(shop, directory, jobs=_JOBS):
            done.append(each)
            progress.at(len(done), total)
    return _report(directory, done)


def _importing(settings: Settings, parts: Wired) -> Importing:
    records, blobs = parts.store.records, parts.store.blobs
    intake = PhotoIntake(records, blobs, parts.queue, parts.vision, settings.max_upload_bytes)
    return Importing(records, parts.queue, parts.vision, intake, is_record_id)


def _report(root: Path, done: list[Imported]) -> int:
    failed = [each for each in done if each.error is not None]
    for each in failed:
        click.echo(f"{each.path.relative_to(root)}: {_why(each.error)}", err=True)
    new = sum(each.new for each in done)
    known = len(done) - len(failed) - new
    click.echo(say("import.summary", total=len(done), new=new, known=known, failed=len(failed)))
    return EXIT_FAILED if failed else 0


def _why(error: Exception | None) -> str:
    if isinstance(error, NoWaybill):
        return say("import.no_waybill")
    if isinstance(error, NotRegular):
        return say("import.not_regular")
    if isinstance(error, NoOrder):
        return say("import.no_order")
    if isinstance(error, DomainError):
        return sentence(error)
    if isinstance(error, OSError):
        return system_words(error)
    return str(error)
