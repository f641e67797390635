//! The Content-Security-Policy, in the page itself: it holds on any static host.

use crate::digest;

/// The policy as a `<meta>`; `style` and `script` are the texts between the tags of those that
/// stand in the page.
///
/// `frame-ancestors` works only as a header: docs/deploy.md has it for each host.
pub fn meta(style: &str, script: &str) -> String {
    let style_source = digest::csp_source(style.as_bytes());
    let script_source = digest::csp_source(script.as_bytes());
    let policy = [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval' {script_source}"),
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
    fn allows_only_this_script_and_this_style() {
        let meta = meta("a{b:c}", "d()");
        let source = |text: &str| digest::csp_source(text.as_bytes());
        let script = format!("script-src 'self' 'wasm-unsafe-eval' {};", source("d()"));
        assert!(meta.contains(&script));
        assert!(meta.contains(&format!("style-src 'self' {};", source("a{b:c}"))));
        assert!(!meta.contains("unsafe-inline"));
        // A drive may be anywhere, but nothing is loaded from elsewhere.
        assert_eq!(meta.matches("https:").count(), 1);
        assert!(meta.contains("connect-src 'self' https: "));
    }
}
