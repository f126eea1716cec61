//! What one page may take of time and memory. Tera 2 bounds neither loops nor values and cannot be stopped from outside, so
//! the templates call these functions themselves, where `measured` has written them in. Each gives back what it is given.
//! Knows Tera's values; knows no templates and no pages.
//!
//! One budget belongs to one engine, and one engine to one worker: what a page may take does not depend on who else works.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Gives back the value over which a loop goes, and counts the rounds.
pub(super) const WALK: &str = "goodturn_walk";
/// Gives back a value, and counts its bytes.
pub(super) const WEIGH: &str = "goodturn_weigh";
/// Is nothing, and counts as a round: before what can call others again and again.
pub(super) const CALL: &str = "goodturn_call";
/// A filter before filters that make much of little: counts what they are going to make.
pub(super) const FITS: &str = "goodturn_fits";

/// Rounds of all loops of a page, includes and components too. A list of 100,000 stories with five tags each is half.
pub(super) const ROUNDS: u64 = 1_000_000;
/// MiB of everything that a page's variables are set to and that it shows. Twice what a page may be long.
pub(super) const MEBIBYTES: u64 = 256;
/// No text is longer: one expression has at most 256 parts.
const LARGEST: u64 = 16 << 20;
/// No list with all that is in it is larger. What 100,000 stories are told as is two thirds of it.
const LARGEST_LIST: u64 = 128 << 20;
/// Values that are looked at, one by one, to weigh lists.
const LOOKS: u64 = 20_000_000;
/// What a value takes beside its text.
const VALUE: u64 = 24;

/// What is said when there is nothing left; `making` knows it again.
pub(super) const TOO_LONG: &str = "goodturn: too many rounds";
/// The same of bytes.
pub(super) const TOO_MUCH: &str = "goodturn: too many bytes";

/// What the page being made has taken so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    rounds: AtomicU64,
    bytes: AtomicU64,
    looks: AtomicU64,
}

impl Budget {
    /// Gives an engine the functions that count, and a budget of its own.
    pub fn of(tera: &mut Tera) -> Arc<Self> {
        let budget = Arc::new(Self::default());
        let counts = Arc::clone(&budget);
        tera.register_function(WALK, move |given: Kwargs, _: &State| counts.walk(given.must_get("v")?));
        let counts = Arc::clone(&budget);
        tera.register_function(WEIGH, move |given: Kwargs, _: &State| counts.weigh(given.must_get("v")?));
        let counts = Arc::clone(&budget);
        tera.register_function(CALL, move |_: Kwargs, _: &State| counts.round(1).map(|()| ""));
        let counts = Arc::clone(&budget);
        tera.register_filter(FITS, move |value: Value, given: Kwargs, _: &State| counts.fits(value, &given));
        budget
    }

    /// A new page begins.
    pub fn begin(&self) {
        self.rounds.store(0, Relaxed);
        self.bytes.store(0, Relaxed);
        self.looks.store(0, Relaxed);
    }

    fn round(&self, times: u64) -> TeraResult<()> {
        let taken = self.rounds.fetch_add(times, Relaxed).saturating_add(times);
        if taken > ROUNDS { Err(Error::message(TOO_LONG)) } else { Ok(()) }
    }

    fn take(&self, bytes: u64) -> TeraResult<()> {
        let taken = self.bytes.fetch_add(bytes.min(1 << 40), Relaxed).saturating_add(bytes);
        if bytes > LARGEST || taken > MEBIBYTES << 20 { Err(Error::message(TOO_MUCH)) } else { Ok(()) }
    }

    fn walk(&self, value: Value) -> TeraResult<Value> {
        let times = value.len().map_or(1, |length| length as u64);
        self.round(times)?;
        Ok(value)
    }

    /// A list's values are shared and not copied, so that it takes little itself; but nobody may write all of it out.
    fn weigh(&self, value: Value) -> TeraResult<Value> {
        match (value.as_str(), value.len()) {
            (Some(text), _) => self.take(text.len() as u64)?,
            (None, Some(items)) => {
                self.whole(&value)?;
                self.take((items as u64).saturating_mul(VALUE))?;
            }
            (None, None) => self.take(VALUE)?,
        }
        Ok(value)
    }

    /// How many bytes all of a value is, if that is not too much.
    fn whole(&self, value: &Value) -> TeraResult<u64> {
        let (mut left, mut looks) = (LARGEST_LIST, 0);
        let fits = lighten(value, &mut left, &mut looks);
        let looked = self.looks.fetch_add(looks, Relaxed).saturating_add(looks);
        if fits.is_none() {
            return Err(Error::message(TOO_MUCH));
        }
        if looked > LOOKS { Err(Error::message(TOO_LONG)) } else { Ok(LARGEST_LIST - left) }
    }

    /// What `join`, `replace` and `indent` make of this, before they do.
    fn fits(&self, value: Value, given: &Kwargs) -> TeraResult<Value> {
        let length = |name: &str| -> TeraResult<u64> {
            Ok(given.get::<Value>(name)?.as_ref().and_then(Value::as_str).map_or(0, str::len) as u64)
        };
        let own = self.whole(&value)?;
        let more = match (value.as_str(), value.len()) {
            (Some(text), _) => {
                let from = given.get::<Value>("from")?;
                let found = from.as_ref().and_then(Value::as_str).map_or(0, |from| text.matches(from).count());
                let lines = if from.is_some() { 0 } else { text.matches('\n').count() + 1 };
                let width = given.get::<Value>("width")?.and_then(|width| width.as_u64()).unwrap_or(4).min(1000);
                (found as u64).saturating_mul(length("to")?).saturating_add((lines as u64).saturating_mul(width))
            }
            (None, Some(items)) => (items as u64).saturating_mul(length("sep")?),
            (None, None) => 0,
        };
        self.take(own.saturating_add(more))?;
        Ok(value)
    }
}

/// Takes from `left` about the bytes that a value is when it is written out; none if there are not so many.
fn lighten(value: &Value, left: &mut u64, looks: &mut u64) -> Option<()> {
    *looks += 1;
    *left = left.checked_sub(VALUE + value.as_str().map_or(0, str::len) as u64)?;
    if let Some(items) = value.as_array() {
        return items.iter().try_for_each(|item| lighten(item, left, looks));
    }
    value.as_map().map_or(Some(()), |map| map.values().try_for_each(|item| lighten(item, left, looks)))
}
