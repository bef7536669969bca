"""Floor 4: looking for work: wishes, availability, skills, certificates, commitments, visits."""
