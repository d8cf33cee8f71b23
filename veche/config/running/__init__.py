"""`veche run`: what one machine needs to serve, started in order and stopped together."""
