//! Theme files -> templates, static files, the chain of parents. Knows no stories.
