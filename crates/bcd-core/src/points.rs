//! Points (điểm): decimal, at most two places, exact.

use core::{fmt, iter::Sum, ops};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Points in hundredths, so that 0,1 + 0,2 is 0,3. In files a plain JSON number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub i64);

/// The most that one step may be worth; keeps every sum far inside `i64`.
pub const MAX_STEP: Points = Points::whole(10_000);

impl Points {
    /// `n` whole points.
    pub const fn whole(n: i64) -> Self {
        Self(n * 100)
    }

    /// From what [`Display`](fmt::Display) writes, if not negative.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        let scale = if part.len() == 1 { 10 } else { 1 };
        let (whole, part): (i64, i64) = (whole.parse().ok()?, part.parse().ok()?);
        Some(Self(whole.checked_mul(100)?.checked_add(part * scale)?))
    }

    /// Whether `self` is at least `percent` of `max`.
    pub fn reaches(self, percent: u8, max: Points) -> bool {
        self.0 * 100 >= i64::from(percent) * max.0
    }

    /// The least number of points that is `percent` of `max`.
    pub fn needed(percent: u8, max: Points) -> Points {
        let exact = i64::from(percent) * max.0;
        Points(exact / 100 + i64::from(exact % 100 != 0))
    }

    /// `self` as a whole percentage of `max`, rounded down; 0 when there is nothing to reach.
    pub fn percent_of(self, max: Points) -> u8 {
        if max.0 <= 0 {
            return 0;
        }
        u8::try_from((self.0 * 100 / max.0).clamp(0, 100)).unwrap_or(100)
    }
}

impl ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), ops::Add::add)
    }
}

/// With a decimal point and no trailing zeros; a page puts the comma of its language.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, n) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match (n / 100, n % 100) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            (whole, part) => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            to.serialize_i64(self.0 / 100)
        } else {
            to.serialize_f64(self.0 as f64 / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(from)?;
        let hundredths = number * 100.0;
        let rounded = (hundredths + if hundredths < 0.0 { -0.5 } else { 0.5 }) as i64;
        // A third decimal place is an error, because it would be dropped silently.
        if !number.is_finite() || number.abs() > 1e9 || (hundredths - rounded as f64).abs() > 1e-6 {
            return Err(D::Error::custom("a number with at most two decimal places"));
        }
        Ok(Self(rounded))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "number", "multipleOf": 0.01})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_add_up_exactly() {
        let parts: Vec<Points> = serde_json::from_str("[0.1, 0.2, 2.35]").unwrap();
        assert_eq!(parts.into_iter().sum::<Points>().to_string(), "2.65");
    }

    #[test]
    fn a_third_decimal_is_refused_not_rounded() {
        assert!(serde_json::from_str::<Points>("0.125").is_err());
    }

    #[test]
    fn needed_is_the_least_that_reaches() {
        for max in 0..500 {
            for percent in [0, 1, 33, 70, 80, 100] {
                let (max, need) = (Points(max), Points::needed(percent, Points(max)));
                assert!(need.reaches(percent, max));
                assert!(need.0 == 0 || !(need - Points(1)).reaches(percent, max));
            }
        }
    }
}
