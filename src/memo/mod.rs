//! Same input, same output: keep it. Generic; knows neither stories nor pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Locks are taken for a moment only; a few of them keep threads out of each other's way.
const SHARDS: usize = 16;

/// What was made of a shared value, kept as long as the value is: the key is its place in memory, which nobody else can
/// have while the `Arc` that is kept beside it lives.
#[derive(Debug)]
pub struct ByPlace<K: ?Sized, V> {
    shards: [Mutex<HashMap<usize, (Arc<K>, V)>>; SHARDS],
}

impl<K: ?Sized, V> Default for ByPlace<K, V> {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::new(HashMap::new())) }
    }
}

impl<K: ?Sized, V: Clone> ByPlace<K, V> {
    /// What `make` makes of the value: made once, given again as often as asked for.
    pub fn of(&self, key: &Arc<K>, make: impl FnOnce(&K) -> V) -> V {
        let place = Arc::as_ptr(key).cast::<()>() as usize;
        let shard = &self.shards[(place >> 5) % SHARDS];
        if let Some((_, value)) = shard.lock().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return value.clone();
        }
        let value = make(key);
        shard.lock().unwrap_or_else(PoisonError::into_inner).insert(place, (key.clone(), value.clone()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_made_once() {
        let memo = ByPlace::<str, usize>::default();
        let (one, same_text) = (Arc::<str>::from("one"), Arc::<str>::from("one"));
        assert_eq!(memo.of(&one, str::len), 3);
        assert_eq!(memo.of(&one, |_| panic!("it is known")), 3);
        assert_eq!(memo.of(&same_text, |_| 7), 7);
    }
}
