"""The append-only record of every act, its digest chain and its daily seals."""
