//! What the later use-cases need of the browser.

use crate::{doors::BrowserDoors, engine, lock::BrowserLock, seal::BrowserSealer, text};
use bcd_app::tools::{Folding, Tools};
use std::rc::Rc;

struct BrowserFolding;

impl Folding for BrowserFolding {
    fn fold(&self, text: &str) -> String {
        text::fold(text)
    }
}

/// The browser, as the later use-cases ask for it.
pub fn tools() -> Tools {
    Tools {
        engine: Rc::new(engine::BrowserEngine),
        press: Rc::new(engine::BrowserPress),
        sealer: Rc::new(BrowserSealer),
        doors: Rc::new(BrowserDoors),
        lock: Rc::new(BrowserLock),
        folding: Rc::new(BrowserFolding),
    }
}
