//! A few things at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, anyhow};

/// More would not be faster: the emulator has one interpreter.
const THREADS: usize = 4;

/// Does something with every item, a few at a time, begun in their order. Gives the results in their order.
///
/// # Errors
/// The first item's that failed; the others are finished or not begun.
pub(super) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let run = || -> Result<Vec<(usize, R)>> {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return Ok(done);
            };
            let result = work(item).inspect_err(|_| next.store(items.len(), Ordering::Relaxed))?;
            done.push((place, result));
        }
    };
    let mut all = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(run)).collect();
        for thread in threads {
            all.extend(thread.join().map_err(|_| anyhow!("a thread has panicked"))??);
        }
        Ok::<_, anyhow::Error>(())
    })?;
    all.sort_by_key(|(place, _)| *place);
    Ok(all.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_an_error_comes_through() {
        let items: Vec<usize> = (0..100).collect();
        assert_eq!(each(&items, |item| Ok(item * 2)).unwrap(), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        let failed = each(&items, |item| if *item == 57 { Err(anyhow!("57 is bad")) } else { Ok(()) });
        assert_eq!(failed.unwrap_err().to_string(), "57 is bad");
    }
}
