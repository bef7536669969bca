"""Where things are: the divisions of GB/T 2260, an office's own local places, distance. One datum: GCJ-02."""
