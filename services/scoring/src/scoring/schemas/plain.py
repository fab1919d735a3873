"""Text that people write and the database can hold."""

from marshmallow import validate

PLAIN = validate.Regexp(
    r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}\Z", error="Use 1 to 200 characters, no control characters."
)
