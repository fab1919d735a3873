"""What the caller does, the same by program and on a page: its checks, the change, and the line in the audit trail."""
