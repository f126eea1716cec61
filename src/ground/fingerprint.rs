//! Fingerprints: 128 bits that stand for a value's content.
//! XXH3-128 (<https://github.com/Cyan4973/xxHash>): not secret-keeping, only telling change from no change.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

const DIGITS: &[u8; 16] = b"0123456789abcdef";
/// What each byte is worth as a digit; 255 if it is none.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// 128 bits that stand for content: equal content has equal fingerprints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "[u8; 16]", from = "[u8; 16]")]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The fingerprint of a value, through its `Hash`. Stable for one build of the program only,
    /// which is why a memo is bound to the program that wrote it.
    pub fn of_value<T: Hash + ?Sized>(value: &T) -> Self {
        // All at once: a value comes in hundreds of small pieces, and the hash wants them in large ones.
        let mut hasher = Gathering(Vec::with_capacity(1024));
        value.hash(&mut hasher);
        Self::of(&hasher.0)
    }

    /// As the name of a thing for ever: a UUID of version 8 (RFC 9562), with the fingerprint in its 122 free bits.
    pub fn urn(self) -> String {
        let bits = (self.0 & !(0xF << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        format!("urn:uuid:{}", parts.join("-"))
    }

    /// From 32 hexadecimal digits, as `Display` writes them.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: &[u8; 32] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 16];
        let mut is_sound = true;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
            is_sound &= (high | low) < 16;
            *byte = high << 4 | low;
        }
        is_sound.then(|| Self(u128::from_be_bytes(bytes)))
    }

    /// Writes what `Display` writes. A site's list has one for each file, and formatting takes ten times as long.
    pub fn write_into(self, text: &mut String) {
        text.push_str(std::str::from_utf8(&self.digits()).unwrap_or_default());
    }

    fn digits(self) -> [u8; 32] {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            for (digit, bits) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
                *digit = DIGITS[usize::from(bits)];
            }
        }
        digits
    }
}

impl From<Fingerprint> for [u8; 16] {
    fn from(print: Fingerprint) -> Self {
        print.0.to_le_bytes()
    }
}

impl From<[u8; 16]> for Fingerprint {
    fn from(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }
}

/// A shared value with its fingerprint, computed once however often it is asked for.
#[derive(Debug)]
pub struct Marked<T> {
    value: Arc<T>,
    print: Fingerprint,
}

impl<T: Hash> Marked<T> {
    /// Computes the fingerprint.
    pub fn new(value: T) -> Self {
        Self { print: Fingerprint::of_value(&value), value: Arc::new(value) }
    }
}

impl<T> Marked<T> {
    /// The value, to be shared on.
    pub fn shared(&self) -> &Arc<T> {
        &self.value
    }
}

impl<T> Clone for Marked<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), print: self.print }
    }
}

impl<T> Deref for Marked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> PartialEq for Marked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print
    }
}

impl<T> Eq for Marked<T> {}

impl<T: Serialize> Serialize for Marked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T> Hash for Marked<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

/// Makes a fingerprint of bytes that come piece by piece: the same as of all of them at once.
#[derive(Clone, Default)]
pub struct Stream(Xxh3);

impl Stream {
    /// The next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of all pieces so far.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.0.digest128())
    }
}

/// A map by fingerprint, which is hashed already.
pub type ByFingerprint<V> = HashMap<Fingerprint, V, BuildHasherDefault<Hashed>>;

/// Takes a fingerprint's own bits for its hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxhash_rust::xxh3::xxh3_64(bytes);
    }

    fn write_u64(&mut self, bits: u64) {
        self.0 ^= bits;
    }

    fn write_u128(&mut self, bits: u128) {
        // The low half of a good hash is as good as the whole.
        #[expect(clippy::cast_possible_truncation, reason = "meant so")]
        let low = bits as u64;
        self.0 ^= low;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Gathering(Vec<u8>);

impl Hasher for Gathering {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        for number in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210] {
            let mut text = String::new();
            Fingerprint(number).write_into(&mut text);
            assert_eq!(text, format!("{number:032x}"));
            assert_eq!(Fingerprint::parse(&text), Some(Fingerprint(number)));
        }
        for text in ["", "+1", &"0".repeat(31), &"0".repeat(33), &"G".repeat(32), &"A".repeat(32)] {
            assert_eq!(Fingerprint::parse(text), None, "{text}");
        }
    }
}
