//! Stories of the shared drive.
