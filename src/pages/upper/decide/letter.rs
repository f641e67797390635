//! What the office writes into its papers: the head, the foot, the meeting. Each text is saved by itself.

use crate::{
    i18n::{Key, k, t},
    pages::{saved_field::SavedField, units::save},
    shell::{rolls, services},
    ui::{Choice, Kind},
};
use bcd_app::{reviewing::Reviewing, roll::Rolls};
use bcd_core::{
    paper::{
        build::recognition::{RecognitionMeeting, RecognitionPaper},
        letterhead::{Behalf, Letterhead},
    },
    upper::roll::paper::{PaperText, write_paper},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

// The bodies that decide, with their words in what is stored.
const BODIES: [(Behalf, &str, Key); 2] = [
    (Behalf::Standing, "standing", k::DECIDE_BODY_STANDING),
    (Behalf::Committee, "committee", k::DECIDE_BODY_COMMITTEE),
];

/// A text of the papers of a cycle. Follows signals.
pub fn text(rolls: Rolls, text: PaperText, cycle: &str) -> String {
    rolls.roll.with(|roll| {
        roll.as_ref().map(|roll| roll.paper(text, cycle).to_owned()).unwrap_or_default()
    })
}

fn lines(rolls: Rolls, of: PaperText, cycle: &str) -> Vec<String> {
    let text = text(rolls, of, cycle);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// On whose behalf the papers of a cycle are signed: as chosen, else as the office says of itself.
pub fn behalf(rolls: Rolls, reviewing: Reviewing, cycle: &str) -> Behalf {
    let chosen = text(rolls, PaperText::Body, cycle);
    let found = BODIES.into_iter().find(|(_, word, _)| *word == chosen).map(|(body, ..)| body);
    found.unwrap_or_else(|| {
        let signs = reviewing.office.with(|office| {
            let office = office.as_ref().and_then(Option::as_ref);
            office.map(|office| office.signs.to_lowercase()).unwrap_or_default()
        });
        if signs.contains(&t(k::DECIDE_BODY_COMMITTEE).to_lowercase()) {
            Behalf::Committee
        } else {
            Behalf::Standing
        }
    })
}

/// The body that decides, in words: "Ban Thường vụ Thành Đoàn Bình Hải".
pub fn body(rolls: Rolls, reviewing: Reviewing, cycle: &str) -> String {
    let behalf = behalf(rolls, reviewing, cycle);
    let word = BODIES.into_iter().find(|(body, ..)| *body == behalf).map_or("", |(.., key)| t(key));
    format!("{word} {}", office(reviewing)).trim().to_owned()
}

fn office(reviewing: Reviewing) -> String {
    reviewing.office.with(|office| {
        let office = office.as_ref().and_then(Option::as_ref);
        office.map(|office| office.unit.name.clone()).unwrap_or_default()
    })
}

/// The choice of the body that decides.
#[component]
pub fn BodyChoice(reviewing: Reviewing, cycle: String) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let year = cycle.clone();
    let value = Signal::derive(move || {
        let now = behalf(rolls, reviewing, &cycle);
        let word =
            BODIES.into_iter().find(|(body, ..)| *body == now).map_or("", |(_, word, _)| word);
        word.to_owned()
    });
    let save = save(app, rolls, move |word| write_paper(PaperText::Body, &year, word));
    let save = StoredValue::new_local(save);
    let choose = Callback::new(move |word: String| {
        let saving = save.with_value(|save| save(word));
        spawn_local(async move {
            saving.await;
        });
    });
    let options = BODIES.map(|(_, word, key)| (word.to_owned(), t(key).to_owned())).to_vec();
    view! { <Choice label=t(k::DECIDE_BODY) options value on_change=choose test="decide-body" /> }
        .into_any()
}

/// The head and the foot of a paper of a cycle, without number and day where these are the decision's.
pub fn letterhead(
    rolls: Rolls,
    reviewing: Reviewing,
    paper: RecognitionPaper,
    cycle: &str,
) -> Letterhead {
    let of = |of: PaperText| text(rolls, of, cycle);
    let symbol = match of(PaperText::Symbol) {
        text if text.is_empty() => t(k::PAPERS_SYMBOL_USUAL).to_owned(),
        text => text,
    };
    let (number, date) = match paper {
        RecognitionPaper::Proposal => (of(PaperText::ProposalNumber), of(PaperText::ProposalDate)),
        RecognitionPaper::Minutes => (of(PaperText::MinutesNumber), of(PaperText::MeetingDay)),
        RecognitionPaper::Commendation => {
            (of(PaperText::CommendationNumber), of(PaperText::CommendationDate))
        }
        RecognitionPaper::Decision => Default::default(),
    };
    let mut head = Letterhead {
        upper: of(PaperText::Upper),
        unit: office(reviewing),
        place: of(PaperText::Place),
        symbol,
        date,
        behalf: behalf(rolls, reviewing, cycle),
        office: of(PaperText::Office),
        name: of(PaperText::Signer),
        recipients: lines(rolls, PaperText::Receivers, cycle),
        ..Letterhead::default()
    };
    head.set_reference(&number);
    head
}

/// The meeting, for its minutes.
pub fn meeting(rolls: Rolls, cycle: &str) -> RecognitionMeeting {
    let of = |of: PaperText| text(rolls, of, cycle);
    RecognitionMeeting {
        day: of(PaperText::MeetingDay),
        place: of(PaperText::MeetingPlace),
        chair: of(PaperText::Chair),
        clerk: of(PaperText::Clerk),
        people: lines(rolls, PaperText::People, cycle),
        said: lines(rolls, PaperText::Said, cycle),
    }
}

/// What the papers rest on.
pub fn grounds(rolls: Rolls, cycle: &str) -> Vec<String> {
    lines(rolls, PaperText::Grounds, cycle)
}

// What is filled in for a paper alone.
const fn own(paper: RecognitionPaper) -> &'static [PaperText] {
    match paper {
        RecognitionPaper::Proposal => &[PaperText::ProposalNumber, PaperText::ProposalDate],
        RecognitionPaper::Minutes => &[
            PaperText::MinutesNumber,
            PaperText::MeetingDay,
            PaperText::MeetingPlace,
            PaperText::Chair,
            PaperText::Clerk,
            PaperText::People,
            PaperText::Said,
        ],
        RecognitionPaper::Decision => &[],
        RecognitionPaper::Commendation => {
            &[PaperText::CommendationNumber, PaperText::CommendationDate]
        }
    }
}

const SHARED: [PaperText; 7] = [
    PaperText::Grounds,
    PaperText::Upper,
    PaperText::Place,
    PaperText::Symbol,
    PaperText::Office,
    PaperText::Signer,
    PaperText::Receivers,
];

// What a text is called, what it takes, and a sentence below.
const fn look(text: PaperText) -> (Key, Kind, Option<Key>) {
    use Kind::{Date, Line, Lines};
    match text {
        PaperText::Upper => (k::DECIDE_UPPER, Line, Some(k::DECIDE_UPPER_HINT)),
        PaperText::Place => (k::PAPERS_PLACE, Line, Some(k::PAPERS_PLACE_HINT)),
        PaperText::Symbol => (k::PAPERS_SYMBOL, Line, Some(k::PAPERS_SYMBOL_HINT)),
        PaperText::Office => (k::PAPERS_OFFICE, Line, Some(k::PAPERS_OFFICE_HINT)),
        PaperText::Signer => (k::PAPERS_SIGNER, Line, None),
        PaperText::Receivers => (k::PAPERS_RECEIVERS, Lines, Some(k::PAPERS_RECEIVERS_HINT)),
        PaperText::Grounds => (k::PAPERS_GROUNDS, Lines, Some(k::DECIDE_LINES_HINT)),
        PaperText::Body => (k::DECIDE_BODY, Line, None),
        PaperText::ProposalNumber | PaperText::MinutesNumber | PaperText::CommendationNumber => {
            (k::PAPERS_NUMBER, Line, Some(k::PAPERS_NUMBER_HINT))
        }
        PaperText::ProposalDate | PaperText::CommendationDate => (k::PAPERS_DATE, Date, None),
        PaperText::MeetingDay => (k::DECIDE_MEETING_DAY, Date, None),
        PaperText::MeetingPlace => (k::DECIDE_MEETING_PLACE, Line, None),
        PaperText::Chair => (k::DECIDE_CHAIR, Line, None),
        PaperText::Clerk => (k::DECIDE_CLERK, Line, None),
        PaperText::People => (k::DECIDE_PEOPLE, Lines, Some(k::DECIDE_LINES_HINT)),
        PaperText::Said => (k::DECIDE_SAID, Lines, Some(k::DECIDE_LINES_HINT)),
    }
}

/// The fields of a paper of a cycle.
#[component]
pub fn Fields(paper: RecognitionPaper, cycle: String) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let cycle = StoredValue::new(cycle);
    let field = move |of: PaperText| {
        let (label, kind, hint) = look(of);
        let (label, hint) = (t(label), hint.map(t).unwrap_or_default());
        let year = cycle.get_value();
        let about = format!("paper|{}|{year}", of.as_str());
        let save = save(app, rolls, move |text| write_paper(of, &year, text));
        let value = Signal::derive(move || cycle.with_value(|cycle| text(rolls, of, cycle)));
        let max = if kind == Kind::Lines { 4000 } else { 300 };
        view! { <SavedField label kind hint value save about max test=of.as_str() /> }
    };
    let own = own(paper).iter().copied().map(field).collect_view();
    view! {
        {own}
        <details>
            <summary>{t(k::DECIDE_SHARED)}</summary>
            {SHARED.map(field)}
        </details>
    }
    .into_any()
}
