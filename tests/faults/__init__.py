"""What breaks from outside: killed processes, taken ports, full disks, missing networks."""
