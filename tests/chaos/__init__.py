"""What breaks in the night, tried by day: killed processes, a crashed database, a full disk, races from a barrier."""
