//! What the page of a verification holds: the submission, its case, and what follows from both.

use super::{act, drafts, keys::Wish};
use crate::{
    i18n::{k, t},
    pages::{office::reviewing, unwritten},
    shell::services,
};
use bcd_app::exchange::opening::{NotOpened, OpenedSubmission};
use bcd_app::reviewing::{LookedAt, NotDone, Reviewing};
use bcd_app::services::Services;
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    id::ItemId,
    intake::Summary,
    scoring,
    upper::case::{
        Case,
        doubt::{self, Doubt, Look},
        verified::{Stale, Verified, stale, verified},
    },
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The submission that is verified, and what it is compared with.
#[derive(Clone)]
pub struct Submission {
    /// In short.
    pub summary: Summary,
    /// Its shared fields, as a dossier.
    pub dossier: Dossier,
    /// The set that it answers.
    pub set: CriteriaSet,
    /// How its items are answered.
    pub mode: Mode,
    /// Items changed since the submission before.
    pub changed: BTreeSet<ItemId>,
    /// All submissions of the unit and cycle that are here, by digest, this one among them.
    pub all: BTreeMap<String, OpenedSubmission>,
    /// The unit's last submission of the cycle before, where it is here.
    pub last_year: Option<Dossier>,
}

/// How far the page is.
#[derive(Clone)]
pub enum Loaded {
    /// It is being read.
    Coming,
    /// The submission is not here.
    Gone,
    /// Nobody said yet for whom this browser speaks.
    NoOffice,
    /// The case cannot be opened, with why.
    Failed(String),
    /// All is here.
    Here(Box<Submission>),
}

/// Reads a submission and what it is compared with, and opens its case.
pub fn load(app: Services, reviewing: Reviewing, wanted: Memo<String>, loaded: RwSignal<Loaded>) {
    let digest = wanted.get();
    loaded.set(Loaded::Coming);
    spawn_local(async move {
        let read = read(app, &digest).await;
        // Another one was opened meanwhile, or the page was left.
        if wanted.try_get_untracked().as_ref() != Some(&digest) {
            return;
        }
        let now = match read {
            Err(NotOpened::Gone) => Loaded::Gone,
            Err(NotOpened::Unread) => Loaded::Failed(t(k::UNIT_UNREAD).to_owned()),
            Ok(submission) => {
                let (unit, cycle) = (&submission.summary.unit, &submission.summary.cycle);
                match reviewing.open(unit, cycle).await {
                    Ok(_) => Loaded::Here(Box::new(submission)),
                    Err(NotDone::NoOffice) => Loaded::NoOffice,
                    Err(why) => Loaded::Failed(act::not_done(&why)),
                }
            }
        };
        loaded.try_set(now);
    });
}

async fn read(app: Services, digest: &str) -> Result<Submission, NotOpened> {
    let opened = app.receiving.open_submission(digest).await?;
    // Without the others there would be no word of what the unit changed since they were verified.
    app.received.loaded().await.map_err(|_| NotOpened::Unread)?;
    let OpenedSubmission { summary, set, changed, .. } = opened.clone();
    let received = app.lists.received.with_untracked(|all| {
        all.iter().filter(|it| it.unit == summary.unit).cloned().collect::<Vec<_>>()
    });
    let mut all = BTreeMap::new();
    let mut last_year: Option<&Summary> = None;
    for other in received.iter().filter(|it| it.digest != digest) {
        if other.cycle == summary.cycle {
            if let Some(opened) = beside(app, &other.digest).await? {
                all.insert(other.digest.clone(), opened);
            }
        } else if other.cycle < summary.cycle
            && last_year.is_none_or(|it| (&it.cycle, it.seq) < (&other.cycle, other.seq))
        {
            last_year = Some(other);
        }
    }
    let last_year = match last_year {
        Some(it) => beside(app, &it.digest).await?.map(|opened| opened.dossier()),
        None => None,
    };
    let dossier = opened.dossier();
    let mode = scoring::mode_of(&set, &dossier);
    all.insert(digest.to_owned(), opened);
    Ok(Submission { summary, dossier, set, mode, changed, all, last_year })
}

// One to compare with; `None` if it was removed meanwhile.
async fn beside(app: Services, digest: &str) -> Result<Option<OpenedSubmission>, NotOpened> {
    match app.receiving.open_submission(digest).await {
        Ok(opened) => Ok(Some(opened)),
        Err(NotOpened::Gone) => Ok(None),
        Err(NotOpened::Unread) => Err(NotOpened::Unread),
    }
}

/// The page's values. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The services.
    pub app: Services,
    /// The submission.
    pub submission: StoredValue<Submission>,
    /// Reviewing.
    pub reviewing: Reviewing,
    /// The case, as it stands.
    pub case: Memo<Case>,
    /// Verdicts that have to be given again.
    pub stale: Memo<Stale>,
    /// The two scores, and what was said of each item.
    pub verified: Memo<Verified>,
    /// What is in doubt, and why.
    pub doubts: Memo<BTreeMap<ItemId, Vec<Doubt>>>,
    /// Items in the order in which they are looked at: it does not change under the hand.
    pub order: StoredValue<Vec<ItemId>>,
    /// How many of them, from the first, were in doubt when the page was opened.
    pub first: StoredValue<usize>,
    /// The open item.
    pub current: Memo<Option<ItemId>>,
    /// Called when what is half said of an item changed.
    pub half: Trigger,
    /// What a key asked of it.
    pub wish: RwSignal<Option<Wish>>,
}

impl Desk {
    /// The values for a submission; `item` is the open one, or empty.
    pub fn new(submission: Submission, item: Memo<String>) -> Self {
        let reviewing = reviewing();
        let submission = StoredValue::new(submission);
        let case = Memo::new(move |_| {
            reviewing
                .opened
                .with(|open| open.as_ref().map(|it| it.case.clone()).unwrap_or_default())
        });
        let stale = Memo::new(move |_| {
            submission.with_value(|it| {
                let here = |digest: &str| it.all.get(digest).map(|one| &one.summary);
                case.with(|case| stale(case, &it.summary, &here))
            })
        });
        let verified = Memo::new(move |_| {
            submission.with_value(|it| {
                case.with(|case| stale.with(|stale| verified(&it.set, &it.dossier, case, stale)))
            })
        });
        let found = move || look(submission, case, stale, verified, doubt::doubts);
        let doubts = Memo::new(move |_| found().into_iter().collect::<BTreeMap<_, _>>());
        let mut order: Vec<ItemId> = untrack(found).into_iter().map(|(item, _)| item).collect();
        let first = order.len();
        let others = verified.with_untracked(|it| {
            it.items
                .iter()
                .map(|it| it.item.clone())
                .filter(|it| !order.contains(it))
                .collect::<Vec<_>>()
        });
        order.extend(others);
        let order = StoredValue::new(order);
        let current = Memo::new(move |_| {
            let wanted = item.get();
            order.with_value(|all| all.iter().find(|it| it.as_str() == wanted).cloned())
        });
        Self {
            app: services(),
            submission,
            reviewing,
            case,
            stale,
            verified,
            doubts,
            order,
            first: StoredValue::new(first),
            current,
            half: Trigger::new(),
            wish: RwSignal::new(None),
        }
    }

    /// The submission that the officer has before them: what is said is said of it.
    pub fn looked_at(&self) -> LookedAt {
        self.submission.with_value(|it| LookedAt {
            unit: it.summary.unit.clone(),
            cycle: it.summary.cycle.clone(),
            digest: it.summary.digest.clone(),
        })
    }

    /// What a field of a form of this case is kept under, while it is not written.
    pub fn about_form(&self, form: &str, field: &str) -> String {
        let at = self.looked_at();
        format!("{}|{}|{form}|{field}", at.unit, at.cycle)
    }

    /// Whether a reason or a number of a step stands in its form.
    pub fn is_step_half_written(&self) -> bool {
        let about = ["number", "why", "date"].map(|field| self.about_form("step", field));
        about.into_iter().any(|about| unwritten::is_begun(&about))
    }

    /// Whether something is half said of an item. Follows signals.
    pub fn is_half_said(&self, item: &ItemId) -> bool {
        self.half.track();
        self.submission.with_value(|it| drafts::of(&it.summary.digest, item)).is_some()
    }

    /// Items that can be agreed to at once: nothing is said of them, not
    /// by half either, and nothing is in doubt.
    pub fn doubtless(&self) -> Vec<ItemId> {
        let mut all = self.look(doubt::doubtless);
        all.retain(|item| !self.is_half_said(item));
        all
    }

    fn look<T>(&self, then: impl FnOnce(&Look<'_>, &Verified) -> T) -> T {
        look(self.submission, self.case, self.stale, self.verified, then)
    }

    /// The item so many places after the open one; the first where none is open.
    pub fn beside(&self, by: isize) -> Option<ItemId> {
        let current = self.current.get_untracked();
        self.order.with_value(|all| {
            let at = current.and_then(|it| all.iter().position(|one| *one == it));
            let next = at.map_or(Some(0), |at| at.checked_add_signed(by))?;
            all.get(next).cloned()
        })
    }

    /// The address of an item, or of none.
    pub fn address(&self, item: Option<&ItemId>) -> String {
        let digest = self.submission.with_value(|it| it.summary.digest.clone());
        let inner = item.map_or_else(|| digest.clone(), |item| format!("{digest}/{item}"));
        crate::pages::Page::Verify.open(inner).href()
    }
}

/// Why something was not done, for [`act`].
pub type Done = Result<(), NotDone>;

// What doubts follow from. Follows signals.
fn look<T>(
    submission: StoredValue<Submission>,
    case: Memo<Case>,
    stale: Memo<Stale>,
    verified: Memo<Verified>,
    then: impl FnOnce(&Look<'_>, &Verified) -> T,
) -> T {
    let (case, stale, verified) = (case.get(), stale.get(), verified.get());
    submission.with_value(|it| {
        let look = Look {
            set: &it.set,
            dossier: &it.dossier,
            changed: &it.changed,
            last_year: it.last_year.as_ref(),
            case: &case,
            stale: &stale,
        };
        then(&look, &verified)
    })
}
