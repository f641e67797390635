//! How a Content-Security-Policy names servers [CSP 3, 2.3.1].

/// The directive that lets a page talk to its own host and to servers with these origins, and to
/// nobody else. Origins are as browsers spell them; what is none of http or https is left out.
pub fn connect_src(page: &str, origins: impl IntoIterator<Item = String>) -> String {
    let mut policy = "connect-src 'self'".to_owned();
    for origin in origins {
        if !allows(&policy, page, &origin)
            && let Some(source) = source(&origin)
        {
            policy.push(' ');
            policy.push_str(source);
        }
    }
    policy
}

/// Whether a directive that [`connect_src`] made names a server with this origin.
pub fn allows(policy: &str, page: &str, origin: &str) -> bool {
    let named = |source| policy.split(' ').any(|word| word == source);
    origin == page || source(origin).is_some_and(named)
}

// The grammar has no word for some hosts that work as addresses: `[2001:db8::1]`, `my_nas.local`.
// Of those the scheme is named; the page's first policy still bounds what that opens.
fn source(origin: &str) -> Option<&str> {
    let (scheme, host) = origin.split_once("://")?;
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    match scheme {
        "https" | "http" if host.chars().all(known) => Some(origin),
        "https" => Some("https:"),
        "http" => Some("http:"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://bcd.example.org";

    fn policy(origins: &[&str]) -> String {
        connect_src(PAGE, origins.iter().copied().map(str::to_owned))
    }

    #[test]
    fn without_a_server_only_the_pages_own_host_is_named() {
        assert_eq!(policy(&[]), "connect-src 'self'");
        assert_eq!(policy(&[PAGE]), "connect-src 'self'");
    }

    #[test]
    fn each_server_is_named_once_with_its_port() {
        let servers = [
            "https://cloud.example.org",
            "http://127.0.0.1:8080",
            "https://cloud.example.org",
            "https://cloud.example.org:8443",
            "https://xn--on-thanh-nin-sdb2g.vn",
        ];
        assert_eq!(
            policy(&servers),
            "connect-src 'self' https://cloud.example.org http://127.0.0.1:8080 \
             https://cloud.example.org:8443 https://xn--on-thanh-nin-sdb2g.vn"
        );
    }

    #[test]
    fn of_a_host_that_no_policy_can_name_the_scheme_is_named() {
        for odd in ["https://[2001:db8::1]:8443", "https://my_nas.local", "https://a.vn;b"] {
            assert_eq!(policy(&[odd, odd]), "connect-src 'self' https:", "{odd}");
        }
        assert_eq!(policy(&["http://[::1]:8080"]), "connect-src 'self' http:");
    }

    #[test]
    fn what_is_no_address_of_a_server_opens_nothing() {
        for odd in ["", "null", "*", "file://", "data:x", "https:", "'unsafe-inline'", "wss://x.vn"]
        {
            assert_eq!(policy(&[odd]), "connect-src 'self'", "{odd}");
        }
    }

    #[test]
    fn what_was_named_is_allowed_and_no_other_server() {
        let servers = ["https://cloud.example.org", "https://[2001:db8::1]", "http://127.0.0.1:80"];
        let policy = policy(&servers);
        for origin in servers.into_iter().chain([PAGE]) {
            assert!(allows(&policy, PAGE, origin), "{origin}");
        }
        for origin in [
            "https://cloud.example.org:444",
            "http://cloud.example.org",
            "https://cloud.example.or",
            "http://127.0.0.1:8080",
            "null",
            "connect-src",
            "",
        ] {
            assert!(!allows(&policy, PAGE, origin), "{origin}");
        }
    }
}
