"""Plain Python without Django: values in, values out. Dates and times are arguments, never asked for."""
