//! What is said about comments.
