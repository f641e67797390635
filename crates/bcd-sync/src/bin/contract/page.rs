//! `drives(request, handle)` on the page: JSON in, a promise of JSON out.

use bcd_sync::{
    browser::{Timer, get, object},
    contract,
    drive::{Drive, DriveFault, Expect, Permission, Rev},
    folder::{self, Folder},
    gate, handles,
    picked::Picked,
    probe,
    stop::StopSwitch,
    webdav::{Known, Login, Pace, WebDav},
};
use js_sys::{Promise, Reflect};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::future_to_promise;
use web_sys::FileSystemDirectoryHandle;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", tag = "drive")]
enum Asked {
    /// The page's private folder.
    Private(Doing),
    /// A folder handle, given beside the request.
    Folder(Doing),
    /// A list of picked files, given beside the request.
    Picked(Doing),
    /// A server.
    Webdav {
        address: String,
        page: Option<String>,
        name: Option<String>,
        password: Option<String>,
        known: Option<Known>,
        patience: Option<u32>,
        tries: Option<u32>,
        #[serde(flatten)]
        doing: Doing,
    },
    /// The database of handles: keeps the private folder, finds and forgets it.
    Handles,
}

#[derive(Deserialize)]
struct Doing {
    #[serde(rename = "do")]
    what: ContractAction,
    #[serde(default)]
    path: String,
    #[serde(default)]
    text: String,
    /// Bytes in place of the text.
    size: Option<usize>,
    /// `absent`, a revision, or nothing for anything.
    expect: Option<String>,
    limit: Option<usize>,
    /// Milliseconds after which it is cancelled.
    stop: Option<u32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ContractAction {
    Contract,
    Probe,
    List,
    /// The revisions of a file at the top, as the listing and as a read tell it.
    ListAndRead,
    Read,
    Write,
    /// Writes as many files as `size` says, all at once.
    WriteMany,
    Find,
    Remove,
    Abilities,
}

/// Puts the function on the page.
pub fn start() {
    let drives =
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(|request: JsValue, beside: JsValue| {
            let request = request.as_string().unwrap_or_default();
            future_to_promise(async move { Ok(answer(&request, beside).await.into()) })
        });
    let set = Reflect::set(&js_sys::global(), &"drives".into(), drives.as_ref());
    drives.forget();
    assert!(set.is_ok(), "the page takes the function");
}

async fn answer(request: &str, beside: JsValue) -> String {
    let value = match serde_json::from_str(request) {
        Ok(asked) => match carry_out(asked, beside).await {
            Ok(value) => json!({ "ok": value }),
            Err(fault) => json!({ "fault": fault }),
        },
        Err(error) => json!({ "bad": error.to_string() }),
    };
    value.to_string()
}

async fn carry_out(asked: Asked, beside: JsValue) -> Result<Value, DriveFault> {
    let stop = StopSwitch::default();
    match asked {
        Asked::Private(doing) => {
            let root = folder::private().await?;
            with(&Folder::new(root, stop.clone()), doing, stop).await
        }
        Asked::Folder(doing) => {
            with(&Folder::new(beside.unchecked_into(), stop.clone()), doing, stop).await
        }
        Asked::Picked(doing) => with(&Picked::new(beside.unchecked_ref()), doing, stop).await,
        Asked::Webdav { address, page, name, password, known, patience, tries, doing } => {
            let pace = Pace {
                patience: patience.unwrap_or(20_000),
                tries: tries.unwrap_or(3),
                pause: 50,
                longest_wait: 2,
                ..Pace::default()
            };
            let login = name.map(|name| Login { name, password: password.unwrap_or_default() });
            let here = get(&get(&js_sys::global(), "location"), "href").as_string();
            let page = page.or(here).unwrap_or_default();
            let known = known.unwrap_or_default();
            let drive = WebDav::connect(&address, &page, login, known, stop.clone())?;
            let drive = drive.with_pace(pace);
            if matches!(doing.what, ContractAction::Probe) {
                let probe = drive.probe().await;
                return Ok(json!({ "steps": steps(&probe), "known": drive.known() }));
            }
            with(&drive, doing, stop).await
        }
        Asked::Handles => kept_handles().await,
    }
}

fn steps(probe: &probe::Probe) -> Vec<String> {
    probe.steps.iter().map(|(step, outcome)| format!("{step:?} {outcome:?}")).collect()
}

async fn with(drive: &impl Drive, doing: Doing, stop: StopSwitch) -> Result<Value, DriveFault> {
    let timer = doing.stop.map(|after| {
        let stop = stop.clone();
        Timer::after(after, move || stop.stop())
    });
    let limit = doing.limit.unwrap_or(8 << 20);
    let value = match doing.what {
        ContractAction::Contract => json!(contract::run(drive, &doing.path).await),
        ContractAction::Probe => {
            let probe = probe::probe(drive, "bcd-thu-1.json", async |_, _| Vec::new()).await;
            json!({ "steps": steps(&probe) })
        }
        ContractAction::List => {
            let items = drive.list(&doing.path).await?;
            let item = |item: &bcd_sync::drive::FolderItem| json!({ "name": item.name, "folder": item.folder, "rev": item.rev, "size": item.size });
            json!(items.iter().map(item).collect::<Vec<_>>())
        }
        ContractAction::ListAndRead => {
            let items = drive.list("").await?;
            let listed = items.into_iter().find(|item| item.name == doing.path);
            let (_, read) = drive.read(&doing.path, limit).await?;
            json!({ "listed": listed.and_then(|item| item.rev), "read": read })
        }
        ContractAction::Read => {
            let (bytes, rev) = drive.read(&doing.path, limit).await?;
            json!({ "text": String::from_utf8_lossy(&bytes), "size": bytes.len(), "rev": rev })
        }
        ContractAction::Write => {
            let bytes = match doing.size {
                Some(size) => vec![b'x'; size],
                None => doing.text.into_bytes(),
            };
            let expect = match doing.expect.as_deref() {
                None => Expect::Anything,
                Some("absent") => Expect::Absent,
                Some(rev) => Expect::Rev(Rev(rev.to_owned())),
            };
            json!(drive.write(&doing.path, &bytes, &expect).await?)
        }
        ContractAction::WriteMany => {
            let paths = (0..doing.size.unwrap_or(0)).map(|n| format!("{}/{n}.json", doing.path));
            let paths: Vec<String> = paths.collect();
            let writes = paths.iter().map(|path| drive.write(path, b"{}", &Expect::Absent));
            let written: Result<Vec<_>, DriveFault> = gate::all(writes).await.into_iter().collect();
            json!(written?.len())
        }
        ContractAction::Find => json!(drive.find(&doing.path).await?.map(|found| found.rev)),
        ContractAction::Remove => json!(drive.remove(&doing.path).await?),
        ContractAction::Abilities => {
            let can = drive.abilities();
            json!({ "write": can.write, "conditional": can.conditional, "atomic": can.atomic })
        }
    };
    drop(timer);
    Ok(value)
}

async fn kept_handles() -> Result<Value, DriveFault> {
    let root = folder::private().await?;
    let before = handles::find("ổ chung").await?.is_some();
    handles::keep("ổ chung", &root).await?;
    let names = handles::names().await?;
    let found: Option<FileSystemDirectoryHandle> = handles::find("ổ chung").await?;
    let works = match found {
        Some(found) => {
            let allowed = folder::permission(&found, false).await?;
            let drive = Folder::new(found, StopSwitch::default());
            drive.write("kept.txt", b"kept", &Expect::Anything).await?;
            let read = drive.read("kept.txt", 100).await?.0 == b"kept";
            drive.remove("kept.txt").await?;
            read && allowed == Permission::Granted
        }
        None => false,
    };
    handles::forget("ổ chung").await?;
    let after = handles::find("ổ chung").await?.is_some();
    // Storing something that cannot be stored must give a fault.
    let refused = object(&[("f", js_sys::Function::new_no_args("").into())]);
    let refused = refused.map_err(|_| DriveFault::Other("object".into()))?;
    let refused = handles::keep("xấu", refused.unchecked_ref()).await.is_err();
    let left = handles::names().await?.len();
    Ok(json!({ "before": before, "names": names, "works": works, "after": after,
        "refused": refused, "left": left, "picks": folder::can_pick() }))
}
