"""`returnproof compare`: one answer, no server needed."""

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from returnproof import contract
from returnproof.cli.existing import ExistingFile
from returnproof.cli.failure import EXIT_FAILED, sentence
from returnproof.cli.options import CONTEXT, json_option, limit_options, settings_of
from returnproof.cli.speech import language, say
from returnproof.domain.comparison import ComparisonResult, Reason
from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.services.evaluation import compare_files
from returnproof.services.file_comparing import is_unreadable

_FILE = ExistingFile()


@click.command("compare", context_settings=CONTEXT, help=say("help.compare"))
@limit_options
@click.option("--reference", type=_FILE, multiple=True, required=True, help=say("option.reference"))
@click.option("--candidate", type=_FILE, required=True, help=say("option.candidate"))
@click.option(
    "--figure", type=click.Path(dir_okay=False, path_type=Path), help=say("option.figure")
)
@click.option(
    "--kind",
    type=click.Choice([each.value for each in FigureKind]),
    default=FigureKind.pairs.value,
    help=say("option.kind"),
)
@click.option(
    "--position", type=click.FloatRange(0, 1), default=MIDDLE, help=say("option.position")
)
@json_option
def command(
    *,
    reference: tuple[Path, ...],
    candidate: Path,
    figure: Path | None,
    kind: str,
    position: float,
    as_json: bool,
    **given: Any,
) -> int:
    settings = settings_of(given)
    undrawn: list[str] = []
    result = compare_files(
        settings,
        reference,
        candidate,
        figure=figure,
        kind=FigureKind(kind),
        position=position,
        language=language(),
        undrawn=lambda problem: undrawn.append(sentence(problem)),
    )
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(result), ensure_ascii=False))
    else:
        _show(result)
    for words in undrawn:
        click.echo(words, err=True)
    return EXIT_FAILED if undrawn or is_unreadable(result) else 0


def _show(result: ComparisonResult) -> None:
    click.echo(say(f"compare.outcome.{result.outcome}"))
    click.echo(say("compare.item", percent=round(result.same_item_probability * 100)))
    click.echo(say("compare.picture", percent=round(result.same_picture_probability * 100)))
    for section, reasons in (("reason", result.reasons), ("guidance", result.guidance)):
        for reason in reasons:
            click.echo(f"- {_sentence(section, reason)}")


def _sentence(section: str, reason: Reason) -> str:
    return contract.text(f"{section}.{reason.code}", language(), **reason.detail)
