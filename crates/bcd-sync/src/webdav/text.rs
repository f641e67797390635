//! The small texts of HTTP and WebDAV: percent-encoding, Basic credentials, ETags, statuses.

use crate::drive::{DriveFault, Rev};
use chrono::DateTime;

/// What kind of address a person typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A path on the page's own host.
    OfPage,
    /// A whole address, with its scheme.
    Whole,
}

/// Looks at an address as it was typed, before it is parsed; `None` if it is none.
///
/// Browsers take `\` for `/` and drop tabs and line ends, so that `/\host` and `/⇥/host` would lead to
/// another host although they begin like a path. Nobody types such an address. What it leads to is then
/// judged by the origin of the parsed address.
pub fn typed(text: &str) -> Option<Typed> {
    let odd = |c: char| c == '\\' || c.is_control();
    if text.is_empty() || text.contains(odd) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let whole = ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme));
    match text.starts_with('/') && !text.starts_with("//") {
        true => Some(Typed::OfPage),
        false => whole.then_some(Typed::Whole),
    }
}

/// Decodes a part of a path; `None` if it is not UTF-8. An invalid `%` escape stays as it is, and
/// so does `+`, which means a space only in forms.
pub fn decode(part: &str) -> Option<String> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).ok()?);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Encodes a path, part by part: everything but the unreserved characters and `/`.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
}

/// The value of `Authorization` for a name and a password (RFC 7617, UTF-8). `None` for a name with
/// a colon, which cannot be encoded.
pub fn basic(name: &str, password: &str) -> Option<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if name.contains(':') {
        return None;
    }
    let mut out = "Basic ".to_owned();
    for three in format!("{name}:{password}").as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) & 63;
            let shown = digit <= three.len();
            out.push(if shown { char::from(DIGITS[index as usize]) } else { '=' });
        }
    }
    Some(out)
}

/// The revision of an ETag: without the prefix of weak ones and the suffix that compressing servers
/// add, always in quotes. `None` if it could not be sent back in a header.
///
/// Apache marks the ETag of a file as weak for the first second and as strong later, with the same
/// bytes. So both count as the same revision.
pub fn rev_of_etag(etag: &str) -> Option<Rev> {
    let etag = etag.trim();
    let strong = etag.strip_prefix("W/").or_else(|| etag.strip_prefix("w/")).unwrap_or(etag);
    let inner = strong.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(strong);
    let plain = ["-gzip", "-br", ";gzip", ";br"].iter().find_map(|end| inner.strip_suffix(end));
    let inner = plain.unwrap_or(inner);
    let sendable = |c: char| c.is_ascii_graphic() && c != '"';
    (!inner.is_empty() && inner.chars().all(sendable)).then(|| Rev(format!("\"{inner}\"")))
}

/// The revision of a file on a server without ETags: its time, and its size.
pub fn rev_of_time(modified: Option<&str>, size: Option<u64>) -> Option<Rev> {
    let modified = modified?;
    Some(Rev(format!("{modified}, {}", size.map_or(String::new(), |size| size.to_string()))))
}

/// Whether a revision is an ETag, which a server can compare.
pub fn is_etag(rev: &Rev) -> bool {
    rev.0.starts_with('"')
}

/// Seconds to wait according to `Retry-After` [RFC 9110, 10.2.3]. A date is compared with the
/// `Date` of the same response; without one it is ignored, since this device's clock may be wrong.
pub fn wait_of(retry_after: &str, date: Option<&str>) -> Option<u32> {
    if let Ok(seconds) = retry_after.trim().parse() {
        return Some(seconds);
    }
    let time = |text: &str| DateTime::parse_from_rfc2822(text.trim()).ok();
    let seconds = (time(retry_after)? - time(date?)?).num_seconds();
    Some(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX))
}

/// The fault for a status; `wait`: the seconds that the server asks us to wait.
pub fn fault_of(status: u16, wait: Option<u32>) -> DriveFault {
    match status {
        401 | 407 => DriveFault::Unauthorised,
        403 | 405 => DriveFault::Forbidden,
        404 | 410 => DriveFault::NotFound,
        409 | 412 => DriveFault::Changed,
        408 | 504 => DriveFault::Timeout,
        413 => DriveFault::TooLarge,
        423 => DriveFault::Locked,
        429 | 503 => DriveFault::Busy(wait),
        507 => DriveFault::Full,
        // A file instead of a listing, or a redirect.
        100..=399 => DriveFault::NotADrive,
        _ => DriveFault::Server(status),
    }
}

/// Whether a host is this machine itself; then plain http is no risk.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let v4 = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    let v6 = host.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    v4 || v6 || host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_and_decoded() {
        for (path, code) in [
            ("a b/ả+b%.json", "a%20b/%E1%BA%A3%2Bb%25.json"),
            ("(1)'!*~", "%281%29%27%21%2A~"),
            ("", ""),
        ] {
            assert_eq!(encode(path), code);
            assert_eq!(decode(code).as_deref(), Some(path));
        }
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("a+b%2").as_deref(), Some("a+b%2"));
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn an_address_leads_where_it_looks_to_lead() {
        for text in ["/dav/đoàn", "/", "/a//b", "/Ba chủ động/"] {
            assert_eq!(typed(text), Some(Typed::OfPage), "{text}");
        }
        for text in ["https://cloud.example.org/dav", "HTTPS://x.vn/", "http://127.0.0.1:8080/x"] {
            assert_eq!(typed(text), Some(Typed::Whole), "{text}");
        }
        for text in [
            "",
            "//evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "/\t/evil.example/",
            "/\n/evil.example/",
            "/\r/evil.example",
            "\t//evil.example",
            "/a\\..\\b",
            "evil.example/://x",
            "cloud.example.org/dav",
            "https:evil.example",
            "javascript://x/%0aalert(1)",
            "ftp://x/",
            "ht\ttps://evil.example/",
            "https://evil\u{0}.example/",
        ] {
            assert_eq!(typed(text), None, "{text:?}");
        }
    }

    #[test]
    fn credentials_are_in_utf_8() {
        // The second is the example of RFC 7617.
        assert_eq!(basic("a", "b").as_deref(), Some("Basic YTpi"));
        assert_eq!(basic("test", "123£").as_deref(), Some("Basic dGVzdDoxMjPCow=="));
        assert_eq!(
            basic("Aladdin", "open sesame"),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".into())
        );
        assert_eq!(basic("a:b", "c"), None);
    }

    #[test]
    fn etags_mean_the_same_weak_or_compressed() {
        for etag in ["\"4-66\"", "W/\"4-66\"", "\"4-66-gzip\"", "4-66", " \"4-66\" "] {
            assert_eq!(rev_of_etag(etag), Some(Rev("\"4-66\"".into())), "{etag}");
        }
        for etag in ["", "\"\"", "\"a\nb\"", "\"ấ\"", "W/\"\""] {
            assert_eq!(rev_of_etag(etag), None, "{etag}");
        }
        let time = rev_of_time(Some("Wed, 25 Nov 2026 19:45:04 GMT"), Some(4));
        assert!(time.is_some_and(|rev| !is_etag(&rev)));
    }

    #[test]
    fn statuses_have_their_faults() {
        assert_eq!(fault_of(429, Some(7)), DriveFault::Busy(Some(7)));
        assert_eq!(fault_of(502, None), DriveFault::Server(502));
        assert_eq!(fault_of(507, None), DriveFault::Full);
        assert_eq!(fault_of(200, None), DriveFault::NotADrive);
        assert_eq!(fault_of(0, None), DriveFault::Server(0));
    }

    #[test]
    fn a_server_says_how_long_to_wait_in_seconds_or_by_its_own_clock() {
        let date = "Wed, 21 Oct 2026 07:28:00 GMT";
        assert_eq!(wait_of(" 7 ", None), Some(7));
        assert_eq!(wait_of(date, Some("Wed, 21 Oct 2026 07:27:48 GMT")), Some(12));
        assert_eq!(wait_of(date, Some("Wed, 21 Oct 2026 07:28:09 GMT")), Some(0));
        assert_eq!(wait_of(date, Some("21 Oct 1026 07:28:00 GMT")), Some(u32::MAX));
        for (wait, date) in [(date, None), (date, Some("hôm nay")), ("", None), ("-7", None)] {
            assert_eq!(wait_of(wait, date), None, "{wait}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "x.localhost"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "[::2]", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
