"""What editors still have to do, as lists: one report a file, which reads and never writes."""
