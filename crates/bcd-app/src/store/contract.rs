//! What must hold for every store, as a list of checks that one suite runs: on the one in memory,
//! and in a browser on IndexedDB. Nothing here panics, since a page shows what failed.

use super::{Decide, Op, Rows, Store, StoreError, StoreFuture, StoreValue, tables};
use crate::bytes::Bytes;
use std::{cell::Cell, future::Future, rc::Rc};

/// One check: what must hold, and what was found instead if it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreCheck {
    /// What holds, as a sentence.
    pub name: &'static str,
    /// What was found instead.
    pub failed: Option<String>,
}

type CheckResult = Result<(), String>;

/// Two connections to the same tables, as two tabs have them.
pub struct Pair {
    one: Rc<dyn Store>,
    other: Rc<dyn Store>,
}

/// Runs all checks, each on tables that are empty. `open` opens the tables under a name; the same
/// name gives the same tables.
pub async fn run<F>(open: impl Fn(&'static str) -> F) -> Vec<StoreCheck>
where
    F: Future<Output = Result<Rc<dyn Store>, StoreError>>,
{
    let mut checks = Vec::new();
    macro_rules! check {
        ($name:literal, $check:expr) => {
            let found = match (open($name).await, open($name).await) {
                (Ok(one), Ok(other)) => $check(Pair { one, other }).await,
                (Err(error), _) | (_, Err(error)) => Err(format!("opening: {error:?}")),
            };
            checks.push(StoreCheck { name: $name, failed: found.err() });
        };
    }
    check!("what is written comes back, and nothing else does", comes_back);
    check!("a range is in the order of keys, of one table, and of one start", in_order);
    check!("bytes come back as they were", bytes);
    check!("several tables are written at once", several_tables);
    check!("a write is decided on what is there, in the order that was asked for", decided);
    check!("who decides on nothing writes nothing", nothing);
    check!("of two that swap the same value one succeeds", swap);
    check!("two that count at once count both", two_writers);
    check!("deleting a start takes nothing else along", delete_start);
    check!("the later of two writes of one key stands", later_stands);
    check!("long keys with accents, and keys with separators in them", keys);
    check!("a large value comes back", large);
    checks
}

/// Runs all checks and combines the failures.
///
/// # Errors
/// What failed, a line for each.
pub async fn check<F>(open: impl Fn(&'static str) -> F) -> Result<(), String>
where
    F: Future<Output = Result<Rc<dyn Store>, StoreError>>,
{
    let failed = run(open).await.into_iter().filter_map(|check| {
        let why = check.failed?;
        Some(format!("{}: {why}", check.name))
    });
    let failed: Vec<String> = failed.collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

// --- What the checks use ---

fn told<T>(answer: Result<T, StoreError>) -> Result<T, String> {
    answer.map_err(|error| format!("{error:?}"))
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> CheckResult {
    if found == expected { Ok(()) } else { Err(format!("{found:?} instead of {expected:?}")) }
}

async fn write(store: &dyn Store, ops: Vec<Op>) -> CheckResult {
    let decide: Decide = Rc::new(move |_| ops.clone());
    told(store.update(tables::META, Vec::new(), decide).await)
}

async fn text(store: &dyn Store, table: &'static str, key: &str) -> Result<Option<String>, String> {
    Ok(told(store.get(table, key).await)?.and_then(StoreValue::text))
}

fn texts(rows: Rows) -> Vec<(String, String)> {
    rows.into_iter().filter_map(|(key, value)| Some((key, value.text()?))).collect()
}

async fn range(
    store: &dyn Store,
    table: &'static str,
    start: &str,
) -> Result<Vec<(String, String)>, String> {
    Ok(texts(told(store.range(table, start).await)?))
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

// --- The checks ---

async fn comes_back(Pair { one, other }: Pair) -> CheckResult {
    write(&*one, vec![Op::text(tables::META, "a", "1")]).await?;
    same(text(&*one, tables::META, "a").await?, Some("1".into()))?;
    same(text(&*other, tables::META, "a").await?, Some("1".into()))?;
    same(text(&*one, tables::META, "b").await?, None)?;
    same(text(&*one, tables::FIELDS, "a").await?, None)
}

async fn in_order(Pair { one, .. }: Pair) -> CheckResult {
    let put = |key: &str| Op::text(tables::FIELDS, key, key);
    let keys = ["b|2", "a|10", "a|1", "ab|1", "a", "a|", "a|2", "A|1"];
    let mut ops: Vec<Op> = keys.into_iter().map(put).collect();
    ops.push(Op::text(tables::LOST, "a|1|9", "of another table"));
    write(&*one, ops).await?;
    let expected = ["a|", "a|1", "a|10", "a|2"].map(|key| (key, key));
    same(range(&*one, tables::FIELDS, "a|").await?, pairs(&expected))?;
    let all = range(&*one, tables::FIELDS, "").await?;
    same(all.len(), keys.len())?;
    same(all.is_sorted(), true)?;
    same(range(&*one, tables::FIELDS, "c").await?, Vec::new())
}

async fn bytes(Pair { one, other }: Pair) -> CheckResult {
    let all: Vec<u8> = (0..=255).collect();
    let ops = vec![
        Op::bytes(tables::FILES, "x", Bytes::from(all.as_slice())),
        Op::bytes(tables::FILES, "y", Bytes::from(Vec::new())),
    ];
    write(&*one, ops).await?;
    let read = async |key| -> Result<Option<Vec<u8>>, String> {
        let value = told(other.get(tables::FILES, key).await)?;
        Ok(value.and_then(StoreValue::bytes).map(|bytes| bytes.to_vec()))
    };
    same(read("x").await?, Some(all))?;
    same(read("y").await?, Some(Vec::new()))?;
    let text = told(other.get(tables::FILES, "x").await)?.and_then(StoreValue::text);
    same(text, None)
}

async fn several_tables(Pair { one, other }: Pair) -> CheckResult {
    let ops = tables::ALL.iter().map(|table| Op::text(table, "k", *table)).collect();
    write(&*one, ops).await?;
    for table in tables::ALL {
        same(text(&*other, table, "k").await?, Some((*table).to_owned()))?;
    }
    Ok(())
}

async fn decided(Pair { one, .. }: Pair) -> CheckResult {
    write(&*one, pairs(&[("a", "1"), ("b", "2")]).into_iter().map(meta).collect()).await?;
    let decide: Decide = Rc::new(|there| {
        let text =
            |value: Option<StoreValue>| value.and_then(StoreValue::text).unwrap_or("-".into());
        let all: Vec<String> = there.into_iter().map(text).collect();
        vec![Op::text(tables::LOST, "seen", all.join(" "))]
    });
    let keys = ["b", "x", "a"].map(str::to_owned).to_vec();
    told(one.update(tables::META, keys, decide).await)?;
    same(text(&*one, tables::LOST, "seen").await?, Some("2 - 1".into()))
}

fn meta((key, text): (String, String)) -> Op {
    Op::text(tables::META, key, text)
}

async fn nothing(Pair { one, .. }: Pair) -> CheckResult {
    write(&*one, vec![Op::text(tables::META, "a", "1")]).await?;
    let asked = Rc::new(Cell::new(false));
    let noted = asked.clone();
    let decide: Decide = Rc::new(move |_| {
        noted.set(true);
        Vec::new()
    });
    told(one.update(tables::META, vec!["a".into()], decide).await)?;
    same(asked.get(), true)?;
    same(range(&*one, tables::META, "").await?, pairs(&[("a", "1")]))
}

// Writes `to` where `from` stands; whether it did.
fn swapped<'a>(
    store: &'a dyn Store,
    from: &'static str,
    to: &'static str,
    done: Rc<Cell<bool>>,
) -> StoreFuture<'a, ()> {
    let decide: Decide = Rc::new(move |there| {
        let there = there.into_iter().next().flatten().and_then(StoreValue::text);
        done.set(there.as_deref() == Some(from));
        if done.get() { vec![Op::text(tables::META, "a", to)] } else { Vec::new() }
    });
    store.update(tables::META, vec!["a".into()], decide)
}

async fn swap(Pair { one, other }: Pair) -> CheckResult {
    write(&*one, vec![Op::text(tables::META, "a", "1")]).await?;
    let (first, second) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    let both = futures_util::future::join(
        swapped(&*one, "1", "2", first.clone()),
        swapped(&*other, "1", "3", second.clone()),
    );
    let (a, b) = both.await;
    told(a)?;
    told(b)?;
    same(first.get() != second.get(), true)?;
    let expected = if first.get() { "2" } else { "3" };
    same(text(&*one, tables::META, "a").await?, Some(expected.into()))
}

async fn two_writers(Pair { one, other }: Pair) -> CheckResult {
    const TIMES: usize = 20;
    let more: Decide = Rc::new(|there| {
        let there = there.into_iter().next().flatten().and_then(StoreValue::text);
        let count: usize = there.and_then(|text| text.parse().ok()).unwrap_or(0);
        vec![Op::text(tables::META, "count", (count + 1).to_string())]
    });
    let counted = (0..TIMES).map(|turn| {
        let store = if turn % 2 == 0 { &one } else { &other };
        store.update(tables::META, vec!["count".into()], more.clone())
    });
    for done in futures_util::future::join_all(counted).await {
        told(done)?;
    }
    same(text(&*one, tables::META, "count").await?, Some(TIMES.to_string()))
}

async fn delete_start(Pair { one, .. }: Pair) -> CheckResult {
    let keys = ["d|a", "d|b", "d", "d2|a", "c|a"];
    let mut ops: Vec<Op> = keys.map(|key| Op::text(tables::FIELDS, key, "x")).to_vec();
    ops.push(Op::text(tables::LOST, "d|a", "x"));
    write(&*one, ops).await?;
    let ops = vec![
        Op::DeletePrefix(tables::FIELDS, "d|".into()),
        Op::Delete(tables::FIELDS, "c|a".into()),
        Op::Delete(tables::FIELDS, "not there".into()),
    ];
    write(&*one, ops).await?;
    same(range(&*one, tables::FIELDS, "").await?, pairs(&[("d", "x"), ("d2|a", "x")]))?;
    same(text(&*one, tables::LOST, "d|a").await?, Some("x".into()))
}

async fn later_stands(Pair { one, .. }: Pair) -> CheckResult {
    let ops = vec![
        Op::text(tables::META, "a", "1"),
        Op::text(tables::META, "a", "2"),
        Op::text(tables::META, "p|1", "before"),
        Op::DeletePrefix(tables::META, "p|".into()),
        Op::text(tables::META, "p|2", "behind"),
    ];
    write(&*one, ops).await?;
    same(range(&*one, tables::META, "").await?, pairs(&[("a", "2"), ("p|2", "behind")]))
}

async fn keys(Pair { one, .. }: Pair) -> CheckResult {
    let long = "Đoàn phường Quảng Xương – đợt ".repeat(40);
    let all = [
        format!("{long}|answer/1.1.1/note"),
        format!("{long}|answer/1.1.1/note|7|máy"),
        format!("{long}|😀"),
        format!("{long}||"),
    ];
    write(&*one, all.iter().map(|key| Op::text(tables::LOST, key.clone(), "x")).collect()).await?;
    for key in &all {
        same(text(&*one, tables::LOST, key).await?, Some("x".into()))?;
    }
    same(range(&*one, tables::LOST, &format!("{long}|")).await?.len(), all.len())?;
    let note = format!("{long}|answer/1.1.1/note");
    same(range(&*one, tables::LOST, &note).await?.len(), 2)?;
    write(&*one, vec![Op::DeletePrefix(tables::LOST, note)]).await?;
    same(range(&*one, tables::LOST, "").await?.len(), all.len() - 2)
}

async fn large(Pair { one, .. }: Pair) -> CheckResult {
    let text_of = "chữ ".repeat(500_000);
    let ops = vec![
        Op::text(tables::META, "a", text_of.clone()),
        Op::bytes(tables::FILES, "b", vec![7_u8; 5_000_000].into()),
    ];
    write(&*one, ops).await?;
    same(text(&*one, tables::META, "a").await?.map(|text| text.len()), Some(text_of.len()))?;
    let bytes = told(one.get(tables::FILES, "b").await)?.and_then(StoreValue::bytes);
    same(bytes.map(|bytes| bytes.len()), Some(5_000_000))
}
