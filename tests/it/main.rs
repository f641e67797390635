//! House rules of the source tree, held by tests.

#![allow(clippy::expect_used)]

mod layers;
mod source;
mod styles;
mod texts;
mod tree;
