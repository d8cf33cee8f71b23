"""Where houses meet the shell: what is told, what is foreseen, what the journal says."""
