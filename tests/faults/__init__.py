"""The misbehaving newsroom, and whole crawls against it."""
