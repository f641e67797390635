//! Stories of papers.
