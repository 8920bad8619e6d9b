"""Pages of the rules and of the working calendar."""
