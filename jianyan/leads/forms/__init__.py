"""Inputs of opinion forms and of the verbs on a lead."""
