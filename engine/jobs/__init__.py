"""The job table's workers: claim, carry out, free what died, and the loop around them."""
