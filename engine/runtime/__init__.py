"""The pure runtime: a function from (program, snapshot, command, time) to the next step.

Nothing under this package imports Django, opens a file or looks at a clock.
"""
