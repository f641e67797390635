//! House rules of the source tree, held by tests.

#![allow(clippy::expect_used)]

mod css;
mod layers;
mod limits;
mod paths;
mod promises;
mod scopes;
mod source;
mod styles;
mod texts;
mod tree;
