"""What answers themselves say: each of these is counted where the answers are, and compared by the test of strata.py.

Straight lines: the same value for every question of a row on one scale. Who is content may well answer 5, 5, 5, so that
a unit with content customers has more of them. Therefore only answers that begin with the same value are compared: do
lines go on straight more often here than elsewhere after the same first answer?

Too fast: sent sooner after the form was shown than anybody reads, by the signed time that forms carry.

Both as signs: D. J. Leiner, "Too fast, too straight, too weird: non-reactive indicators for meaningless data in
internet surveys", Survey Research Methods 13 (2019) 229-248.

Begging: customers say by the question ASKED_QUESTION, or in their comments, that somebody asked for a certain score.
"""

# So many questions on one scale make a line.
SHORTEST_LINE = 3
# A yes-or-no question of this key asks it, in any survey.
ASKED_QUESTION = "asked_for_score"
