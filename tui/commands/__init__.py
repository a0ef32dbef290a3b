"""The subcommands of polyrec, one file each."""
