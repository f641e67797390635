//! House rules of the source tree, held by tests.

mod layers;
mod source;
mod styles;
mod texts;
mod tree;
