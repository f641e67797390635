//! What holds for every drive, tested on the one in memory.

mod contract;
