"""Sheets from elsewhere: read, staged row by row, judged, corrected in a grid, and carried out without loss."""
