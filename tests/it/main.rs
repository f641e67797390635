//! House rules of the source tree, held by tests.

#![allow(clippy::expect_used)]

mod layers;
mod limits;
mod source;
mod styles;
mod texts;
mod tree;
