//! What is said about markdown.
