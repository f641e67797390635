//! Tests of the shared drive.

mod contract;
