//! What is said about publish.
