"""The shipped files, read into memory when first asked for. Nothing here touches the database."""
