//! Stories of a case: two officers of one office, each on a device, and what they agree on.

use crate::support::write;
use bcd_core::{
    id::{ItemId, RecordId, StepId},
    merge::Merged,
    upper::{
        case::{
            Case, CaseId, CaseLine, CaseState, Mark, Verdict, Visit,
            command::{CaseCommand, CaseFault, fields_of},
            conflicts,
        },
        office::{Office, OfficeFault},
    },
};

pub const FIRST: &str = "sha256:1111";
pub const SECOND: &str = "sha256:2222";

/// An officer's device.
#[derive(Clone, Default)]
pub struct Officer {
    pub state: Merged,
    name: &'static str,
    steps: u32,
}

impl Officer {
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    pub fn case(&self) -> Case {
        Case::of(&self.state.fields)
    }

    pub fn does(&mut self, command: CaseCommand) -> Result<(), CaseFault> {
        for set in fields_of(command, &self.case())? {
            write(&mut self.state, &set.path, set.value, self.name);
        }
        Ok(())
    }

    pub fn gets(&mut self, digest: &str, number: u32) {
        self.does(CaseCommand::Receive(digest.to_owned(), number)).unwrap();
    }

    pub fn says(&mut self, item: &str, verdict: Verdict, why: &str) -> Result<(), CaseFault> {
        let (of, items) = (self.looks_at(), vec![item.into()]);
        self.does(CaseCommand::Say { of, items, verdict, why: why.to_owned() })
    }

    /// The submission that the officer has before them: the latest that came.
    pub fn looks_at(&self) -> String {
        self.case().latest().unwrap_or_default().to_owned()
    }

    fn new_id(&mut self) -> RecordId {
        self.steps += 1;
        RecordId(format!("{}-{}", self.name, self.steps))
    }

    pub fn steps(&mut self, to: CaseState, why: &str) -> Result<(), CaseFault> {
        let (of, id) = (self.looks_at(), self.new_id());
        self.does(CaseCommand::Step { of, id, to, why: why.to_owned() })
    }

    pub fn decides(&mut self, recognised: bool, number: &str, why: &str) -> Result<(), CaseFault> {
        let (id, date) = (self.new_id(), "2026-12-01".to_owned());
        let (of, number, why) = (self.looks_at(), number.to_owned(), why.to_owned());
        self.does(CaseCommand::Decide { of, id, recognised, number, date, why })
    }

    pub fn hears(&mut self, other: &Self) {
        self.state.merge(other.state.clone());
    }

    pub fn stands(&self) -> CaseState {
        self.case().state
    }
}

// An officer who verifies the first submission.
fn verifying() -> Officer {
    let mut nam = Officer::new("nam");
    nam.gets(FIRST, 1);
    nam.steps(CaseState::Verifying, "").unwrap();
    nam
}

#[test]
fn a_unit_is_asked_for_more_answers_and_is_recognised() {
    let mut nam = verifying();
    nam.says("1.1", Verdict::Agree, "").unwrap();
    nam.says("2.1", Verdict::Ask, "Thiếu biên bản quý 3").unwrap();
    nam.steps(CaseState::Asked, "").unwrap();
    assert_eq!(nam.stands(), CaseState::Asked);
    let case = nam.case();
    let asked: Vec<&str> = case.asked().map(|(item, _)| item.as_str()).collect();
    assert_eq!(asked, ["2.1"]);

    nam.gets(SECOND, 2);
    assert_eq!(nam.stands(), CaseState::Answered);
    assert_eq!(nam.case().seen(), Some(FIRST), "nobody looked at the second one yet");
    nam.says("2.1", Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides(true, "12-QĐ/ĐTN", "").unwrap();
    nam.steps(CaseState::Commended, "").unwrap();

    let case = nam.case();
    assert_eq!((case.state, case.seen()), (CaseState::Commended, Some(SECOND)));
    let decided = case.decided.clone().unwrap();
    assert!(decided.recognised && decided.number == "12-QĐ/ĐTN" && decided.of == SECOND);
    assert_eq!(case.contested().count(), 0);
}

#[test]
fn no_state_can_be_skipped() {
    let mut nam = Officer::new("nam");
    let no_way = |from, to| Err(CaseFault::NoWay { from, to });
    assert_eq!(nam.steps(CaseState::Verifying, ""), Err(CaseFault::NotReceived));
    nam.gets(FIRST, 1);
    for to in CaseState::ALL.into_iter().filter(|to| *to != CaseState::Verifying) {
        assert_eq!(nam.steps(to, "vì"), no_way(CaseState::Received, to), "{to:?}");
    }
    nam.steps(CaseState::Verifying, "").unwrap();
    assert_eq!(
        nam.decides(true, "12", ""),
        no_way(CaseState::Verifying, CaseState::Recognised),
        "recognition follows on having passed"
    );
    nam.steps(CaseState::NotPassed, "").unwrap();
    assert_eq!(nam.decides(true, "12", ""), no_way(CaseState::NotPassed, CaseState::Recognised));
    nam.steps(CaseState::Verifying, "Xem lại").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    assert_eq!(
        nam.steps(CaseState::Recognised, ""),
        no_way(CaseState::Passed, CaseState::Recognised),
        "a decision has a number and a day"
    );
}

#[test]
fn what_needs_a_reason_a_number_or_a_day_is_not_done_without() {
    let mut nam = verifying();
    for verdict in [Verdict::Ask, Verdict::Set(Mark::Step(StepId::from("kha")))] {
        assert_eq!(nam.says("1.1", verdict, "  "), Err(CaseFault::NoReason));
    }
    assert_eq!(nam.says("1.1", Verdict::Ask, "<b>"), Err(CaseFault::BadText));
    assert_eq!(nam.steps(CaseState::Received, ""), Err(CaseFault::NoReason));
    nam.steps(CaseState::Passed, "").unwrap();
    assert_eq!(nam.decides(true, " ", ""), Err(CaseFault::NoNumber));
    assert_eq!(nam.decides(false, "12", ""), Err(CaseFault::NoReason));
    let (id, number) = (RecordId::from("x"), "12".to_owned());
    let bad = CaseCommand::Decide {
        of: nam.looks_at(),
        id,
        recognised: true,
        number,
        date: "2026-02-30".to_owned(),
        why: String::new(),
    };
    assert_eq!(nam.does(bad), Err(CaseFault::BadDay));
    let visit = Visit { day: "hôm qua".to_owned(), ..Visit::default() };
    assert_eq!(nam.does(CaseCommand::Visit("v".into(), visit)), Err(CaseFault::BadDay));
    assert_eq!(
        nam.says("1.1", Verdict::Agree, ""),
        Err(CaseFault::Closed(CaseState::Passed)),
        "a verdict changes after a step back"
    );
}

#[test]
fn a_decision_is_undone_only_by_a_step_back_with_its_reason() {
    let mut nam = verifying();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides(true, "12", "").unwrap();
    assert_eq!(nam.steps(CaseState::Passed, ""), Err(CaseFault::NoReason));
    nam.steps(CaseState::Passed, "Nhầm số quyết định").unwrap();
    assert_eq!((nam.stands(), nam.case().decided), (CaseState::Passed, None));
    nam.decides(true, "21", "").unwrap();
    let case = nam.case();
    assert_eq!(case.decided.as_ref().unwrap().number, "21");
    let who: Vec<_> = case.history.iter().map(|step| step.value.to).collect();
    assert_eq!(who.len(), 5, "every step is kept");
}

#[test]
fn a_submission_after_the_decision_changes_nothing_but_is_told_of() {
    let mut nam = verifying();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides(true, "12", "").unwrap();
    assert!(!nam.case().is_decided_on_older());
    nam.gets(SECOND, 2);
    let case = nam.case();
    assert_eq!(case.state, CaseState::Recognised);
    assert!(case.is_decided_on_older());
    let id = CaseId { office: "o".into(), unit: "u".into(), cycle: "2026".to_owned() };
    let line = CaseLine::of(&id, &nam.state);
    assert!(line.decided_on_older && line.latest == SECOND && line.seen == FIRST);
}

#[test]
fn two_officers_verify_different_items_and_it_merges() {
    let mut nam = verifying();
    let mut mai = Officer::new("mai");
    mai.hears(&nam);
    nam.says("1.1", Verdict::Agree, "").unwrap();
    mai.says("1.2", Verdict::Ask, "Bổ sung danh sách").unwrap();
    nam.hears(&mai);
    mai.hears(&nam);
    assert_eq!(nam.state, mai.state);
    assert_eq!(nam.case().items.len(), 2);
    assert_eq!(conflicts(&nam.state).len(), 0);
}

#[test]
fn two_verdicts_on_one_item_are_both_kept_for_a_person() {
    let mut nam = verifying();
    let mut mai = Officer::new("mai");
    mai.hears(&nam);
    nam.says("1.1", Verdict::Agree, "").unwrap();
    mai.says("1.1", Verdict::Set(Mark::Step("kha".into())), "Thiếu 2 chi đoàn").unwrap();
    nam.hears(&mai);
    assert_eq!(conflicts(&nam.state).len(), 1);
}

#[test]
fn a_step_that_two_took_otherwise_at_once_is_shown_as_contested() {
    let mut nam = verifying();
    let mut mai = Officer::new("mai");
    mai.hears(&nam);
    nam.steps(CaseState::Passed, "").unwrap();
    mai.steps(CaseState::NotPassed, "").unwrap();
    nam.hears(&mai);
    mai.hears(&nam);
    assert_eq!(nam.case(), mai.case());
    let case = nam.case();
    assert_eq!(case.contested().count(), 1);
    assert_eq!(case.history.len(), 3, "nothing is dropped");
}

#[test]
fn two_who_began_at_once_or_both_asked_contest_nothing() {
    let (mut nam, mut mai) = (Officer::new("nam"), Officer::new("mai"));
    for officer in [&mut nam, &mut mai] {
        officer.gets(FIRST, 1);
        officer.steps(CaseState::Verifying, "").unwrap();
        officer.steps(CaseState::Asked, "").unwrap();
    }
    nam.hears(&mai);
    assert_eq!((nam.stands(), nam.case().contested().count()), (CaseState::Asked, 0));
}

#[test]
fn who_has_not_seen_the_answer_yet_steps_from_the_same_place() {
    let mut nam = verifying();
    nam.steps(CaseState::Asked, "").unwrap();
    let mut mai = Officer::new("mai");
    mai.hears(&nam);
    mai.gets(SECOND, 2);
    // The answer came to Mai alone, and she passed it.
    mai.steps(CaseState::Passed, "").unwrap();
    // It comes to Nam later, whose stamp is later too.
    nam.says("1.1", Verdict::Agree, "").unwrap();
    nam.says("1.1", Verdict::Agree, "").unwrap();
    nam.gets(SECOND, 2);
    nam.hears(&mai);
    assert_eq!((nam.stands(), nam.case().contested().count()), (CaseState::Passed, 0));
}

#[test]
fn what_was_said_can_be_taken_back() {
    let mut nam = verifying();
    nam.says("1.1", Verdict::Agree, "").unwrap();
    let before = nam.state.fields.len();
    nam.does(CaseCommand::Unsay(vec![ItemId::from("1.1"), ItemId::from("9")])).unwrap();
    assert!(nam.case().items.is_empty());
    assert_eq!(nam.state.fields.len(), before, "of what was never said, nothing is written");
}

#[test]
fn a_field_of_a_later_version_is_kept_and_changes_nothing() {
    let mut nam = verifying();
    for path in ["muc-tieu/1", "item/1.1", "step/x", "visit/y", "officer"] {
        write(&mut nam.state, path, serde_json::json!({ "sau-nay": [1] }), "nam");
    }
    let case = nam.case();
    assert!(case.items.is_empty() && case.visits.is_empty() && case.state == CaseState::Verifying);
    assert!(nam.state.fields.contains_key("muc-tieu/1"));
}

#[test]
fn an_office_has_a_name_that_is_seen() {
    let named = |name: &str| {
        let mut office = Office::default();
        office.unit.id = "o".into();
        office.unit.name = name.to_owned();
        office.checked()
    };
    assert_eq!(named(" Thành Đoàn ").unwrap().unit.name, "Thành Đoàn");
    assert_eq!(named("\u{200D} "), Err(OfficeFault::NoName));
    assert_eq!(named("<b>"), Err(OfficeFault::BadText));
}

#[test]
fn what_is_said_is_said_of_what_was_looked_at_whatever_came_meanwhile() {
    let mut nam = Officer::new("nam");
    nam.gets(FIRST, 1);
    let looked_at = nam.looks_at();
    // The next one comes while the first is still on the screen.
    nam.gets(SECOND, 2);
    let say = |of: &str| CaseCommand::Say {
        of: of.to_owned(),
        items: vec!["1.1".into()],
        verdict: Verdict::Agree,
        why: String::new(),
    };
    nam.does(say(&looked_at)).unwrap();
    assert_eq!(nam.case().items[&ItemId::from("1.1")].of, FIRST);
    // Nothing is said of one that did not come, or is held apart.
    assert_eq!(nam.does(say("sha256:forged")), Err(CaseFault::NotReceived));
    nam.steps(CaseState::Verifying, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    let decide = |of: &str| CaseCommand::Decide {
        of: of.to_owned(),
        id: "d".into(),
        recognised: true,
        number: "12".to_owned(),
        date: "2026-12-01".to_owned(),
        why: String::new(),
    };
    assert_eq!(nam.does(decide(FIRST)), Err(CaseFault::NewerCame));
    nam.does(decide(SECOND)).unwrap();
}
