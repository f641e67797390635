//! Proposals: a table of cases per item.

mod work;

use super::{Notebook, day, rules, y2026};
use crate::support::default_set;
use bcd_core::{
    criteria::Mode,
    dossier::Answer,
    year::proposal::{self, Beside, Metric, Proposal, beside},
};

// The step proposed for an item, and its first figure: "4: 11/12".
fn says(book: &Notebook, item: &str, today: &str) -> String {
    let all = proposal::all(&book.year, &y2026(), &rules(), &default_set(), day(today));
    all.iter().find(|proposal| proposal.item.as_str() == item).map_or_else(String::new, |it| {
        let line = it.working[0];
        let of = line.of.map(|of| format!("/{of}")).unwrap_or_default();
        format!("{}: {}{of}", it.step, line.have)
    })
}

#[track_caller]
fn check(item: &str, today: &str, cases: &[(Notebook, &str)]) {
    for (number, (book, said)) in cases.iter().enumerate() {
        assert_eq!(says(book, item, today), *said, "{item}, case {number}");
    }
}

fn put(fields: &[(&str, &str)]) -> Notebook {
    let mut book = Notebook::opened();
    for (path, value) in fields {
        let value = match *value {
            "true" => true.into(),
            text => text.parse::<u64>().map_or_else(|_| text.into(), serde_json::Value::from),
        };
        book = book.put(path, value);
    }
    book
}

fn three_branches() -> Notebook {
    Notebook::opened().branch("a", 10).branch("b", 10).branch("c", 10)
}

#[test]
fn an_empty_book_proposes_nothing() {
    let book = Notebook::opened();
    let set = default_set();
    assert_eq!(proposal::all(&book.year, &y2026(), &rules(), &set, day("2026-01-01")), []);
    // By autumn three quarters went by without a confirmed list: that much is known.
    let later = proposal::all(&book.year, &y2026(), &rules(), &set, day("2026-10-01"));
    assert_eq!(later.len(), 1);
    assert_eq!((later[0].item.as_str(), later[0].met), ("1.2.2", false));
}

#[test]
fn quarterly_summaries() {
    let flagged = |n: usize| {
        let days = ["2026-02-10", "2026-05-10", "2026-08-10", "2026-11-10"];
        days[..n].iter().enumerate().fold(Notebook::opened(), |book, (at, on)| {
            let name = format!("h{at}");
            book.meeting(&name, &[], on).put(&format!("meeting/{name}/for/1.1.1"), true)
        })
    };
    check(
        "1.1.1",
        "2026-10-01",
        &[(flagged(0), ""), (flagged(1), "0: 1/3"), (flagged(2), "2: 2/3"), (flagged(3), "4: 3/3")],
    );
    check("1.1.1", "2026-12-31", &[(flagged(3), "4: 3/3"), (flagged(4), "4: 4/4")]);
    check("1.1.1", "2027-01-01", &[(flagged(3), "3: 3/4")]);
    let by_paper = put(&[("evidence/e/for/1.1.1", "true"), ("evidence/e/date", "2026-03-30")]);
    check("1.1.1", "2026-04-01", &[(by_paper, "0: 1/1")]);
}

#[test]
fn complete_lists() {
    check(
        "1.2.1",
        "2026-10-01",
        &[
            (Notebook::opened(), ""),
            (Notebook::opened().put("branch/unit/roll", true), "4: 1/1"),
            (three_branches(), "0: 0/3"),
            (three_branches().put("branch/a/roll", true).put("branch/b/roll", true), "0: 2/3"),
            (
                three_branches()
                    .put("branch/a/roll", true)
                    .put("branch/b/roll", true)
                    .put("quarter/1/c/confirmed", "2026-03-20"),
                "4: 3/3",
            ),
        ],
    );
    let ten = (0..10).fold(Notebook::opened(), |book, n| book.branch(&format!("b{n}"), 5));
    let nine = (0..9).fold(ten, |book, n| book.put(&format!("branch/b{n}/roll"), true));
    check("1.2.1", "2026-10-01", &[(nine, "2: 9/10")]);
}

#[test]
fn confirmations_in_time() {
    let unit = |days: &[&str]| {
        days.iter().enumerate().fold(Notebook::opened(), |book, (at, on)| {
            book.put(&format!("quarter/{}/unit/confirmed", at + 1), *on)
        })
    };
    check(
        "1.2.2",
        "2026-10-01",
        &[
            (unit(&["2026-03-31", "2026-06-30", "2026-09-30"]), "4: 3/3"),
            (unit(&["2026-03-31", "2026-06-30", "2026-10-01"]), "2: 2/3"),
            (unit(&["2026-03-31", "", ""]), "0: 1/3"),
            (unit(&["2025-12-31", "2026-06-30", "2026-09-30"]), "2: 2/3"),
            (
                unit(&["2026-04-03", "2026-06-30", "2026-09-30"])
                    .put("deadline/roll-1/date", "2026-04-05"),
                "4: 3/3",
            ),
        ],
    );
    check("1.2.2", "2026-04-01", &[(unit(&["2026-03-31"]), "0: 1/1")]);
    let by_branch = three_branches()
        .put("quarter/1/a/confirmed", "2026-03-20")
        .put("quarter/1/b/confirmed", "2026-03-21")
        .put("quarter/1/c/confirmed", "2026-03-22")
        .put("quarter/2/a/confirmed", "2026-06-20");
    check("1.2.2", "2026-07-01", &[(by_branch, "0: 1/2")]);
}

#[test]
fn shares_of_members() {
    let with = |fields: &[(&str, &str)]| {
        let mut all = vec![("branch/unit/members", "100")];
        all.extend(fields);
        put(&all)
    };
    for (reviewed, said) in
        [("100", "4: 100/100"), ("99", "3: 99/100"), ("94", "2: 94/100"), ("79", "0: 79/100")]
    {
        check("1.2.3", "2026-12-01", &[(with(&[("annual/unit/reviewed", reviewed)]), said)]);
    }
    check("1.2.3", "2026-12-01", &[(put(&[("annual/unit/reviewed", "5")]), "")]);
    check(
        "1.2.4",
        "2026-12-01",
        &[
            (with(&[("annual/unit/rated", "95")]), "2: 95/100"),
            (with(&[("annual/unit/rated", "90"), ("annual/unit/eligible", "90")]), "3: 90/90"),
            (with(&[("annual/unit/rated", "94")]), "0: 94/100"),
        ],
    );
    check(
        "1.2.6",
        "2026-12-01",
        &[
            (with(&[("annual/unit/signed_up", "99")]), ""),
            (with(&[("annual/unit/signed_up", "99"), ("annual/unit/assessed", "95")]), "3: 95/100"),
            (with(&[("annual/unit/signed_up", "80"), ("annual/unit/assessed", "95")]), "2: 80/100"),
        ],
    );
}

#[test]
fn admissions_and_cases() {
    check(
        "1.2.5",
        "2026-12-01",
        &[
            (put(&[("quarter/1/unit/new", "0")]), ""),
            (put(&[("quarter/1/unit/new", "10"), ("quarter/1/unit/complete", "10")]), "3: 10/10"),
            (put(&[("quarter/1/unit/new", "10"), ("quarter/2/unit/complete", "9")]), "2: 9/10"),
            (put(&[("quarter/1/unit/new", "10")]), "0: 0/10"),
        ],
    );
    let cases = |handled: &str| {
        put(&[
            ("quarter/1/unit/moved_out", "6"),
            ("quarter/2/unit/graduated", "4"),
            ("quarter/2/unit/handled", handled),
        ])
    };
    check(
        "1.2.7",
        "2026-12-01",
        &[
            (cases("10"), "2: 10/10"),
            (cases("9"), "1: 9/10"),
            (cases("8"), "0: 8/10"),
            (put(&[]), ""),
        ],
    );
    check(
        "1.3.1",
        "2026-12-01",
        &[
            (put(&[]), ""),
            (put(&[("quarter/1/unit/hard", "0")]), "2: 1"),
            (put(&[("quarter/1/unit/hard", "3"), ("quarter/3/unit/hard", "2")]), "3: 2"),
        ],
    );
}

#[test]
fn rounds_of_policies() {
    let months = |n: usize| {
        (1..=n).fold(Notebook::opened(), |book, month| {
            let on = format!("2026-{month:02}-05");
            let (first, second) = (format!("x{month}"), format!("y{month}"));
            book.meeting(&first, &["a"], &on)
                .put(&format!("meeting/{first}/for/1.4.1"), true)
                .meeting(&second, &["b"], &on)
                .put(&format!("meeting/{second}/for/1.4.1"), true)
        })
    };
    check(
        "1.4.1",
        "2026-12-01",
        &[
            (months(0), ""),
            (months(1), "1: 1"),
            (months(3), "2: 3"),
            (months(4), "3: 4"),
            (
                months(3)
                    .task("t", "2026-05-01", "2026-05-02")
                    .put("task/t/for/1.4.1", true)
                    .done("t", "2026-05-02"),
                "3: 4",
            ),
        ],
    );
}

#[test]
fn branch_meetings() {
    let months = |n: usize| {
        (1..=n).fold(Notebook::opened().branch("a", 10), |book, month| {
            book.meeting(&format!("h{month}"), &["a"], &format!("2026-{month:02}-10"))
        })
    };
    check(
        "2.3.1",
        "2026-12-31",
        &[
            (months(0), ""),
            (months(11), "5: 11/11"),
            (months(10), "4: 10/11"),
            (months(8), "3: 8/11"),
            (months(7), "0: 7/11"),
        ],
    );
    check("2.3.1", "2027-01-01", &[(months(11), "4: 11/12"), (months(12), "5: 12/12")]);
    let mixed = months(3)
        .remote_branch("xa", 6)
        .meeting("q1", &["xa"], "2026-02-20")
        .put("handed/xa/held/2", true);
    check("2.3.1", "2026-07-01", &[(mixed, "0: 5/8")]);
}

#[test]
fn one_plus_one() {
    let with = |n| Notebook::opened().branch("a", 20).intro("g", "a", n, 0);
    check(
        "2.4.1",
        "2026-10-01",
        &[
            (Notebook::opened().branch("a", 20), ""),
            (Notebook::opened().intro("g", "", 5, 0), ""),
            (with(20), "3: 20/20"),
            (with(14), "2: 14/20"),
            (with(8), "1: 8/20"),
            (with(7), "0: 7/20"),
        ],
    );
}

#[test]
fn reports_to_the_party_committee_and_joint_programmes() {
    let reports = |days: &[&str]| {
        days.iter().enumerate().fold(Notebook::opened(), |book, (n, on)| {
            book.put(&format!("evidence/e{n}/for/3.1.2"), true)
                .put(&format!("evidence/e{n}/date"), *on)
        })
    };
    check(
        "3.1.2",
        "2026-10-01",
        &[
            (reports(&[]), ""),
            (reports(&["2026-02-01"]), "1: 1/3"),
            (reports(&["2026-02-01", "2026-03-01"]), "2: 1/3"),
            (reports(&["2026-02-01", "2026-05-01", "2026-08-01"]), "3: 3/3"),
            (reports(&["2026-02-01", "2026-12-01"]), "1: 1/3"),
        ],
    );
    check(
        "3.3.1",
        "2026-10-01",
        &[
            (put(&[("joint/a/partner", "Công an")]), ""),
            (put(&[("joint/a/signed", "2026-02-01")]), "2: 1"),
            (put(&[("joint/a/signed", "2026-02-01"), ("joint/b/signed", "2026-11-01")]), "2: 1"),
            (put(&[("joint/a/signed", "2026-02-01"), ("joint/b/signed", "2026-03-01")]), "4: 2"),
            (put(&[("evidence/x/for/3.3.1", "true"), ("evidence/y/for/3.3.1", "true")]), "4: 2"),
        ],
    );
}

#[test]
fn a_proposal_stands_beside_the_answer_and_never_over_it() {
    let book = Notebook::opened().branch("a", 20).intro("g", "a", 14, 0);
    let all = proposal::all(&book.year, &y2026(), &rules(), &default_set(), day("2026-10-01"));
    let one: &Proposal = all.iter().find(|one| one.item.as_str() == "2.4.1").unwrap();
    assert_eq!((one.working[0].what, one.working[0].percent()), (Metric::Introduced, Some(70)));
    let step = |step: &str| Answer { step: Some(step.into()), ..Answer::default() };
    let na = Answer { na: true, ..step("2") };
    for (answer, mode, said) in [
        (Answer::default(), Mode::Points, Beside::Open),
        (step("2"), Mode::Points, Beside::Same),
        (step("3"), Mode::Points, Beside::Differs),
        (step("3"), Mode::Pass, Beside::Open),
        (Answer { met: Some(true), ..Answer::default() }, Mode::Pass, Beside::Same),
        (na, Mode::Points, Beside::Differs),
    ] {
        assert_eq!(beside(one, &answer, mode), said, "{answer:?}");
    }
}

#[test]
fn a_set_with_other_steps_gets_no_wrong_proposal() {
    let book = Notebook::opened().branch("a", 20).intro("g", "a", 14, 0);
    let mut set = default_set();
    for criterion in &mut set.criteria {
        for item in criterion.groups.iter_mut().flat_map(|group| &mut group.items) {
            item.ladder.retain(|step| step.id.as_str() != "2" || item.id.as_str() != "2.4.1");
        }
    }
    let all = proposal::all(&book.year, &y2026(), &rules(), &set, day("2026-10-01"));
    assert!(all.iter().all(|one| one.item.as_str() != "2.4.1"));
}
