//! What the office says of its units, beside one drive.

use super::{making::not_made, side::Side, trouble};
use crate::{
    bytes::Bytes, exchange::leaving::Leaving, merging::load, office::Offices, reviewing,
    store::tables,
};
use bcd_core::{
    engine::{Checked, GoodFile},
    format::device::files_of,
    id::FileHash,
    intake::Summary,
    sync::plan::{CaseHere, Write},
    upper::{case::CaseLine, office::Office},
};
use bcd_sync::local::Trouble;
use std::collections::BTreeSet;

/// The most photos of reviews that a sync looks for: one that is missing costs a request each time.
const MOST_SAID: usize = 500;

/// Photos beside one drive.
pub(super) struct Photos {
    /// Those that dossiers name.
    pub named: BTreeSet<FileHash>,
    /// Those that are not in this browser, of them and of what the upper level says.
    pub missing: BTreeSet<FileHash>,
    /// Others that are not here: of whoever came first in the upper level's name.
    pub first: BTreeSet<FileHash>,
    /// How many bytes of those may still come.
    pub room: usize,
}

impl Side {
    pub(super) async fn office(&self) -> Result<Option<Office>, Trouble> {
        Offices(self.syncing.core).chosen().await.map_err(trouble)
    }

    // How many introductions of the office's devices there are, after this one made its own: with a new one
    // what was written before is written again.
    async fn introduced(&self, office: &Office) -> Result<usize, Trouble> {
        let all = self.syncing.core.introduce(&office.unit.id).await;
        Ok(all.map_err(not_made)?.len())
    }

    // The cases of the office, with the photos that may leave, after what came since is noted in them.
    pub(super) async fn cases(
        &self,
        office: &Office,
        received: &[Summary],
    ) -> Result<Vec<CaseHere>, Trouble> {
        let lines = reviewing::note_received(self.syncing.core, &office.unit.id, received);
        let lines = lines.await.map_err(trouble)?.into_iter();
        let own = lines.filter(|line| line.office == office.unit.id);
        let devices = self.introduced(office).await?;
        let mut cases: Vec<_> = own.map(|line| case_here(&line, office, devices)).collect();
        let photos = |case: &CaseHere| (case.id.clone(), case.photos.iter().cloned().collect());
        let named: Vec<_> = cases.iter().map(photos).collect();
        let going = Leaving(self.syncing.core).of_cases(&named).await.map_err(trouble)?;
        for (case, going) in cases.iter_mut().zip(going) {
            case.photos.retain(|photo| going.contains(photo));
        }
        Ok(cases)
    }

    // Which photos belong on the drive, and which are looked for there. What a review names is no reason to lay anything
    // anywhere: whoever knows the hash of a private photo could have it laid in the open.
    pub(super) async fn photos(&self, cases: &[CaseHere]) -> Result<Photos, Trouble> {
        let disk = self.syncing.core.disk();
        let mut named = BTreeSet::new();
        if self.line.roles.devices {
            for line in self.dossiers().await? {
                let state = load(&disk, &line.id).await.map_err(trouble)?.state;
                named.extend(files_of(&state).into_keys());
            }
        }
        let there = disk.texts(tables::FILE_TYPES, "").await.map_err(trouble)?;
        let there: BTreeSet<String> = there.into_iter().map(|(hash, _)| hash).collect();
        let is_missing = |hash: &&FileHash| !there.contains(hash.as_str());
        let of_cases = cases.iter().flat_map(|case| &case.photos);
        let mut missing: BTreeSet<FileHash> =
            named.iter().chain(of_cases).filter(is_missing).cloned().collect();
        let (mut first, mut room) = (BTreeSet::new(), 0);
        if self.line.roles.sends {
            let core = self.syncing.core;
            let said = reviewing::photos_of_known(core).await.map_err(trouble)?;
            missing.extend(said.compared.iter().filter(is_missing).take(MOST_SAID).cloned());
            first.extend(said.first.iter().filter(is_missing).take(MOST_SAID).cloned());
            room = reviewing::first_room(core).await.map_err(trouble)?;
        }
        first.retain(|hash| !missing.contains(hash));
        Ok(Photos { named, missing, first, room })
    }

    // Whether a file in the place of a review says what this device would write there.
    pub(super) async fn says_same_case(
        &self,
        write: &Write,
        bytes: &[u8],
    ) -> Result<bool, Trouble> {
        let (Write::Review(case) | Write::Case(case)) = write else { return Ok(false) };
        let checked = self.syncing.core.check(Bytes::from(bytes)).await;
        let Ok((Checked { found, .. }, _)) = checked else { return Err(Trouble::Engine) };
        // Somebody else may have laid a review of their own in this place.
        let key = self.syncing.core.key().await.map_err(|_| Trouble::Engine)?;
        let Some(GoodFile::Review(file)) = found else { return Ok(false) };
        let (row, office) = (&file.row, self.office().await?);
        let said = CaseLine::of(&row.line.case_id(), &row.case);
        let Some(office) = office.filter(|it| it.unit.name == row.line.reviewer) else {
            return Ok(false);
        };
        let here = case_here(&said, &office, self.introduced(&office).await?);
        let whole = file.introductions.len() == self.introduced(&office).await?;
        let same = whole && office.signs == file.signs && here.mark == case.mark;
        Ok(same && row.line.signer.key == key)
    }
}

// A case as a sync needs it. What is said changes also with the name that says it.
fn case_here(line: &CaseLine, office: &Office, devices: usize) -> CaseHere {
    CaseHere {
        id: line.id(),
        received: line.received.keys().cloned().collect(),
        mark: format!("{}-{devices}-{}-{}", line.mark, office.unit.name, office.signs),
        worked: line.worked,
        photos: line.photos.clone(),
    }
}
