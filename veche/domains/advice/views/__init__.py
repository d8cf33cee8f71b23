"""Pages of advice: reading, asking, answering, keeping guides."""
