"""What a score is measured in."""

from enum import StrEnum


class Unit(StrEnum):
    POINTS = "points"  # −100..100
    SHARE = "share"  # 0..1
    MEAN = "mean"  # minimum..maximum of its scale
    DAYS = "days"
