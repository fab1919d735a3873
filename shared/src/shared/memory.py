"""What a process has loaded stays as long as it runs."""

import gc


def keep_what_is_loaded() -> None:
    """Let the garbage collector never look at it again; to be called once all is imported.

    It holds hundreds of thousands of objects, and an answer with a thousand items makes enough new ones that every
    tenth request or so waited 90 ms for all of them to be looked through.
    """
    gc.collect()
    gc.freeze()
