//! What stands between the `---` lines, and what is made of it. Knows the keys; knows nothing of the text below.

mod choices;
mod complete;
mod declared;
mod keys;
mod places;
mod split;
mod withdraw;

pub use complete::complete;
pub use declared::Declared;
pub use withdraw::withdrawn;

use super::Source;
use super::yaml::{self, Block};
use crate::ground::messages::front_matter as say;
use crate::ground::{Diagnostic, Span, text};
use split::{Fault, Split, split};

/// The longest front matter that is read, in bytes; what is longer is no front matter.
const LONGEST: usize = 64 * 1024;

/// Splits and reads the block. Gives what was declared (None if the block is broken beyond use),
/// and the byte offset at which the text begins.
pub fn read(source: Source<'_>) -> (Option<Declared>, usize, Vec<Diagnostic>) {
    let parts = split(source.text);
    let mut said: Vec<Diagnostic> = parts.fault.into_iter().map(|fault| fence_fault(source, parts, fault)).collect();
    if parts.block == parts.block_end {
        let declared = Declared { broken: !said.is_empty(), ..Declared::default() };
        return (Some(declared), parts.body, said);
    }
    let block = Block { path: source.path, text: &source.text[parts.block..parts.block_end], offset: parts.block };
    if block.text.len() > LONGEST {
        said.push(say::too_long(source.path, Span::new(parts.block, parts.block), LONGEST / 1024));
        return (None, parts.body, said);
    }
    let (mut declared, more) = declare(block, source.text);
    said.extend(more);
    declared.fenced = true;
    declared.broken = said.iter().any(Diagnostic::is_error);
    (Some(declared), parts.body, said)
}

/// Reads the block once; once more, with positions, only if there is something to say.
fn declare(block: Block<'_>, whole: &str) -> (Declared, Vec<Diagnostic>) {
    let mut tree = yaml::read(block);
    let mut found = declared::declare(block, &tree, whole);
    if found.is_none() {
        tree = yaml::read_placed(block);
        found = declared::declare(block, &tree, whole);
    }
    let (declared, more) = found.unwrap_or_default();
    let mut said = tree.said;
    said.extend(more);
    (declared, said)
}

fn fence_fault(source: Source<'_>, parts: Split, fault: Fault) -> Diagnostic {
    let first = text::position(source.text, parts.block.saturating_sub(1)).line;
    match fault {
        Fault::NoEnd(start, end) => say::no_end(source.path, Span::new(start, end), first),
        Fault::NotAFence(start, end) => say::not_a_fence(source.path, Span::new(start, end)),
        Fault::NoStart(start, end) => say::no_start(source.path, Span::new(start, end)),
        Fault::Toml(start, end) => say::toml(source.path, Span::new(start, end)),
    }
}
