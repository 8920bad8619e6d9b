"""The design system: base templates, components, tokens. Knows no other app."""
