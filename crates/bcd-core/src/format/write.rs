//! Writing documents: canonical JSON with a digest, and photos inside of it or beside it in a
//! bundle.

use super::{
    FORMAT, VERSION, bundle, canonical,
    envelope::{EnvelopeHead, Writer},
    limits,
};
use base64::Engine as _;
use serde_json::{Value, json};

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The JSON library refused.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// The ZIP library refused.
    #[error("zip: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// A document, not signed yet.
#[derive(Debug)]
pub struct Written {
    /// As a value.
    pub value: Value,
    /// Its bytes, without its files: what is stored.
    pub document: Vec<u8>,
    /// Its digest.
    pub digest: String,
}

/// Writes a document of `kind` with `body`.
///
/// # Errors
/// [`WriteError`]; never for what people typed.
pub fn write(kind: &str, head: &EnvelopeHead, body: Value) -> Result<Written, WriteError> {
    // What was typed, or came with a file, may be longer than a name in a line. Of what a unit hands up the
    // person is told instead.
    let short = |name: &str| name.chars().take(limits::NAME_CHARS).collect::<String>();
    let unit = match kind {
        "backup" | "device" => short(&head.name),
        _ => head.name.clone(),
    };
    let writer = Writer {
        device: head.device.as_str().into(),
        name: short(&head.by),
        key: head.signer.key.clone(),
        introductions: head.signer.introductions.clone(),
    };
    let mut document = json!({
        "format": FORMAT, "version": VERSION, "kind": kind, "id": head.id,
        "unit": { "id": head.unit, "name": unit },
        "cycle": head.cycle, "seq": head.seq,
        "writer": writer,
        "written_at": head.at, "app": head.app, "body": body,
    });
    if let Some(parent) = &head.parent {
        document["parent"] = parent.as_str().into();
    }
    let digest = canonical::digest(&document)?;
    document["digest"] = digest.as_str().into();
    let bytes = canonical::bytes(&document)?;
    Ok(Written { value: document, document: bytes, digest })
}

/// The file to send for a stored document, and whether it is a bundle: its photos lie inside while
/// they are small.
///
/// # Errors
/// [`WriteError`].
pub fn carry(
    mut document: Value,
    bare: &[u8],
    files: &bundle::Files,
) -> Result<(Vec<u8>, bool), WriteError> {
    let inside = files.values().map(Vec::len).sum::<usize>();
    // In base64 they take a third more; a document that is too large for that, or by itself, is packed.
    if inside > limits::INLINE_FILES || bare.len() + inside * 4 / 3 > limits::JSON_BYTES {
        return Ok((bundle::pack(bare, files)?, true));
    }
    if files.is_empty() {
        return Ok((bare.to_vec(), false));
    }
    document["files"] = files
        .iter()
        .map(|(hash, bytes)| {
            let text = base64::engine::general_purpose::STANDARD.encode(bytes);
            (hash.clone(), Value::from(text))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    Ok((canonical::bytes(&document)?, false))
}
