//! Work on many things with several threads; the results stand in the order of the things, whoever was first.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Things that a thread takes at once: few enough that all finish together, enough that nobody waits for the counter.
const BATCH: usize = 16;
/// Deeply nested Markdown goes deep into the stack of the libraries.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Calls `work` for each item, with what `tools` gives to each thread, and collects what it gives, in the order of the
/// items. A panic in one item becomes `mourn(item, message)`; the others go on.
pub fn each<T: Sync, R: Send, S>(
    threads: usize,
    items: &[T],
    tools: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    mourn: impl Fn(&T, &str) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<R>)>> = Mutex::new(Vec::new());
    let worker = || {
        let mut hands = tools();
        loop {
            let from = next.fetch_add(BATCH, Relaxed);
            let Some(batch) = items.get(from..items.len().min(from + BATCH)).filter(|batch| !batch.is_empty()) else {
                return;
            };
            let results = batch.iter().map(|item| guarded(&mut hands, &tools, item, (&work, &mourn))).collect();
            done.lock().unwrap_or_else(PoisonError::into_inner).push((from, results));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(items.len().div_ceil(BATCH)).max(1) {
            // Without a further thread the work is done all the same, by this one.
            let _ = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, worker);
        }
        match thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, worker) {
            Ok(last) => drop(last.join()),
            Err(_) => worker(),
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(from, _)| *from);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

fn guarded<T, R, S>(
    hands: &mut S,
    tools: &impl Fn() -> S,
    item: &T,
    (work, mourn): (&impl Fn(&mut S, &T) -> R, &impl Fn(&T, &str) -> R),
) -> R {
    match catch_unwind(AssertUnwindSafe(|| work(hands, item))) {
        Ok(result) => result,
        Err(panic) => {
            // Whatever the panic left half done is not used again.
            *hands = tools();
            mourn(item, words_of(&*panic))
        }
    }
}

/// What a panic said.
pub fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no further word")
}

/// As many threads as there are processors, if `wanted` is 0.
pub fn threads(wanted: usize) -> usize {
    if wanted > 0 { wanted.min(256) } else { thread::available_parallelism().map_or(1, usize::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_and_panics_stay_with_their_item() {
        let items: Vec<usize> = (0..1000).collect();
        let work = |(): &mut (), item: &usize| {
            assert!(*item != 500, "five hundred");
            item.to_string()
        };
        let results = each(4, &items, || (), work, |item, panic| format!("{item}: {panic}"));
        assert_eq!(results.len(), 1000);
        assert_eq!(results[499..502], ["499".to_owned(), "500: five hundred".to_owned(), "501".to_owned()]);
    }
}
