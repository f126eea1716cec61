//! What a file seems to be that is no text in UTF-8, by its first bytes. Knows no site and no messages.

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Text in UTF-16, "Unicode" in some editors.
    Utf16,
    /// A document of Word, `LibreOffice` or Pages: packed, or Word's old kind.
    Document,
    /// Rich text.
    Rtf,
    /// A PDF.
    Pdf,
    /// A picture, a sound or a program.
    Binary,
    /// Text in Windows-1252 or Latin-1.
    Latin,
}

/// Bytes that are looked at.
const HEAD: usize = 512;

/// What a file is that seems to be text and is not: it begins like something else. Looks at a few bytes only.
pub fn disguised(bytes: &[u8]) -> Option<Guess> {
    const SIGNS: [(&[u8], Guess); 6] = [
        (b"\xff\xfe", Guess::Utf16),
        (b"\xfe\xff", Guess::Utf16),
        (b"PK\x03\x04", Guess::Document),
        (b"\xd0\xcf\x11\xe0", Guess::Document),
        (b"{\\rtf", Guess::Rtf),
        (b"%PDF-", Guess::Pdf),
    ];
    if let Some((_, guess)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(*guess);
    }
    // English in UTF-16: every other byte is zero.
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    (half >= 2 && (zeros(0) * 4 >= half * 3) != (zeros(1) * 4 >= half * 3)).then_some(Guess::Utf16)
}

/// What a file is that is no UTF-8.
pub fn guess(bytes: &[u8]) -> Guess {
    let head = &bytes[..bytes.len().min(HEAD)];
    let odd = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=31 | 127)).count();
    disguised(bytes).unwrap_or(if odd * 20 > head.len() { Guess::Binary } else { Guess::Latin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_first_bytes() {
        let utf16: Vec<u8> = "Dear Maya".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(disguised(&utf16), Some(Guess::Utf16));
        let utf16: Vec<u8> = "Dear Maya".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(disguised(&utf16), Some(Guess::Utf16));
        assert_eq!(disguised(b"PK\x03\x04..."), Some(Guess::Document));
        assert_eq!(disguised(b"---\ntitle: A\n"), None);
        assert_eq!(disguised(b""), None);
        assert_eq!(disguised(b"Te\0xt"), None);
        assert_eq!(guess(b"Caf\xe9 today"), Guess::Latin);
        assert_eq!(guess(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Guess::Binary);
    }
}
