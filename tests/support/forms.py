"""A customer's form as a browser sees it."""

import re

_UNSEEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def unseen(page: str) -> dict[str, str]:
    """What the form holds that nobody sees; a browser sends it along with what was chosen."""
    return dict(_UNSEEN.findall(page))
