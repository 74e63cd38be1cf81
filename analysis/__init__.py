"""Chinese text analysis: see docs/design.md while the house is being built."""
