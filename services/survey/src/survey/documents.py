"""Surveys as documents: JSON, or YAML of the kind in which `no` is a word."""

import re
from typing import Any

import yaml

YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")
MOST_BYTES = 256 * 1024


class DocumentError(ValueError):
    """This can't be read; the message says where and why."""


class _Loader(yaml.SafeLoader):
    """Plain data only: no aliases, which let a small document grow without end, and true and false as in YAML 1.2."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise DocumentError("Aliases (*name) can't be used here.")
        return super().compose_node(parent, index)


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
