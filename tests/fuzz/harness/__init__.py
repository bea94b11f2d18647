"""What runs the targets: the shelf, the process of one target, findings, and ways to vary an input."""
