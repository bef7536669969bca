"""What every page shares: middleware, the page's context, form submission that happens once."""
