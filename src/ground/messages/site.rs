//! What is said about site.
