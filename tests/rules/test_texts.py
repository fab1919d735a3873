"""What people read is there in every language, with the same blanks to fill in."""

import string
from pathlib import Path

import pytest
import yaml

from shared.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDERS = sorted({*ROOT.glob("*/src/**/texts"), *ROOT.glob("services/*/src/**/texts")})


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_text_is_there_in_every_language(folder: Path):
    texts = {
        lang: yaml.safe_load((folder / f"{lang}.yaml").read_text(encoding="utf-8")) for lang in LANGUAGES
    }
    for language in LANGUAGES[1:]:
        assert texts[language].keys() == texts["en"].keys()
        for key, text in texts[language].items():
            assert text.strip(), f"{language}: {key}"
            assert blanks(text) == blanks(texts["en"][key]), f"{language}: {key}"
