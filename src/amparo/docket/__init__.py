"""docket: the public case record of people pursued for disclosing; no fact without a source."""
