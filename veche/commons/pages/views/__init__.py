"""Pages: what everyone reads, and the editor's desk."""
