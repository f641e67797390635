//! The store in memory keeps the contract, and the contract notices one that does not.

use bcd_app::store::{
    Decide, Op, Rows, Store, StoreFuture, StoreValue, contract, memory::MemoryStore,
};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::Future,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

// Nothing here ever waits for something outside.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn failed(make: impl Fn() -> Rc<dyn Store>) -> Vec<&'static str> {
    let all: RefCell<BTreeMap<&str, Rc<dyn Store>>> = RefCell::default();
    let open = |name| {
        let store = all.borrow_mut().entry(name).or_insert_with(&make).clone();
        async move { Ok(store) }
    };
    let checks = now(contract::run(open));
    assert!(checks.len() > 10);
    checks.into_iter().filter(|check| check.failed.is_some()).map(|check| check.name).collect()
}

#[test]
fn memory_keeps_the_contract() {
    assert_eq!(failed(|| Rc::new(MemoryStore::default())), Vec::<&str>::new());
}

/// Ways to be wrong.
#[derive(Clone, Copy)]
enum Wrong {
    ForgetsWhatIsNotText,
    MixesTables,
    IgnoresTheStart,
    ReadsBeforeItsTurn,
    DeletesByContents,
    GivesKeysInOrderOfAsking,
}

struct Broken(MemoryStore, Wrong);

impl Store for Broken {
    fn lasts(&self) -> bool {
        false
    }

    fn get<'a>(&'a self, table: &'static str, key: &'a str) -> StoreFuture<'a, Option<StoreValue>> {
        let table = if matches!(self.1, Wrong::MixesTables) { "meta" } else { table };
        self.0.get(table, key)
    }

    fn range<'a>(&'a self, table: &'static str, prefix: &'a str) -> StoreFuture<'a, Rows> {
        Box::pin(async move {
            match self.1 {
                Wrong::IgnoresTheStart => Ok(self.0.rows(table, "")),
                Wrong::GivesKeysInOrderOfAsking => {
                    let mut rows = self.0.rows(table, prefix);
                    rows.reverse();
                    Ok(rows)
                }
                _ => Ok(self.0.rows(table, prefix)),
            }
        })
    }

    fn update<'a>(
        &'a self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> StoreFuture<'a, ()> {
        let read = move || keys.iter().map(|key| self.0.value(table, key)).collect();
        let early = matches!(self.1, Wrong::ReadsBeforeItsTurn).then(&read);
        Box::pin(async move {
            if early.is_some() {
                // Others come in between.
                let mut waited = false;
                std::future::poll_fn(|_| {
                    if std::mem::replace(&mut waited, true) {
                        Poll::Ready(())
                    } else {
                        Poll::Pending
                    }
                })
                .await;
            }
            let ops = decide(early.unwrap_or_else(read)).into_iter();
            let changed = |op: Op| match (self.1, op) {
                (Wrong::ForgetsWhatIsNotText, Op::Put(_, _, StoreValue::Bytes(_))) => None,
                (Wrong::MixesTables, Op::Put(_, key, value)) => Some(Op::Put("meta", key, value)),
                (Wrong::DeletesByContents, Op::DeletePrefix(table, start)) => {
                    Some(Op::DeletePrefix(table, start.trim_end_matches('|').to_owned()))
                }
                (_, op) => Some(op),
            };
            self.0.write(ops.filter_map(changed).collect());
            Ok(())
        })
    }
}

#[test]
fn the_contract_notices() {
    for (wrong, name) in [
        (Wrong::ForgetsWhatIsNotText, "bytes come back as they were"),
        (Wrong::MixesTables, "several tables are written at once"),
        (Wrong::IgnoresTheStart, "a range is in the order of keys, of one table, and of one start"),
        (
            Wrong::GivesKeysInOrderOfAsking,
            "a range is in the order of keys, of one table, and of one start",
        ),
        (Wrong::ReadsBeforeItsTurn, "two that count at once count both"),
        (Wrong::ReadsBeforeItsTurn, "of two that swap the same value one succeeds"),
        (Wrong::DeletesByContents, "deleting a start takes nothing else along"),
    ] {
        let failed = failed(|| Rc::new(Broken(MemoryStore::default(), wrong)));
        assert!(failed.contains(&name), "{name}: {failed:?}");
    }
}
