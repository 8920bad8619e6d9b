"""选聘: from the notice of a round to the appointment of those who were chosen (4.0, 4.1.a–c)."""
