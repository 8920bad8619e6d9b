"""Tasks (任务): what minutes and instructions ask of somebody by a day."""
