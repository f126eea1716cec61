//! What is said about theme.
