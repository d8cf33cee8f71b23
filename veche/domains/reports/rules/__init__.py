"""The arithmetic of reports: states, terms, likeness, the linear model; pure."""
