"""What the tests share: real servers, databases from a template, apps wired to them."""
