//! Writing documents: canonical JSON with a digest, and photos inside of it or beside it in a
//! bundle.

use super::{FORMAT, VERSION, bundle, canonical, envelope::EnvelopeHead, limits};
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

/// A document ready to leave the browser.
#[derive(Debug)]
pub struct Written {
    /// The document without its files: what is stored.
    pub document: Vec<u8>,
    /// Its digest.
    pub digest: String,
    /// What is sent: JSON with the files inside, or a bundle.
    pub file: Vec<u8>,
    /// Whether `file` is a bundle.
    pub bundled: bool,
}

/// Writes a document of `kind` with `body` and the files that it names.
///
/// # Errors
/// [`WriteError`]; never for what people typed.
pub fn write(
    kind: &str,
    head: &EnvelopeHead,
    body: Value,
    files: &bundle::Files,
) -> Result<Written, WriteError> {
    let mut document = json!({
        "format": FORMAT, "version": VERSION, "kind": kind, "id": head.id,
        "unit": { "id": head.unit, "name": head.name },
        "cycle": head.cycle, "seq": head.seq,
        "writer": { "device": head.device, "name": head.by },
        "written_at": head.at, "app": head.app, "body": body,
    });
    if let Some(parent) = &head.parent {
        document["parent"] = parent.as_str().into();
    }
    let digest = canonical::digest(&document)?;
    document["digest"] = digest.as_str().into();
    let bare = canonical::bytes(&document)?;
    let (file, bundled) = carry(document, &bare, files)?;
    Ok(Written { document: bare, digest, file, bundled })
}

/// The file to send for a stored document: its photos inside while they are small, else a bundle.
///
/// # Errors
/// [`WriteError`].
pub fn carry(
    mut document: Value,
    bare: &[u8],
    files: &bundle::Files,
) -> Result<(Vec<u8>, bool), WriteError> {
    if files.is_empty() {
        return Ok((bare.to_vec(), false));
    }
    if files.values().map(Vec::len).sum::<usize>() > limits::INLINE_FILES {
        return Ok((bundle::pack(bare, files)?, true));
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
