//! Roll-ups: a commune, its province, the centre; who counts a unit; the way down.

use super::rollup_desk::{Desk, line_of, sent, silent};
use crate::support::{
    Story, check_taken, freeze, freeze_with, head, small_file, small_set, small_set_value,
};
use bcd_core::{
    format::{
        bundle::Files,
        envelope::EnvelopeHead,
        read::{Document, read},
        rollup::{RollupItem, RollupRow, RowScore, UnitStanding},
    },
    id::{RecordId, UnitId},
    intake::{Latest, MarkState, Summary},
    points::Points,
    upper::{
        case::{CaseLine, CaseState, Decision, Mark, Verdict, VerdictWord},
        roll::{
            RollUnit,
            standing::{Stage, Standing},
        },
        rollup::{
            make::{Choice, RollupDoubt},
            row::CaseSays,
            totals::{Counts, Totals},
            tree::RollupOddity,
        },
    },
};

fn counts(file: &[u8]) -> Counts {
    line_of(file).counts
}

#[test]
fn a_commune_its_province_and_the_centre_count_the_same_units() {
    use CaseState::{Declined, Recognised, Verifying};
    let mut commune = Desk::of(
        "xa-a",
        vec![
            sent("truong-1", 2, Recognised),
            sent("truong-2", 0, Declined),
            silent("dong-3", "Đoàn trường 3"),
        ],
    );
    let mut other = Desk::of("xa-b", vec![sent("truong-4", 1, Verifying)]);
    let mut province = Desk::of("tinh", vec![sent("khoi-1", 2, Recognised)]);
    let (a, b) = (commune.makes(), other.makes());
    province.takes(&commune, &a).takes(&other, &b);
    let of_province = province.makes();
    let mut centre = Desk::of("trung-uong", vec![]);
    let of_centre = centre.takes(&province, &of_province).makes();
    let said = Counts {
        on_other: 0,
        units: 5,
        registered: 4,
        sent: 4,
        late: 1,
        recognised: 2,
        declined: 1,
        waiting: 1,
    };
    assert_eq!(counts(&of_province), said);
    assert_eq!(counts(&of_centre), said);
    let opened = centre.opens(&of_centre);
    assert_eq!(opened.odd, []);
    assert_eq!(opened.whole.as_ref(), Some(&opened.file.body.totals), "reckoned from every row");
    let totals = &opened.file.body.totals;
    let item = &totals.items[0];
    assert_eq!((item.item.as_str(), item.met, item.unmet), ("1.1", 3, 1));
    let bands: Vec<_> = totals.bands.iter().map(|band| (band.from, band.own)).collect();
    assert_eq!(bands, [(0, 1), (50, 1), (90, 2)]);
    // "Cụm 1" of two communes is two clusters.
    assert_eq!(totals.clusters.len(), 4, "{:?}", totals.clusters);
}

#[test]
fn the_way_down_leads_from_the_centre_to_the_submission_of_a_school() {
    let file = small_file();
    let summary = check_taken(&file);
    let unit = summary.unit.clone();
    let latest = Latest { summary: summary.clone(), forks: 0, apart: 0 };
    let row = RollupRow::beside_the_list(&latest, false, None);
    let mut commune = Desk::of("xa-a", vec![row]);
    let a = commune.makes();
    let mut province = Desk::of("tinh", vec![]);
    let p = province.takes(&commune, &a).makes();
    let mut centre = Desk::of("trung-uong", vec![]);
    let c = centre.takes(&province, &p).makes();
    let shelf = centre.shelf();
    let way = shelf.find(unit.as_str(), &line_of(&c).digest).unwrap();
    assert_eq!(way, [&c, &p, &a].map(|file| line_of(file).digest));
    let at = shelf.get(way.last().unwrap()).unwrap();
    let row = &at.body.rows[0];
    assert_eq!(row.digest, Some(summary.digest), "and from there to its evidence");
    assert_eq!(row.own.as_ref().unwrap().got, summary.score.got);
    assert_eq!(row.own.as_ref().unwrap().max, summary.score.max);
    assert_eq!(shelf.find("nobody", &line_of(&c).digest), None);
    // Where a file on the way is not here, its totals still stand, and it is told of.
    centre.here.remove(&line_of(&a).digest);
    let opened = centre.opens(&c);
    assert!(
        matches!(&opened.odd[..], [RollupOddity::NotHere { office, .. }] if office == "Đoàn xa-a")
    );
    assert_eq!((opened.whole, opened.file.body.totals.counts.units), (None, 1));
    assert_eq!(centre.shelf().find(unit.as_str(), &line_of(&c).digest), None);
}

#[test]
fn a_school_of_a_commune_and_of_the_provinces_office_counts_once_a_person_says_where() {
    let mut commune = Desk::of(
        "xa-a",
        vec![sent("truong-1", 1, CaseState::Verifying), sent("truong-2", 2, CaseState::Recognised)],
    );
    let a = commune.makes();
    let mut province = Desk::of("tinh", vec![sent("truong-1", 2, CaseState::Recognised)]);
    province.takes(&commune, &a);
    let doubts = province.tries().unwrap_err();
    let parts = vec![(UnitId::from("xa-a"), "Đoàn xa-a".to_owned())];
    let twice = RollupDoubt::Twice {
        unit: "truong-1".into(),
        name: "Đoàn truong-1".into(),
        here: true,
        parts,
    };
    assert_eq!(doubts, [twice]);
    // The commune's counts: the province's own row is shown, and not counted.
    let mut by_commune = province.clone();
    by_commune.choices.insert("truong-1".into(), Choice::Part("xa-a".into()));
    let file = by_commune.makes();
    assert_eq!((counts(&file).units, counts(&file).recognised, counts(&file).waiting), (2, 1, 1));
    let opened = by_commune.opens(&file);
    assert_eq!(opened.file.body.rows[0].held_by, Some("xa-a".into()));
    assert_eq!((opened.odd, opened.whole), (vec![], Some(opened.file.body.totals)));
    // The province's own counts: the commune's stays in its part, and is taken out of the sum.
    let mut by_province = province.clone();
    by_province.choices.insert("truong-1".into(), Choice::Here);
    let file = by_province.makes();
    assert_eq!((counts(&file).units, counts(&file).recognised, counts(&file).waiting), (2, 2, 0));
    let opened = by_province.opens(&file);
    assert_eq!(opened.file.body.parts[0].without[0].row.name, "Đoàn truong-1");
    assert_eq!(opened.file.body.parts[0].totals.counts.waiting, 1);
    assert_eq!((opened.odd, opened.whole), (vec![], Some(opened.file.body.totals)));
}

#[test]
fn a_later_version_takes_the_place_of_the_earlier_one() {
    let mut commune = Desk::of("xa-a", vec![sent("truong-1", 1, CaseState::Verifying)]);
    let mut province = Desk::of("tinh", vec![]);
    let first = commune.makes();
    let old = province.takes(&commune, &first).makes();
    commune.rows.push(sent("truong-2", 2, CaseState::Recognised));
    commune.rows[0] = sent("truong-1", 1, CaseState::Recognised);
    let second = commune.makes();
    assert_eq!((line_of(&second).seq, line_of(&second).parent), (2, Some(line_of(&first).digest)));
    province.takes(&commune, &second);
    // What was sent up before is told to be behind.
    let newer = RollupOddity::Newer { office: "Đoàn xa-a".into(), counted: 1, latest: 2 };
    assert_eq!(province.opens(&old).odd, [newer]);
    let new = province.makes();
    assert_eq!((counts(&old).units, counts(&new).units, counts(&new).recognised), (1, 2, 2));
    assert_eq!(province.opens(&new).odd, []);
    // Whichever came first.
    let mut late = Desk::of("tinh", vec![]);
    late.takes(&commune, &second).takes(&commune, &first);
    assert_eq!(counts(&late.makes()), counts(&new));
}

#[test]
fn a_row_says_what_the_office_said_of_items_and_nothing_of_people() {
    let summary = check_taken(&small_file());
    let unit = RollUnit {
        id: RecordId::from("dong-1"),
        unit: Some(summary.unit.clone()),
        name: "Đoàn phường An Cư".into(),
        secretary: "Nguyễn Thị Bí Thư".into(),
        phone: "0909123456".into(),
        officer: "Trần Cán Bộ".into(),
        ..RollUnit::default()
    };
    let latest = Latest { summary: summary.clone(), forks: 0, apart: 0 };
    let standing = Standing {
        unit,
        stage: Stage::Sent(1),
        registered: None,
        late: None,
        latest: Some(latest),
    };
    let line = CaseLine {
        unit: summary.unit.clone(),
        state: CaseState::Recognised,
        officer: "Trần Cán Bộ".into(),
        verified: [
            ("1.1".to_owned(), Verdict::Agree),
            ("2.1".to_owned(), Verdict::Set(Mark::Step("6.9".into()))),
            ("9.9".to_owned(), Verdict::Agree),
        ]
        .into(),
        decided: Some(Decision {
            recognised: true,
            number: "15-QĐ/ĐTN".into(),
            date: "2026-12-01".into(),
            why: "Lý do ở lại cơ quan".into(),
            of: summary.digest.clone(),
        }),
        said_of: ["1.1", "2.1", "9.9"].map(|it| (it.to_owned(), summary.digest.clone())).into(),
        ..CaseLine::default()
    };
    let says = CaseSays::of(&line, &small_set(), &summary, &|_| None);
    let row = RollupRow::of(&standing, Some(&says));
    let of = |id: &str| row.items.iter().find(|it| it.item.as_str() == id).unwrap();
    assert_eq!(of("1.1").said, Some(VerdictWord::Agree));
    assert_eq!(of("2.1").now(), (MarkState::Unmet, Points(690)));
    assert_eq!(
        (row.own.as_ref().unwrap().got, row.verified.as_ref().unwrap().got),
        (Points(1150), Points(1140))
    );
    let file = Desk::of("tinh", vec![row]).makes();
    let text = String::from_utf8(file).unwrap();
    for stays in [
        "Bí Thư",
        "0909123456",
        "Cán Bộ",
        "Lý do",
        "Đã rà soát",
        "https://example.vn",
        "Kế hoạch công tác",
    ] {
        assert!(!text.contains(stays), "{stays}");
    }
    assert!(text.contains("15-QĐ/ĐTN"));
}

/// Two submissions of a unit, one right after the other.
fn sent_twice(changes: bool) -> (Summary, Summary) {
    let first = Story::opened().step("1.1", "kha");
    let before = freeze(&first.dossier, &small_set_value(), &Files::new());
    let second = if changes { first.step("1.1", "tot") } else { first };
    let parent = Some(before.digest.clone());
    let head = EnvelopeHead { seq: 2, parent, ..head(&second.dossier) };
    let set = small_set_value();
    let after = freeze_with(head, &second.dossier, &set, &before.shared, &Files::new());
    (check_taken(&before.file), check_taken(&after.file))
}

/// The row of a unit of which the office decided: on which submission, and what the case says now.
fn row_decided(counted: &Summary, of: &str, here: &Summary, state: CaseState) -> RollupRow {
    let decided = Decision {
        recognised: true,
        number: "15-QĐ/ĐTN".into(),
        date: "2026-12-01".into(),
        of: of.into(),
        ..Decision::default()
    };
    let decided = Some(decided).filter(|_| state.is_decided());
    let line = CaseLine { state, decided, ..CaseLine::default() };
    let earlier = |digest: &str| Some(here).filter(|it| it.digest == digest);
    let says = CaseSays::of(&line, &small_set(), counted, &earlier);
    let latest = Latest { summary: counted.clone(), forks: 0, apart: 0 };
    RollupRow::beside_the_list(&latest, false, Some(&says))
}

#[test]
fn a_recognition_of_an_earlier_submission_is_told_where_the_unit_changed_something_since() {
    let (first, again) = sent_twice(false);
    let (before, changed) = sent_twice(true);
    let recognised = CaseState::Recognised;
    for (counted, of, on_other) in [
        (&first, &first.digest, false),
        (&again, &first.digest, false),
        (&changed, &before.digest, true),
        // Of one that is not here: nobody can tell.
        (&again, &"sha256:0".to_owned(), true),
    ] {
        let here = if counted.digest == changed.digest { &before } else { &first };
        let row = row_decided(counted, of, here, recognised);
        assert_eq!(row.standing, UnitStanding::Sent(recognised), "it holds until it is taken back");
        assert_eq!(row.decision.as_ref().unwrap().on_other, on_other);
        let counts = counts(&Desk::of("tinh", vec![row]).makes());
        assert_eq!((counts.recognised, counts.on_other), (1, u64::from(on_other)));
    }
    // A case that went back has no decision any more.
    let row = row_decided(&changed, &before.digest, &before, CaseState::Passed);
    assert_eq!((row.standing, row.decision), (UnitStanding::Sent(CaseState::Passed), None));
}

#[test]
fn what_is_held_apart_is_told_of_and_not_counted_as_sent() {
    let summary = check_taken(&small_file());
    let latest = Latest { summary, forks: 0, apart: 1 };
    let row = RollupRow::beside_the_list(&latest, true, None);
    assert_eq!(
        (row.standing, row.digest.as_ref(), row.items.len()),
        (UnitStanding::Unconfirmed, None, 0)
    );
    let totals = Totals::of(&row, &"tinh".into());
    assert_eq!((totals.counts.units, totals.counts.sent), (1, 0));
}

#[test]
fn a_row_of_31_items_takes_4_kilobytes_and_a_province_is_read_whole() {
    let all: Vec<RollupRow> = (0..1_900)
        .map(|number| {
            let mut row =
                sent(&format!("{number:08}-0c1e-4f0b-9b39-5f0f6f7f0a01"), 2, CaseState::Recognised);
            let item = |n: usize| RollupItem {
                item: format!("{}.{}.{}", n % 3 + 1, n % 5, n).as_str().into(),
                said: Some(VerdictWord::Set),
                verified: Some(MarkState::Unmet),
                verified_got: Some(Points(250)),
                gate: true,
                lacking: true,
                ..row.items[0].clone()
            };
            row.items = (0..31).map(item).collect();
            row.cluster = format!("Cụm {number}");
            row.own = Some(RowScore::of(&row.items, RollupItem::own));
            row.verified = Some(RowScore::of(&row.items, RollupItem::now));
            row
        })
        .collect();
    let mut usual = all[0].clone();
    for item in &mut usual.items {
        item.said = Some(VerdictWord::Agree);
        (item.verified, item.verified_got, item.lacking) = (None, None, false);
    }
    assert!(serde_json::to_vec(&usual).unwrap().len() <= 4 * 1024);
    let longest = all.iter().map(|row| serde_json::to_vec(row).unwrap().len()).max().unwrap();
    assert!(longest <= 6 * 1024, "{longest}: every item set otherwise, gates, without evidence");
    let file = Desk::of("tinh", all).makes();
    let line = line_of(&file);
    assert_eq!((line.rows, line.counts.units), (1_900, 1_900));
    assert!(serde_json::to_vec(&line).unwrap().len() < 1024, "the line is short");
    let Some(Document::Rollup(envelope)) = read(&file).document else { panic!("nothing") };
    assert_eq!(envelope.body.rows.len(), 1_900);
}
