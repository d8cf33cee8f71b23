"""Sign-in services of others: an allow-list in the settings, none unless somebody writes one in."""
