"""The pages on which partners and their keys are kept."""
