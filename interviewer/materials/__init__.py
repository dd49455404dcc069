"""What candidates bring, read with suspicion: bytes to text in a limited child process, text to claims by rule."""
