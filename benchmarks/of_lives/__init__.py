"""What `benchmarks.lives` measures with: none of it is a measurement of its own."""
