"""The pages that anybody may read without a sign-in: what is on offer, never a person."""
