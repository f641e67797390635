//! Signing: what leaves this device bears its signature; and which keys of others are known.

mod devices;
mod keys;
mod vouching;

pub(crate) use keys::of_sample;
pub use keys::{SignerRow, Signers, Whose};

use crate::{
    bytes::Bytes,
    core::Core,
    exchange::outgoing::SendError,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::{Request, Response},
    format::envelope::EnvelopeHead,
    id::{SignerKey, UnitId},
    signer::{self, Introduction, Signer},
};

// A key is made when it is first needed: where the storage is full by then, that is what to say. The
// browser tells of it by this name.
fn no_key(why: String) -> SendError {
    match why.contains("QuotaExceededError") {
        true => SendError::Store(StoreError::Quota),
        false => SendError::Engine(why),
    }
}

impl Core {
    /// The key of this device; none where the browser cannot keep one.
    ///
    /// # Errors
    /// A text for the error report: there may be one, but it cannot be used now.
    pub async fn key(&self) -> Result<Option<SignerKey>, String> {
        Ok(self.tools().signer.key().await?.map(SignerKey))
    }

    /// The envelope of a document that this device writes now for a unit, and signs.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn signed_head(&self, unit: &UnitId) -> Result<EnvelopeHead, SendError> {
        let key = self.key().await.map_err(no_key)?;
        let introductions = match &key {
            Some(key) => signer::chain(key, unit, &self.introductions(unit).await?),
            None => Vec::new(),
        };
        let signer = Signer { key, introductions };
        Ok(EnvelopeHead { unit: unit.0.clone(), signer, ..self.head() })
    }

    /// Which device of a unit introduced which, as far as it is known here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn introductions(&self, unit: &UnitId) -> Result<Vec<Introduction>, StoreError> {
        let rows = self.disk().rows(tables::INTRODUCTIONS, &tables::of_unit(unit.as_str())).await?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The writes of introductions that a file brings which a person lets in, of a device with this key:
    /// those that lead from or to a device of the unit that is known here, and that are not here yet. The
    /// reader of the file found their signatures good.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn new_introductions(
        &self,
        unit: &UnitId,
        brought: &[Introduction],
        key: Option<&SignerKey>,
    ) -> Result<Vec<Op>, StoreError> {
        let here = self.introductions(unit).await?;
        let mut known = Signers(*self).devices(unit).await?;
        // If it cannot be read now, what it signed is not kept a second time.
        known.extend(self.key().await.ok().flatten());
        let kept = signer::worth_keeping(brought, unit, &known, key).into_iter();
        Ok(kept.filter(|it| !here.contains(it)).map(introduction_op).collect())
    }

    /// The same, after this device introduced every other one for which it vouches.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn introduce(&self, unit: &UnitId) -> Result<Vec<Introduction>, SendError> {
        let mut all = self.introductions(unit).await?;
        let Some(by) = self.key().await.map_err(no_key)? else { return Ok(all) };
        let mut new = Vec::new();
        for key in Signers(*self).vouched_for(unit).await? {
            if key == by || all.iter().any(|it| it.key == key && it.by == by) {
                continue;
            }
            let message = signer::introduction(unit, &key);
            let signature = self.tools().signer.sign(&message).await.map_err(SendError::Engine)?;
            let signature = signer::text(&signature);
            new.push(Introduction { unit: unit.clone(), key, by: by.clone(), signature });
        }
        if !new.is_empty() {
            self.disk().write(new.iter().map(introduction_op).collect()).await?;
            all.extend(new);
        }
        // The nearest first, where there are more than a file may carry.
        all.sort_by_key(|it| it.by != by);
        all.truncate(signer::MOST_IN_UNIT);
        Ok(all)
    }

    /// Has the engine make a document, and signs it. Blobs of the answer: the document to store, the file
    /// to send; of one with problems, nothing that may leave.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn make(
        &self,
        request: &Request,
        blobs: &[Bytes],
    ) -> Result<(Response, Vec<Bytes>), String> {
        let (mut response, mut written) = self.ask(request, blobs).await?;
        let Some((kind, files)) = to_sign(request) else { return Ok((response, written)) };
        let (Response::Written { digest, bundled, problems, .. }
        | Response::Made { digest, bundled, problems, .. }) = &mut response
        else {
            return Ok((response, written));
        };
        if !problems.is_empty() || written.is_empty() {
            return Ok((response, written));
        }
        let signature = self.tools().signer.sign(&signer::document(kind, digest)).await?;
        written.truncate(1);
        // Other blobs than files went into the document.
        written.extend(blobs.iter().take(files.len()).cloned());
        let carry = Request::Carry { signature: Some(signer::text(&signature)), files };
        let (carried, written) = self.ask(&carry, &written).await?;
        let Response::Written { bundled: is_bundle, problems: found, .. } = carried else {
            return Err("an unexpected answer".to_owned());
        };
        (*bundled, *problems) = (is_bundle, found);
        Ok((response, written))
    }
}

// The kind of a document that is to be signed, and the hashes of the files that it carries.
fn to_sign(request: &Request) -> Option<(&str, Vec<String>)> {
    let (kind, head, files) = match request {
        Request::Freeze { head, files, .. } => ("submission", head, files.clone()),
        Request::Device { head, carried, .. } => ("device", head, carried.clone()),
        Request::Write { kind, head, carried, .. } => (kind.as_str(), head, carried.clone()),
        Request::RollUp { head } => ("rollup", head, vec![]),
        // Its documents come before its photos; the engine finds their hashes.
        Request::Backup(parts) => {
            let documents = parts.sent + parts.received + parts.packs + parts.rollups;
            let photos = parts.files.iter().map(|(hash, _)| hash.0.clone());
            let files = std::iter::repeat_n(String::new(), documents).chain(photos);
            ("backup", &parts.head, files.collect())
        }
        _ => return None,
    };
    (!head.signer.is_nobody()).then_some((kind, files))
}

// The write of an introduction.
fn introduction_op(it: &Introduction) -> Op {
    let key = format!("{}{}|{}", tables::of_unit(it.unit.as_str()), it.key, it.by);
    rows::put(tables::INTRODUCTIONS, key, it)
}
