"""While everybody answers at once and everything is killed, every answer that was thanked for is there, once.

`benchmarks/storm.py` does the same with 10,000 customers and prints what the minute was like.
"""

from support import storm

CUSTOMERS = 2_000
CLIENTS = 8


def test_in_a_storm_every_answer_that_was_thanked_for_is_everywhere_once(tmp_path):
    with storm.storm_house(tmp_path) as (house, postgres):
        customers = storm.invite(house, CUSTOMERS)
        raged = storm.rage(house, postgres, customers, CLIENTS)
        assert raged.tried_again > 0, "nobody noticed that anything was killed"
        storm.check(house, raged)
