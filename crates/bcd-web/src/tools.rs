//! What the later use-cases need of the browser.

use crate::{
    doors::BrowserDoors,
    engine,
    lock::BrowserLock,
    seal::{BrowserCodes, BrowserSealer},
    signer::BrowserSigner,
    text,
};
use bcd_app::tools::{Folding, RareTools, Tools};
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
        calendars: Rc::new(engine::BrowserCalendars),
        sealer: Rc::new(BrowserSealer),
        signer: Rc::new(BrowserSigner::default()),
        codes: Rc::new(BrowserCodes),
        lock: Rc::new(BrowserLock),
        folding: Rc::new(BrowserFolding),
    }
}

/// The same for the use-cases of the rare chunk.
pub fn rare_tools() -> RareTools {
    RareTools { press: Rc::new(engine::BrowserPress), doors: Rc::new(BrowserDoors) }
}
