"""The kinds of reports, as documents: what each holds, for whom, in one language."""
