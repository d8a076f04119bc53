"""Many records of a register in one proposal: a workbook or a selection, every row checked before it is asked for."""
