//! The Content-Security-Policy, in the page itself: it holds on any static host.

use crate::digest;

/// The policy as a `<meta>`; `style` is the text between the `<style>` tags.
///
/// `frame-ancestors` works only as a header: docs/deploy.md has it for each host.
pub fn meta(style: &str) -> String {
    let style_source = digest::csp_source(style.as_bytes());
    let policy = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        &format!("style-src 'self' {style_source}"),
        "img-src 'self' blob: data:",
        // Our own files, and the WebDAV server that a person connects, whichever it is
        // (docs/decisions/0009-shared-drive.md); without encryption only on this machine.
        "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    .join("; ");
    format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_no_inline_script_and_only_this_style() {
        let meta = meta("a{b:c}");
        assert!(meta.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert!(meta.contains("style-src 'self' 'sha256-"));
        assert!(!meta.contains("unsafe-inline"));
        // A drive may be anywhere, but nothing is loaded from elsewhere.
        assert_eq!(meta.matches("https:").count(), 1);
        assert!(meta.contains("connect-src 'self' https: "));
    }
}
