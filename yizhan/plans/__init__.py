"""Plans: who goes where, worked out for everybody together, looked through by a person, carried out row by row."""
