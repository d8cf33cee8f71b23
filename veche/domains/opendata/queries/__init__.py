"""What people, programs and officials read of open data."""
