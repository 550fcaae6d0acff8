"""What can be seen of the running service: requests told and counted, health, metrics, and the headers that keep browsers safe."""
