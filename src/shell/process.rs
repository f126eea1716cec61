//! What this process takes from whoever started it. Knows nothing of what it will do.

use nix::sys::signal::{SigSet, Signal};
use rustix::fs::Mode;
use rustix::process::umask;

/// To be called once, before there are other threads.
///
/// A file that grows over a limit (`ulimit -f`) is then an error with a path, as a full disk is, and not the death of the
/// program. And whatever the umask takes from others, it does not take our own files from ourselves.
pub fn settle() {
    let mut grown = SigSet::empty();
    grown.add(Signal::SIGXFSZ);
    let _ = grown.thread_block();
    let mask = umask(Mode::RWXG | Mode::RWXO);
    umask(mask & (Mode::RWXG | Mode::RWXO));
}
