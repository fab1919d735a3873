"""Which permanent failures say that an address is no good, by enhanced status code.

RFC 3463 and the registry that goes on with it (RFC 5248). A permanent failure is one of this message: a full mailbox, a
large mail, a bad name of the sender or a network in trouble says nothing about the next one. Only what is in this table
keeps a customer from being asked again.
"""

GONE = {
    "5.0.0": "it is permanent, and no more is told",
    "5.1.0": "something is wrong with the address",
    "5.1.1": "there is no such mailbox",
    "5.1.2": "there is no such domain",
    "5.1.3": "this is no address",
    "5.1.4": "the address could be that of several people",
    "5.1.6": "the mailbox has moved, nobody tells where to",
    "5.1.10": "the domain takes no mail (RFC 7505)",
    "5.2.1": "the mailbox is disabled",
    "5.4.1": "Exchange Online says so when there is no such recipient",
    "5.4.4": "no way leads to the domain",
    "5.5.0": "Outlook.com says so when there is no such mailbox",
    "5.7.13": "the account is disabled",
    "5.7.17": "the mailbox belongs to somebody else now (RFC 7293)",
    "5.7.18": "the domain belongs to somebody else now (RFC 7293)",
}

# Plain codes (RFC 5321, 4.2.2) that tell more than their class: exceeded storage allocation.
PLAIN = {"552": "5.2.2"}


def is_gone(status: str) -> bool:
    """Whether this status, such as 5.1.1, says that nobody is there any more."""
    return status in GONE
