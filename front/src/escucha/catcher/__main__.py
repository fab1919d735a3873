"""`python -m escucha.catcher --port 2525`: catch mail into the folder that MAIL_DIR names."""

import asyncio
from pathlib import Path

import click

from escucha.catcher.mailbox import Mailbox
from escucha.catcher.smtp import serve


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--folder", envvar="MAIL_DIR", type=click.Path(path_type=Path), required=True)
def main(port: int, folder: Path) -> None:
    """Catch mail until told to stop."""
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(Mailbox(folder), port))


if __name__ == "__main__":
    main()
