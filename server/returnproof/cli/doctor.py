"""`returnproof doctor`: store against blobs, what was set aside, and what is promised."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click
from redis.exceptions import RedisError

from returnproof import contract
from returnproof.cli.beside import store_settings
from returnproof.cli.existing import require_store
from returnproof.cli.failure import EXIT_FAILED
from returnproof.cli.options import CONTEXT, json_option, store_options
from returnproof.cli.speech import language, say
from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.wiring import queue_url_of
from returnproof.services.doctor import Finding, Report, examine
from returnproof.services.ports import Records
from returnproof.services.records import Index
from returnproof.storage.opening import open_store
from returnproof.storage.promise import Promise
from returnproof.storage.queue import QueueHealth, RedisQueue


@click.command("doctor", context_settings=CONTEXT, help=say("help.doctor"))
@store_options
@json_option
def command(*, as_json: bool, **given: Any) -> int:
    settings = require_store(store_settings(given))
    with open_store(settings) as store:
        promise = store.promise()
        report = examine(store.inspection, store.blobs)
        aside = list(_set_aside(store.records))
        url = queue_url_of(settings, store)
        health = _health(url) if url else None
    if as_json:
        click.echo(_document(promise, report, aside, health))
    else:
        _show(promise, report, aside, health)
    return EXIT_FAILED if report.exit_status or aside else 0


def _set_aside(records: Records) -> Iterator[tuple[str, Comparison]]:
    """(shop, comparison) of what failed too often and waits for a person."""
    for shop in records.shops():
        ids = records.find(shop, Index.comparison_state, ComparisonState.failed)
        for found in records.get_many(shop, Comparison, ids):
            if found is not None:
                yield shop, found


def _health(url: str) -> QueueHealth | None:
    """None when the queue does not answer: it is only a hint, and nothing is lost without it."""
    try:
        return RedisQueue(queue_client(url)).health()
    except RedisError:
        return None


def _show(
    promise: Promise,
    report: Report,
    aside: list[tuple[str, Comparison]],
    health: QueueHealth | None,
) -> None:
    click.echo(contract.text(f"promise.{promise.durability}", language()))
    click.echo(say("doctor.looked", records=report.records, blobs=report.blobs))
    for finding in report.findings:
        click.echo(f"- {_sentence(finding)}")
    for shop, comparison in aside:
        problem = contract.text(f"problem.{comparison.problem}.title", language())
        click.echo("- " + say("doctor.set_aside", shop=shop, id=comparison.id, problem=problem))
    if health is None:
        click.echo(say("doctor.no_queue"))
    else:
        click.echo(say("doctor.queue", **asdict(health) | {"failed": len(health.failed)}))
    if not report.findings and not aside:
        click.echo(say("doctor.well"))


def _sentence(finding: Finding) -> str:
    values = {"shop": finding.shop or "", "subject": finding.subject, "detail": finding.detail}
    return contract.text(f"doctor.{finding.code}", language(), **values)


def _document(
    promise: Promise,
    report: Report,
    aside: list[tuple[str, Comparison]],
    health: QueueHealth | None,
) -> str:
    return json.dumps(
        {
            "promise": asdict(promise) | {"kept": promise.kept},
            "records": report.records,
            "blobs": report.blobs,
            "findings": [asdict(each) | {"harmful": each.harmful} for each in report.findings],
            "set_aside": [
                {"shop": shop, "comparison": each.id, "problem": each.problem}
                for shop, each in aside
            ],
            "queue": asdict(health) if health else None,
        },
        ensure_ascii=False,
    )
