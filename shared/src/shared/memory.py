"""What a process has loaded stays as long as it runs."""

import gc

# So many more than have gone, a few megabytes, before the collector looks at them; else it would be 700.
_NEW_OBJECTS = 20_000


def keep_what_is_loaded() -> None:
    """Let the garbage collector never look at it again; to be called once all is imported.

    It holds hundreds of thousands of objects, and an answer with a thousand items makes enough new ones that every
    tenth request or so waited 90 ms for all of them to be looked through. Of the new ones it looks seldom too: nearly
    all go by themselves, and to look seven times in each such answer took a twelfth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
