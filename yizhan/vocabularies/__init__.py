"""Shared words of the trade: occupations, certificates, days, minimum wages. Shipped as files, dated, amendable."""
