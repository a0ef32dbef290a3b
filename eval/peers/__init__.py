"""What polyrec is measured against: simple recommenders that imitate the events of a turn."""
