"""The verbs of advice: asking, answering, keeping guides, forgetting."""
