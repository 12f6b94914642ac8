"""From recordings to what training reads: high-pass, slices, segments, features."""
