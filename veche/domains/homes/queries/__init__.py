"""Reading houses: who serves them, what is off, and the words for both."""
