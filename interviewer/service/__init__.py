"""What people and programs may do with interviews; used by the command line and the API alike."""
