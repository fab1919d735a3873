"""What a minute is like in which 10,000 customers answer while the workers, the web servers and PostgreSQL are killed.

All processes run on this machine with everything that follows from an answer; PostgreSQL waits for the disk. Whoever
sees an error, or nothing, sends the form again. Another number of customers: `python benchmarks/storm.py 2000`.
"""

import sys
import tempfile
import time
from pathlib import Path

from support import storm

CUSTOMERS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
CLIENTS = 8


def main() -> None:
    """Run, check that every answer is everywhere once, and print the figures."""
    with tempfile.TemporaryDirectory() as logs, storm.storm_house(Path(logs)) as (house, postgres):
        customers = storm.invite(house, CUSTOMERS)
        print(
            f"{CUSTOMERS} customers, {CLIENTS} at a time; workers, web servers and PostgreSQL killed meanwhile"
        )
        raged = storm.rage(house, postgres, customers, CLIENTS)
        ended = time.monotonic()
        print(f"all thanked after {raged.seconds:.1f} s, {CUSTOMERS / raged.seconds:.0f} a second")
        print(f"forms sent again after an error or a cut connection: {raged.tried_again}")
        storm.check(house, raged)
    print(f"{time.monotonic() - ended:.1f} s later every answer was in all services, and nowhere twice")


if __name__ == "__main__":
    main()
