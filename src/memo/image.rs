//! A memory as one file: a first line that says what it is, a seal over everything, and parts, made small with LZ4
//! (<https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>), that are opened one by one, so that a build that has nothing to do need not look into all of them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ground::Fingerprint;

/// The first line. The number grows with every change of the form.
const MAGIC: &[u8; 32] = b"goodturn memo 2, safe to delete\n";
const PRINT: usize = 16;

/// Parts of a memory, sealed.
#[derive(Clone, Debug)]
pub struct Image {
    bytes: Vec<u8>,
    parts: Vec<(usize, usize)>,
}

/// Puts a memory together. `program` stands for the program that writes it: no other may read it.
#[derive(Debug)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A memory without parts.
    pub fn new(program: Fingerprint) -> Self {
        let mut bytes = Vec::with_capacity(1 << 16);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&program.0.to_le_bytes());
        // Room for the seal.
        bytes.extend_from_slice(&[0; PRINT]);
        Self { bytes }
    }

    /// Adds a part. None if the value cannot be written down, which no value of ours is.
    #[must_use]
    pub fn part<T: Serialize>(self, value: &T) -> Option<Self> {
        Some(self.raw(&Self::made(value)?))
    }

    /// A part by itself, to be added as it is.
    pub fn made<T: Serialize>(value: &T) -> Option<Vec<u8>> {
        let plain = postcard::to_extend(value, Vec::new()).ok()?;
        Some(lz4_flex::block::compress_prepend_size(&plain))
    }

    /// Adds a part as it was in another memory.
    #[must_use]
    pub fn raw(mut self, part: &[u8]) -> Self {
        self.bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(part);
        self
    }

    /// The finished file.
    pub fn seal(mut self) -> Vec<u8> {
        let body = MAGIC.len() + PRINT * 2;
        let seal = Fingerprint::of(&self.bytes[body..]).0.to_le_bytes();
        self.bytes[MAGIC.len() + PRINT..body].copy_from_slice(&seal);
        self.bytes
    }
}

impl Image {
    /// Opens a file. None if it is damaged, of another version, or of another program.
    pub fn open(bytes: Vec<u8>, program: Fingerprint) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (writer, rest) = rest.split_at_checked(PRINT)?;
        let (seal, body) = rest.split_at_checked(PRINT)?;
        if writer != program.0.to_le_bytes() || seal != Fingerprint::of(body).0.to_le_bytes() {
            return None;
        }
        let mut parts = Vec::new();
        let mut at = bytes.len() - body.len();
        while at < bytes.len() {
            let length = bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)?;
            let start = at + 8;
            let end = start.checked_add(usize::try_from(length).ok()?).filter(|end| *end <= bytes.len())?;
            parts.push((start, end));
            at = end;
        }
        Some(Self { bytes, parts })
    }

    /// Opens one part. None if there is none, or if it is something else.
    pub fn part<T: DeserializeOwned>(&self, number: usize) -> Option<T> {
        let (start, end) = *self.parts.get(number)?;
        let plain = lz4_flex::block::decompress_size_prepended(&self.bytes[start..end]).ok()?;
        let (value, rest) = postcard::take_from_bytes(&plain).ok()?;
        rest.is_empty().then_some(value)
    }

    /// A part as it is.
    pub fn raw(&self, number: usize) -> Option<&[u8]> {
        self.parts.get(number).map(|(start, end)| &self.bytes[*start..*end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: Fingerprint = Fingerprint(7);

    fn sealed() -> Vec<u8> {
        Writer::new(US)
            .part(&("one", 1_u32))
            .and_then(|it| it.part(&vec![Some(2_u64), None]))
            .map(Writer::seal)
            .unwrap()
    }

    #[test]
    fn parts_come_out_as_they_went_in() {
        let image = Image::open(sealed(), US).unwrap();
        assert_eq!(image.part::<(String, u32)>(0), Some(("one".to_owned(), 1)));
        assert_eq!(image.part::<Vec<Option<u64>>>(1), Some(vec![Some(2), None]));
        assert_eq!(image.part::<u8>(2), None);
    }

    #[test]
    fn any_damage_and_any_other_program_is_noticed() {
        assert!(Image::open(sealed(), Fingerprint(8)).is_none());
        let bytes = sealed();
        for end in 0..bytes.len() {
            assert!(Image::open(bytes[..end].to_vec(), US).is_none(), "cut at {end}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Image::open(damaged, US).is_none(), "bit {at}");
        }
        let mut longer = bytes;
        longer.push(0);
        assert!(Image::open(longer, US).is_none());
    }
}
