"""What is wrong with something that a person wrote, and where."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """A path such as "lines.0.curve.target", and one plain sentence for the person who wrote it."""

    path: str
    message: str

    def under(self, parent: str) -> "Problem":
        return replace(self, path=f"{parent}.{self.path}")
