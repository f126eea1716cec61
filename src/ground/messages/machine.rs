//! What is said about machine.
