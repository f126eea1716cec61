//! What is said about settings.
