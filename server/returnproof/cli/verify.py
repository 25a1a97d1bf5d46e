"""`returnproof verify`: an evidence pack checked offline, byte by byte."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from returnproof import contract
from returnproof.cli.failure import EXIT_FAILED
from returnproof.cli.options import CONTEXT, json_option
from returnproof.cli.speech import language, say
from returnproof.services.findings import Finding
from returnproof.services.verification import verify


@click.command("verify", context_settings=CONTEXT, help=say("help.verify"))
@click.argument(
    "pack", metavar="PACK.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@json_option
def command(*, pack: Path, as_json: bool) -> int:
    found = verify(pack)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"holds": found.holds}, ensure_ascii=False))
    elif found.holds:
        click.echo(say("verify.holds", files=found.files, sha256=found.sha256))
    else:
        click.echo(say("verify.fails", count=len(found.findings)))
        for finding in found.findings:
            click.echo(f"- {_sentence(finding)}")
    return 0 if found.holds else EXIT_FAILED


def _sentence(finding: Finding) -> str:
    key = f"verification.{finding.code}"
    return contract.text(key, language(), path=finding.path, detail=finding.detail)
