"""The arithmetic of appeals: states and terms, pure."""
