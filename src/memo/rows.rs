//! What is known of many paths, row by row: each path as what it does not share with the one before it, and behind all of
//! them a few bytes for each. The paths are made small with LZ4; what stands for looks and contents cannot be made smaller,
//! and to try takes longer than all the rest.

use super::Look;
use crate::ground::Fingerprint;

/// Rows to be written down.
#[derive(Debug, Default)]
pub struct Rows {
    count: u32,
    paths: Vec<u8>,
    facts: Vec<u8>,
    last: String,
}

impl Rows {
    /// Begins the row of a path. Paths in their order take the least room.
    pub fn path(&mut self, path: &str) {
        let mut shared = self.last.bytes().zip(path.bytes()).take(255).take_while(|(one, other)| one == other).count();
        while !path.is_char_boundary(shared) {
            shared -= 1;
        }
        let rest = &path.as_bytes()[shared..];
        self.paths.push(u8::try_from(shared).unwrap_or_default());
        let length = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        self.paths.extend_from_slice(&length.to_le_bytes()[..3]);
        self.paths.extend_from_slice(rest);
        self.last.clear();
        self.last.push_str(path);
        self.count += 1;
    }

    /// Says something of the path.
    pub fn fingerprint(&mut self, print: Fingerprint) {
        self.facts.extend_from_slice(&print.0.to_le_bytes());
    }

    /// Says something of the path.
    pub fn number(&mut self, number: u64) {
        self.facts.extend_from_slice(&number.to_le_bytes());
    }

    /// Says something of the path.
    pub fn looks<const N: usize>(&mut self, looks: [Option<Look>; N], is_so: bool) {
        let there = looks.iter().enumerate().map(|(at, look)| u8::from(look.is_some()) << at).sum::<u8>();
        self.facts.push(there | u8::from(is_so) << 7);
        looks.into_iter().flatten().for_each(|Look(look)| self.facts.extend_from_slice(&look));
    }

    /// All rows as bytes.
    pub fn finish(self) -> Vec<u8> {
        let paths = lz4_flex::block::compress_prepend_size(&self.paths);
        let mut bytes = Vec::with_capacity(12 + paths.len() + self.facts.len());
        bytes.extend_from_slice(&self.count.to_le_bytes());
        bytes.extend_from_slice(&(paths.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&paths);
        bytes.extend_from_slice(&self.facts);
        bytes
    }
}

/// Rows that were written down.
#[derive(Debug)]
pub struct Reading<'a> {
    count: u32,
    paths: Vec<u8>,
    at: usize,
    facts: &'a [u8],
    last: String,
}

impl<'a> Reading<'a> {
    /// Takes the rows at the beginning of what [`Rows::finish`] gave. None if they are no such thing.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let (count, bytes) = bytes.split_first_chunk()?;
        let (length, bytes) = bytes.split_first_chunk()?;
        let (paths, facts) = bytes.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let paths = lz4_flex::block::decompress_size_prepended(paths).ok()?;
        Some(Self { count: u32::from_le_bytes(*count), paths, at: 0, facts, last: String::new() })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The path of the next row.
    pub fn path(&mut self) -> Option<&str> {
        let [shared, a, b, c] = *self.paths.get(self.at..)?.first_chunk()?;
        let from = self.at + 4;
        self.at = from + u32::from_le_bytes([a, b, c, 0]) as usize;
        let rest = std::str::from_utf8(self.paths.get(from..self.at)?).ok()?;
        self.last.is_char_boundary(shared.into()).then(|| self.last.truncate(shared.into()))?;
        self.last.push_str(rest);
        Some(&self.last)
    }

    /// What was said of the path with [`Rows::fingerprint`].
    pub fn fingerprint(&mut self) -> Option<Fingerprint> {
        self.take().map(u128::from_le_bytes).map(Fingerprint)
    }

    /// What was said of the path with [`Rows::number`].
    pub fn number(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// What was said of the path with [`Rows::looks`].
    pub fn looks<const N: usize>(&mut self) -> Option<([Option<Look>; N], bool)> {
        let [there] = self.take()?;
        let mut looks = [None; N];
        for (at, look) in looks.iter_mut().enumerate() {
            if there >> at & 1 == 1 {
                *look = Some(Look(self.take()?));
            }
        }
        Some((looks, there >> 7 == 1))
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.facts.split_first_chunk()?;
        self.facts = rest;
        Some(*taken)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Row = (String, u128, u64, [Option<[u8; 8]>; 2], bool);

    fn written(rows: &[Row]) -> Vec<u8> {
        let mut all = Rows::default();
        for (path, print, number, looks, is_so) in rows {
            all.path(path);
            all.fingerprint(Fingerprint(*print));
            all.number(*number);
            all.looks(looks.map(|look| look.map(Look)), *is_so);
        }
        all.finish()
    }

    fn read(bytes: &[u8]) -> Option<Vec<Row>> {
        let mut reading = Reading::open(bytes)?;
        let row = |reading: &mut Reading<'_>| {
            let path = reading.path()?.to_owned();
            let (print, number) = (reading.fingerprint()?.0, reading.number()?);
            let (looks, is_so) = reading.looks()?;
            Some((path, print, number, looks.map(|look| look.map(|Look(look)| look)), is_so))
        };
        (0..reading.len()).map(|_| row(&mut reading)).collect()
    }

    fn row() -> impl Strategy<Value = Row> {
        (
            "(stories/)?[aéè/]{0,4}(index.html)?",
            any::<u128>(),
            any::<u64>(),
            any::<[Option<[u8; 8]>; 2]>(),
            any::<bool>(),
        )
    }

    proptest! {
        #[test]
        fn rows_come_out_as_they_went_in(rows in prop::collection::vec(row(), 0..20), cut in any::<prop::sample::Index>()) {
            let bytes = written(&rows);
            prop_assert_eq!(read(&bytes), Some(rows.clone()));
            // What is cut off is noticed by whoever asks for it, and nobody falls over it.
            let part = read(&bytes[..cut.index(bytes.len())]);
            prop_assert!(part.is_none() || rows.is_empty());
        }
    }
}
