//! Colour profiles (ICC.1:2022) without their words: who made them, for which screen, when. The numbers stay, so that
//! colours stay what they are.

/// What turns numbers into colours.
const NEEDED: [&[u8; 4]; 25] = [
    b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"lumi", b"cicp",
    b"gamt", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1", b"D2B2", b"B2D0", b"B2D1",
    b"B2D2",
];
const HEAD: usize = 128;

/// The profile with nothing but its numbers. None if it is none.
pub fn clean(profile: &[u8]) -> Option<Vec<u8>> {
    if profile.get(36..40)? != b"acsp" {
        return None;
    }
    let four = |at: usize| Some(u32::from_be_bytes(profile.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = four(HEAD)?;
    let mut tags: Vec<(&[u8], &[u8])> = Vec::new();
    for number in 0..count.min(200) {
        let at = HEAD + 4 + number * 12;
        let name = profile.get(at..at + 4)?;
        let start = four(at + 4)?;
        let content = profile.get(start..start.checked_add(four(at + 8)?)?)?;
        if NEEDED.iter().any(|needed| name == *needed) {
            tags.push((name, content));
        }
    }
    // A profile must have a name and a line about rights, in the form of its version.
    let (name, rights): (&[u8], &[u8]) = if profile[8] < 4 { (NAME_2, RIGHTS_2) } else { (WORD_4, WORD_4) };
    tags.push((b"desc", name));
    tags.push((b"cprt", rights));
    Some(written(&profile[..HEAD], &tags))
}

/// "icc" as version 2 writes a name.
const NAME_2: &[u8] = &{
    let mut name = [0; 94];
    let start = *b"desc\0\0\0\0\0\0\0\x04icc\0";
    let mut at = 0;
    while at < start.len() {
        name[at] = start[at];
        at += 1;
    }
    name
};
/// The same as version 2 writes other words, and as version 4 writes all words.
const RIGHTS_2: &[u8] = b"text\0\0\0\0none\0";
const WORD_4: &[u8] = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x06\0\0\0\x1c\0i\0c\0c";

fn written(head: &[u8], tags: &[(&[u8], &[u8])]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap_or(0).to_be_bytes();
    let mut out = head.to_vec();
    // Which program, when, for which system and screen, by whom, and a digest that would no longer be true.
    for words in [4..8, 24..36, 40..44, 48..56, 80..HEAD] {
        out[words].fill(0);
    }
    out.extend_from_slice(&number(tags.len()));
    let mut data: Vec<u8> = Vec::new();
    let mut known: Vec<(&[u8], usize)> = Vec::new();
    let start = HEAD + 4 + tags.len() * 12;
    for (name, content) in tags {
        // Three colours often share one curve.
        let at = known.iter().find(|(other, _)| other == content).map_or(start + data.len(), |(_, at)| *at);
        if at == start + data.len() {
            known.push((content, at));
            data.extend_from_slice(content);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        out.extend_from_slice(name);
        out.extend_from_slice(&number(at));
        out.extend_from_slice(&number(content.len()));
    }
    out.extend_from_slice(&data);
    let size = number(out.len());
    out[..4].copy_from_slice(&size);
    out
}
