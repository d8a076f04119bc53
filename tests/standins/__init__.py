"""Other parties that speak the real protocols: a mail server, and a gateway for SMS, WeCom and plain HTTP.

For a demonstration by hand: `python -m tests.standins` runs both and prints what they take.
"""
