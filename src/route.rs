//! Where a link leads: a page, and what is opened in it.
//!
//! Addresses live behind `#`, so that every one of them works on any static host, under any
//! path, without rewrite rules. The words in them stand in the table of pages.

use crate::pages::Page;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// What is opened in it: an item of the checklist, a record of the year; empty = nothing.
    pub inner: String,
}

impl Page {
    /// The way to this page.
    pub fn route(self) -> Route {
        self.open("")
    }

    /// The way to something that is opened in this page.
    pub fn open(self, inner: impl Into<String>) -> Route {
        Route { page: self, inner: inner.into() }
    }

    /// The address of this page, with `#`.
    pub fn href(self) -> String {
        self.route().href()
    }
}

impl Route {
    /// Reads the part of an address behind `#`.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
        let (address, inner) = path.split_once('/').unwrap_or((path, ""));
        match Page::of_address(address) {
            Some(page) if inner.is_empty() || page.opens() => page.open(inner),
            _ => Page::NotFound.route(),
        }
    }

    /// The address, with `#`.
    pub fn href(&self) -> String {
        let address = self.page.address();
        match self.inner.as_str() {
            "" => format!("#/{address}"),
            inner => format!("#/{address}/{inner}"),
        }
    }

    /// The part of the route that decides whether to keep the scroll position: the checklist keeps
    /// it while an item is opened beside it, and so do the submissions of lower units.
    pub fn place(&self) -> Self {
        match self.page {
            Page::Checklist => Page::Checklist.route(),
            Page::Units if !self.inner.is_empty() => Page::Units.open("…"),
            Page::Verify => Page::Verify.route(),
            _ => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_page() {
        for page in Page::ALL {
            assert_eq!(Route::parse(&page.href()), page.route());
            let inside = page.open("viec/0198");
            let expected = if page.opens() { inside.clone() } else { Page::NotFound.route() };
            assert_eq!(Route::parse(&inside.href()), expected, "{page:?}");
        }
    }

    #[test]
    fn no_two_pages_have_one_address() {
        let mut all: Vec<&str> = Page::ALL.iter().map(|page| page.address()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Page::ALL.len());
    }

    #[test]
    fn a_query_and_a_last_slash_do_not_matter() {
        assert_eq!(Route::parse("#/nhan?loi=chia-se"), Page::Receive.route());
        assert_eq!(Route::parse("#/tu-cham/"), Page::Checklist.route());
        assert_eq!(Route::parse(""), Page::Home.route());
        assert_eq!(Route::parse("#/khong-co"), Page::NotFound.route());
    }
}
