"""Where mails lead the people of the company: to pages that ask who they are. No address names a customer."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages for staff; `public_url` has no slash at its end."""

    public_url: str

    def item(self, feedback_id: UUID) -> str:
        """One comment, and every step that was taken with it."""
        return f"{self.public_url}/router/feedback/{feedback_id}"

    def theme(self, theme_id: UUID) -> str:
        """The comments of one theme."""
        return f"{self.public_url}/router/feedback?theme={theme_id}"

    def themes(self, *, emerging: bool) -> str:
        """All themes, or those that grow beyond chance."""
        return f"{self.public_url}/router/themes{'?emerging=true' if emerging else ''}"

    def decisions(self) -> str:
        """What was decided at once, and what was left to a person."""
        return f"{self.public_url}/router/decisions"

    def by_priority(self) -> str:
        """What is open, what matters most first."""
        return f"{self.public_url}/router/feedback?sort=priority"

    def by_due_time(self, team: str | None = None) -> str:
        """What is open, of one team or of all, due first."""
        return f"{self.public_url}/router/feedback?sort=due{f'&team={team}' if team else ''}"
