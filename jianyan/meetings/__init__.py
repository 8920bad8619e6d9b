"""Meetings (会议): symposia, plenaries, visits, business-environment meetings; invitations, attendance, minutes."""
