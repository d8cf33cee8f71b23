"""What people read in advice: questions with answers, guides, and what is found by words."""
