//! Laws of a case: whatever order its fields come in, and from however many devices, it is the same.

use super::case::{FIRST, Officer, SECOND};
use bcd_core::{
    id::{ItemId, StepId},
    merge::Merged,
    upper::case::{Case, CaseState, Mark, Verdict, command::CaseCommand},
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Deed {
    Gets(bool),
    Says(u8, u8),
    Steps(usize),
    Decides(bool),
    Hears(usize),
}

fn deed() -> impl Strategy<Value = (usize, Deed)> {
    let deed = prop_oneof![
        any::<bool>().prop_map(Deed::Gets),
        (0_u8..3, 0_u8..3).prop_map(|(item, what)| Deed::Says(item, what)),
        (0..CaseState::ALL.len()).prop_map(Deed::Steps),
        any::<bool>().prop_map(Deed::Decides),
        (0_usize..3).prop_map(Deed::Hears),
    ];
    (0_usize..3, deed)
}

// Three officers do what they can, and hear of each other now and then.
fn year(deeds: &[(usize, Deed)]) -> [Officer; 3] {
    let mut all = ["nam", "mai", "lan"].map(Officer::new);
    for (who, deed) in deeds {
        // What cannot be done from where the case stands is not done: that is the test's own business
        // elsewhere.
        let _ = match deed {
            Deed::Gets(second) => {
                let (digest, number) = if *second { (SECOND, 2) } else { (FIRST, 1) };
                all[*who].gets(digest, number);
                Ok(())
            }
            Deed::Says(item, what) => {
                let verdict = match what {
                    0 => Verdict::Agree,
                    1 => Verdict::Ask,
                    _ => Verdict::Set(Mark::Step(StepId::from("kha"))),
                };
                let items = vec![ItemId(format!("1.{item}"))];
                let of = all[*who].looks_at();
                all[*who].does(CaseCommand::Say { of, items, verdict, why: "vì".to_owned() })
            }
            Deed::Steps(to) => all[*who].steps(CaseState::ALL[*to], "vì"),
            Deed::Decides(recognised) => all[*who].decides(*recognised, "12", "vì"),
            Deed::Hears(other) => {
                let other = all[*other].clone();
                all[*who].hears(&other);
                Ok(())
            }
        };
    }
    all
}

fn merged(order: &[&Officer]) -> Merged {
    let mut all = Merged::default();
    for officer in order {
        all.merge(officer.state.clone());
    }
    all
}

proptest! {
    #[test]
    fn every_device_ends_with_the_same_case(deeds in proptest::collection::vec(deed(), 0..40)) {
        let [a, b, c] = year(&deeds);
        let one = merged(&[&a, &b, &c]);
        for order in [[&c, &b, &a], [&b, &a, &c], [&a, &c, &b]] {
            prop_assert_eq!(&merged(&order), &one);
        }
        prop_assert_eq!(&merged(&[&a, &b, &c, &b, &a]), &one, "twice is once");
    }

    #[test]
    fn the_state_follows_from_the_fields_alone(deeds in proptest::collection::vec(deed(), 0..40)) {
        let [a, b, c] = year(&deeds);
        let case = Case::of(&merged(&[&a, &b, &c]).fields);
        // Replayed from the standing steps: each leads on from where the one before led.
        let mut at = CaseState::Received;
        for step in case.history.iter().filter(|step| !step.contested) {
            if step.value.to != at && step.value.from.way(step.value.to).is_some() {
                let same = |x: CaseState| if x == CaseState::Answered { CaseState::Asked } else { x };
                if same(step.value.from) == same(at) {
                    at = step.value.to;
                }
            }
        }
        let now = if case.state == CaseState::Answered { CaseState::Asked } else { case.state };
        prop_assert_eq!(now, at);
        prop_assert_eq!(case.decided.is_some(), case.state.is_decided());
        if let Some(decided) = &case.decided {
            prop_assert_eq!(decided.recognised, case.state != CaseState::Declined);
        }
    }

    #[test]
    fn nobody_is_recognised_who_did_not_pass(deeds in proptest::collection::vec(deed(), 0..60)) {
        for officer in year(&deeds) {
            let case = officer.case();
            let reached = |to| case.history.iter().any(|it| !it.contested && it.value.to == to);
            if matches!(case.state, CaseState::Recognised | CaseState::Commended) {
                prop_assert!(reached(CaseState::Verifying) && reached(CaseState::Passed));
            }
        }
    }
}
