"""Pages of opinion forms and leads, one module per page or verb."""
