"""Files that come from other systems and go to them: layouts, dry runs, imports and their history."""
