"""Frames: what stands around every customer's page, whatever is on it."""

from dataclasses import dataclass

from shared.service import current
from survey.domain.brands import NO_BRAND, PAPERS, Brand, ink_on
from survey.settings import SurveySettings


@dataclass(frozen=True)
class Frame:
    """The company's brand above, and below it the ways to complain and to talk to a person."""

    brand: Brand = NO_BRAND
    complaint_url: str | None = None

    @property
    def colours(self) -> dict[str, tuple[str, str]]:
        """The accent and what is written upon it, for each scheme that the brand has one for."""
        accents = {"light": self.brand.accent, "dark": self.brand.accent_dark}
        return {scheme: (accent, ink_on(accent)) for scheme, accent in accents.items() if accent}

    @property
    def plate(self) -> str:
        """What a logo stands on in the dark, since it was drawn for the light."""
        return PAPERS["light"]

    def complaint(self, language: str) -> str | None:
        """Where to complain in this language; nothing in the address tells who comes."""
        if self.complaint_url is None:
            return None
        return f"{self.complaint_url}{'&' if '?' in self.complaint_url else '?'}language={language}"

    @property
    def dial(self) -> str | None:
        """The number of the person as a phone takes it."""
        phone = self.brand.person_phone
        return "".join(sign for sign in phone if sign in "+0123456789") if phone else None


def frame_of(brand: Brand) -> Frame:
    """The frame of this request's page."""
    settings = current().settings
    assert isinstance(settings, SurveySettings)  # noqa: S101  this is the survey service
    return Frame(brand, settings.complaint_url)
