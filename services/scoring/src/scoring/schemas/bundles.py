"""The auditor's bundle: everything that is needed to verify a locked scorecard without us, in one file."""

import io
import zipfile
from collections.abc import Iterable
from importlib.resources import files

from scoring.domain.snapshots import Locked

_READ_ME = """\
Scorecard {number} of plan {plan}, version {version}, and all that were locked before it.

scorecard-*.json  one text a scorecard: facts (findings), definitions (plan), result. Amounts are in cents; numbers that
                  are not whole are written as exact fractions.
SHA-256           the hash of the last text. Each text holds the hash of the one before it ("previous"): compare this
                  one hash with what you were told at the lock, and nothing before it can have changed.
verify.py         checks the chain, and every value, percent, point and amount from the facts. It needs Python 3.10 or
                  newer and nothing else:  python verify.py
"""


def as_bundle(locked: Locked, chain: Iterable[Locked]) -> bytes:
    """A zip archive, the same bytes each time."""
    verify = files("scoring").joinpath("bundle", "verify.py").read_text(encoding="utf-8")
    plan = locked.document["plan"]["key"]
    read_me = _READ_ME.format(number=locked.head.number, plan=plan, version=locked.head.plan_version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "READ-ME.txt", read_me)
        _add(archive, "verify.py", verify)
        _add(archive, "SHA-256", f"{locked.hash}\n")
        for link in chain:
            _add(archive, f"scorecard-{link.head.number:08}.json", link.body)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
