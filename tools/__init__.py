"""Programs for developers; the town hall itself never imports them."""
