//! The doors to shared drives: folders that the person allowed, and servers.

use crate::{clock::BrowserIds, page, policy};
use bcd_app::{
    host::IdSource,
    tools::{AtDrive, Door, Doors},
};
use bcd_sync::{
    any::AnyDrive,
    drive::{DriveFault, Permission},
    folder::{self, Folder},
    handles,
    probe::{self, Probe},
    stop::StopSwitch,
    webdav::{Known, Login, WebDav},
};

/// The browser's doors.
pub struct BrowserDoors;

async fn folder_of(id: &str, read_only: bool, stop: StopSwitch) -> Result<Folder, DriveFault> {
    let handle = handles::find(id).await?.ok_or(DriveFault::Gone)?;
    Ok(Folder::new(handle, stop).read_only(read_only))
}

// A server that the policy of this page shuts out is not even asked: to the page that would look
// like no network.
fn server_at(
    address: &str,
    login: Option<Login>,
    known: Known,
    stop: StopSwitch,
) -> Result<WebDav, DriveFault> {
    let server = WebDav::connect(address, &page::address(), login, known, stop)?;
    if policy::allows(address) { Ok(server) } else { Err(DriveFault::NeedsReload) }
}

impl Doors for BrowserDoors {
    fn allowed(&self, id: &str, asking: bool) -> AtDrive<Permission> {
        let id = id.to_owned();
        Box::pin(async move {
            let handle = handles::find(&id).await?.ok_or(DriveFault::Gone)?;
            folder::permission(&handle, asking).await
        })
    }

    fn can_pick(&self) -> bool {
        folder::can_pick()
    }

    fn pick(&self, id: &str) -> AtDrive<Option<String>> {
        let id = id.to_owned();
        Box::pin(async move {
            let Some(handle) = folder::pick().await? else { return Ok(None) };
            handles::keep(&id, &handle).await?;
            Ok(Some(handle.name()))
        })
    }

    fn reaches(&self, address: &str) -> bool {
        policy::allows(address)
    }

    fn open(&self, door: Door, stop: StopSwitch) -> AtDrive<AnyDrive> {
        Box::pin(async move {
            Ok(match door {
                Door::Folder { id, read_only } => {
                    AnyDrive::new(folder_of(&id, read_only, stop).await?)
                }
                Door::Server { address, login, known } => {
                    AnyDrive::new(server_at(&address, login, known, stop)?)
                }
            })
        })
    }

    fn test(&self, door: Door) -> AtDrive<(Probe, Option<Known>)> {
        Box::pin(async move {
            Ok(match door {
                Door::Folder { id, read_only } => {
                    let folder = folder_of(&id, read_only, StopSwitch::default()).await?;
                    let name = format!("bcd-thu-{}.json", BrowserIds.new_id());
                    let probe = probe::probe(&folder, &name, async |_, _| Vec::new()).await;
                    (probe.of_folder(), None)
                }
                Door::Server { address, login, known } => {
                    let server = server_at(&address, login, known, StopSwitch::default())?;
                    let probe = server.probe().await;
                    (probe, Some(server.known()))
                }
            })
        })
    }

    fn forget(&self, id: &str) -> AtDrive<()> {
        let id = id.to_owned();
        Box::pin(async move { handles::forget(&id).await })
    }
}
