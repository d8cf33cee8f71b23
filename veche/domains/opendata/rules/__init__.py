"""The arithmetic of open data: types of cells, choosing among rows, descriptions for catalogues."""
