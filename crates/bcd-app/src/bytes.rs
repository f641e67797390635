//! Bytes of documents and files. In a browser they stay outside of WebAssembly memory, which can
//! grow but never shrink.

use std::{any::Any, fmt, rc::Rc};

/// Bytes that lie somewhere.
pub trait Content: 'static {
    /// How many.
    fn size(&self) -> usize;
    /// A copy of the first `most` of them, or of all.
    fn head(&self, most: usize) -> Vec<u8>;
    /// The underlying object, for the side that created it.
    fn as_any(&self) -> &dyn Any;
}

/// Bytes. Clones share them.
#[derive(Clone)]
pub struct Bytes(Rc<dyn Content>);

impl Bytes {
    /// Bytes that lie somewhere.
    pub fn new(content: impl Content) -> Self {
        Self(Rc::new(content))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.size()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of the first `most` of them, or of all.
    pub fn head(&self, most: usize) -> Vec<u8> {
        self.0.head(most)
    }

    /// A copy of them all.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.head(usize::MAX)
    }

    /// What holds them, if it is of this type.
    pub fn content<T: 'static>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes.to_vec())
    }
}

impl Content for Vec<u8> {
    fn size(&self) -> usize {
        self.len()
    }

    fn head(&self, most: usize) -> Vec<u8> {
        self[..most.min(self.len())].to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
