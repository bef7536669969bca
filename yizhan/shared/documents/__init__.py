"""Paper and sheets: PDF by typst, QR codes, Excel and CSV."""
