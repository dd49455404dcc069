"""Transport: parse, call the service, render; no decisions."""
