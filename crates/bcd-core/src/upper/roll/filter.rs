//! The filter of the list of units, as it stands in the address, so that a view can be sent to a
//! colleague: `nam=2026&tt=cham&cum=C%E1%BB%A5m%201`.

use super::{
    RollUnit, alike,
    standing::{Stage, Standing},
};

/// How a unit stands, as a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandFilter {
    /// Any.
    #[default]
    All,
    /// Not registered, nothing sent.
    NotRegistered,
    /// Nothing that counts was sent.
    Lacks,
    /// Late with something.
    Late,
    /// Here, not confirmed.
    Unconfirmed,
    /// Sent.
    Sent,
    /// Sent, and ready to be recognised by its own account.
    Ready,
    /// Sent, and not ready.
    NotReady,
    /// Sent by a unit that is in no list.
    Stray,
}

impl StandFilter {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::NotRegistered,
        Self::Lacks,
        Self::Late,
        Self::Unconfirmed,
        Self::Sent,
        Self::Ready,
        Self::NotReady,
        Self::Stray,
    ];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NotRegistered => "chua-dang-ky",
            Self::Lacks => "chua-gui",
            Self::Late => "cham",
            Self::Unconfirmed => "chua-xac-nhan",
            Self::Sent => "da-gui",
            Self::Ready => "du",
            Self::NotReady => "vuong",
            Self::Stray => "ngoai",
        }
    }
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// The cycle; empty = the one that the page chooses.
    pub cycle: String,
    /// Standing.
    pub stand: StandFilter,
    /// Cluster, as it is written; empty = any.
    pub cluster: String,
    /// Kind; empty = any.
    pub kind: String,
    /// Officer in charge, as it is written; empty = any.
    pub officer: String,
    /// What is searched for, with or without accents.
    pub find: String,
    /// The page of the list, from 0.
    pub page: usize,
}

impl ListFilter {
    /// Reads the part of an address behind `?`. What it does not know is passed over.
    pub fn parse(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = decoded(value);
            match name {
                "nam" => filter.cycle = value,
                "tt" => {
                    let known = StandFilter::ALL.into_iter().find(|it| it.as_str() == value);
                    filter.stand = known.unwrap_or_default();
                }
                "cum" => filter.cluster = value,
                "loai" => filter.kind = value,
                "cb" => filter.officer = value,
                "tim" => filter.find = value,
                "trang" => filter.page = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                _ => {}
            }
        }
        filter
    }

    /// The part of an address behind `?`; empty where nothing is filtered.
    pub fn write(&self) -> String {
        let page = if self.page == 0 { String::new() } else { (self.page + 1).to_string() };
        let pairs = [
            ("nam", self.cycle.as_str()),
            ("tt", self.stand.as_str()),
            ("cum", &self.cluster),
            ("loai", &self.kind),
            ("cb", &self.officer),
            ("tim", &self.find),
            ("trang", &page),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// Whether a line is to be shown. A unit that is in no list has no line id.
    pub fn shows(&self, standing: &Standing) -> bool {
        let Standing { unit, stage, late, latest, .. } = standing;
        let ready = || latest.as_ref().is_some_and(|it| it.summary.score.recognisable);
        let stands = match self.stand {
            StandFilter::All => true,
            StandFilter::NotRegistered => *stage == Stage::NotRegistered,
            StandFilter::Lacks => stage.lacks(),
            StandFilter::Late => late.is_some(),
            StandFilter::Unconfirmed => matches!(stage, Stage::Unconfirmed(_)),
            StandFilter::Sent => !stage.lacks(),
            StandFilter::Ready => !stage.lacks() && ready(),
            StandFilter::NotReady => !stage.lacks() && !ready(),
            StandFilter::Stray => unit.id.as_str().is_empty(),
        };
        stands && self.names(unit)
    }

    /// Whether a unit is of the cluster, kind and officer, and has what is searched for.
    pub fn names(&self, unit: &RollUnit) -> bool {
        let is = |wanted: &str, there: &str| {
            wanted.is_empty() || alike::plain(wanted) == alike::plain(there)
        };
        is(&self.cluster, &unit.cluster)
            && (self.kind.is_empty() || self.kind == unit.kind)
            && is(&self.officer, &unit.officer)
            && self.finds(&[&unit.name, &unit.cluster, &unit.officer, &unit.secretary])
    }

    /// Whether one of some texts has what is searched for.
    pub fn finds(&self, texts: &[&str]) -> bool {
        let wanted = alike::plain(&self.find);
        wanted.is_empty() || texts.iter().any(|text| alike::plain(text).contains(&wanted))
    }
}

// RFC 3986: letters, digits and `-._~` stay; everything else is the bytes of its UTF-8.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

// What is no code of a byte stays as it is: addresses are typed and cut by people.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|hex| {
            let is_code = *first == b'%' && hex.iter().all(u8::is_ascii_hexdigit);
            let hex = core::str::from_utf8(hex).ok().filter(|_| is_code)?;
            u8::from_str_radix(hex, 16).ok()
        });
        bytes.push(code.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_goes_into_an_address_and_comes_back() {
        let filter = ListFilter {
            cycle: "2025–2026".into(),
            stand: StandFilter::Late,
            cluster: "Cụm 1 & 2 = 3%".into(),
            find: "nga sơn+".into(),
            page: 3,
            ..ListFilter::default()
        };
        let address = filter.write();
        assert!(address.is_ascii() && address.contains("tt=cham"), "{address}");
        assert_eq!(ListFilter::parse(&address), filter);
        assert_eq!(ListFilter::default().write(), "");
    }

    #[test]
    fn what_is_cut_or_typed_by_hand_is_read_as_far_as_it_goes() {
        let filter = ListFilter::parse("tt=la&cum=C%E1%BB&tim=100%&x=y&loai&trang=0");
        assert_eq!(
            (filter.stand, filter.find.as_str(), filter.page),
            (StandFilter::All, "100%", 0)
        );
        assert_eq!(ListFilter::parse("tim=nga sơn").find, "nga sơn");
    }

    #[test]
    fn search_needs_no_accents() {
        let unit = RollUnit {
            name: "Đoàn xã Nga Sơn".into(),
            cluster: "Cụm 1".into(),
            ..RollUnit::default()
        };
        let finds = |query: &str| ListFilter::parse(query).names(&unit);
        assert!(finds("tim=nga son") && finds("tim=CUM 1") && finds("cum=cụm 1"));
        assert!(!finds("tim=ha trung") && !finds("cum=Cụm 2") && !finds("loai=school"));
    }
}
