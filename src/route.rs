//! Pages and their addresses. The only place with address strings.
//!
//! Addresses live behind `#`, so that every one of them works on any static host, under any
//! path, without rewrite rules.

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// What is due, what lacks evidence, where the unit stands.
    #[default]
    Home,
    /// Name the unit and the year.
    Start,
    /// Open a sample unit and its checklist.
    Sample,
    /// The checklist; with an item open.
    Checklist(Option<String>),
    /// Send to the upper level.
    Send,
    /// Take files in.
    Receive,
    /// The lower units.
    Units,
    /// One unit's submission, by digest.
    Unit(String),
    /// Note what happened, on the spot; what is noted, with its record.
    Note(String),
    /// The plan; a view of it, or a task.
    Plan(String),
    /// The branches; one of them.
    Branches(String),
    /// Figures and targets of the quarters.
    Figures(String),
    /// The registration for the next year.
    Register(String),
    /// Official documents; one of them.
    Papers(String),
    /// Shared drives; a view of them.
    Drive(String),
    /// Packs of the upper level; one of them.
    Packs(String),
    /// Backup, language, units on this device.
    More,
    /// An address that leads nowhere.
    NotFound,
}

impl Route {
    /// Reads the part of an address behind `#`.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
        if let Some(inner) = Self::with_inner(path) {
            return inner;
        }
        let mut parts = path.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(""), None, ..) => Self::Home,
            (Some("bat-dau"), None, ..) => Self::Start,
            (Some("thu"), None, ..) => Self::Sample,
            (Some("tu-cham"), item, None, _) => Self::Checklist(item.map(str::to_owned)),
            (Some("gui"), None, ..) => Self::Send,
            (Some("nhan"), None, ..) => Self::Receive,
            (Some("don-vi"), None, ..) => Self::Units,
            (Some("don-vi"), Some(digest), None, _) => Self::Unit(digest.to_owned()),
            (Some("them"), None, ..) => Self::More,
            _ => Self::NotFound,
        }
    }

    // Pages that name what is opened in them themselves.
    fn with_inner(path: &str) -> Option<Self> {
        let (page, inner) = path.split_once('/').unwrap_or((path, ""));
        let make = match page {
            "ghi" => Self::Note,
            "ke-hoach" => Self::Plan,
            "chi-doan" => Self::Branches,
            "so-lieu" => Self::Figures,
            "dang-ky" => Self::Register,
            "o-chung" => Self::Drive,
            "bo-huong-dan" => Self::Packs,
            "van-ban" => Self::Papers,
            _ => return None,
        };
        Some(make(inner.to_owned()))
    }

    /// The address, with `#`.
    pub fn href(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "#/".to_owned(),
            Self::Start => "#/bat-dau".to_owned(),
            Self::Sample => "#/thu".to_owned(),
            Self::Checklist(None) => "#/tu-cham".to_owned(),
            Self::Checklist(Some(item)) => format!("#/tu-cham/{item}"),
            Self::Send => "#/gui".to_owned(),
            Self::Receive => "#/nhan".to_owned(),
            Self::Units => "#/don-vi".to_owned(),
            Self::Unit(digest) => format!("#/don-vi/{digest}"),
            Self::Note(inner) => with_inner("ghi", inner),
            Self::Plan(inner) => with_inner("ke-hoach", inner),
            Self::Branches(inner) => with_inner("chi-doan", inner),
            Self::Figures(inner) => with_inner("so-lieu", inner),
            Self::Register(inner) => with_inner("dang-ky", inner),
            Self::Drive(inner) => with_inner("o-chung", inner),
            Self::Packs(inner) => with_inner("bo-huong-dan", inner),
            Self::Papers(inner) => with_inner("van-ban", inner),
            Self::More => "#/them".to_owned(),
        }
    }
}

fn with_inner(page: &str, inner: &str) -> String {
    match inner {
        "" => format!("#/{page}"),
        inner => format!("#/{page}/{inner}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn every_address_leads_back_to_its_page() {
        for route in [
            Route::Home,
            Route::Start,
            Route::Sample,
            Route::Checklist(None),
            Route::Checklist(Some("1.2.1".into())),
            Route::Send,
            Route::Receive,
            Route::Units,
            Route::Unit("sha256:ab".into()),
            Route::More,
            Route::Note(String::new()),
            Route::Plan("viec/0198".into()),
            Route::Drive(String::new()),
            Route::Drive("webdav".into()),
            Route::Packs("sha256:ab".into()),
            Route::Branches("b1".into()),
            Route::Figures(String::new()),
            Route::Register(String::new()),
            Route::Papers("bao-cao".into()),
        ] {
            assert_eq!(Route::parse(&route.href()), route);
        }
    }

    #[test]
    fn a_query_and_a_last_slash_do_not_matter() {
        assert_eq!(Route::parse("#/nhan?loi=chia-se"), Route::Receive);
        assert_eq!(Route::parse("#/tu-cham/"), Route::Checklist(None));
        assert_eq!(Route::parse(""), Route::Home);
        assert_eq!(Route::parse("#/khong-co"), Route::NotFound);
    }
}
