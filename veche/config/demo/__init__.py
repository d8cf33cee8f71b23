"""The fictional town that stands in the browser after the first start."""
