//! Fingerprints: 128 bits that stand for a value's content.
//! XXH3-128 (<https://github.com/Cyan4973/xxHash>): not secret-keeping, only telling change from no change.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

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
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
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
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
