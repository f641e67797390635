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
        // Our own files only. A WebDAV drive would need `https:` here, which lets
        // the page send data to any host: a decision of its own, not a detail.
        "connect-src 'self'",
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
        assert!(!meta.contains("https:"));
    }
}
