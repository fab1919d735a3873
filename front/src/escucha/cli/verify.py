"""`escucha verify`"""

from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.problem import Problem


@click.command()
@house_options
def verify(url: str | None, key: str | None, data_dir: Path) -> None:
    """Verify all locked scorecards.

    The chain of their hashes, and each made again from the stored facts. Fails when anything is wrong. Facts that came
    after a lock are named; they change nothing that is locked.
    """
    with client(url, key, data_dir) as house:
        found = house.get("/scoring/v1/scorecards/verification").raise_for_status().json()
    for one in found["pending"]:
        click.echo(
            f"Scorecard {one['number']} ({one['plan']}, version {one['version']}): facts have changed since the lock."
        )
        for name, amount in one["locked"].items():
            click.echo(f"  {name}: locked {amount / 100:,.2f}, by now {one['now'][name] / 100:,.2f}")
    if found["faults"]:
        raise Problem("what is locked does not verify", "\n".join(found["faults"]))
    click.echo(f"Locked scorecards: {found['scorecards']}, nothing wrong. Last hash: {found['last_hash']}")
