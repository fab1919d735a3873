"""Surveys as documents: JSON, or YAML of the kind in which `no` is a word."""

import re
from typing import Any

import yaml

YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")
MOST_BYTES = 256 * 1024


class DocumentError(ValueError):
    """This can't be read; the message says where and why."""


class _Loader(yaml.SafeLoader):
    """Plain data only: no aliases, which let a small document grow without end, no tags, nothing said twice.

    True and false are those of YAML 1.2.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise DocumentError("Aliases (*name) can't be used here.")
        if event.tag is not None:
            raise DocumentError(f"Tags ({event.tag}) can't be used here.")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise DocumentError(
                f"{twice!r} is there twice, in what begins on line {node.start_mark.line + 1}."
            )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,8})$"), list("-0123456789")
)


def read_yaml(text: str | bytes) -> Any:
    """The data that a YAML document describes. DocumentError when it is none, or too large."""
    if len(text) > MOST_BYTES:
        raise DocumentError(f"This is larger than {MOST_BYTES} bytes.")
    try:
        return yaml.load(text, _Loader)  # noqa: S506  a SafeLoader with less in it
    except yaml.YAMLError as error:
        raise DocumentError(str(error)) from error
    except RecursionError as error:
        raise DocumentError("This is nested too deep.") from error
