"""The rules of scoring: integers come in, honest numbers and amounts in cents go out."""
