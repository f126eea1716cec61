//! What is said about front matter.
