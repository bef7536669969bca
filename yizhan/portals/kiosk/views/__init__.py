"""Pages: the hall's, for anybody, and the desk's."""
