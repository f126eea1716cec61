//! What this process takes from whoever started it. Knows nothing of what it will do.

use std::panic;

use nix::sys::signal::{SigSet, Signal};
use rustix::fs::Mode;
use rustix::process::umask;

/// To be called once, before there are other threads.
///
/// A file that grows over a limit (`ulimit -f`) is then an error with a path, as a full disk is, and not the death of the
/// program. A panic is told by whoever catches it. And whatever the umask takes from others, it does not take our own files from ourselves.
pub fn settle() {
    let mut grown = SigSet::empty();
    grown.add(Signal::SIGXFSZ);
    let _ = grown.thread_block();
    let mask = umask(Mode::RWXG | Mode::RWXO);
    umask(mask & (Mode::RWXG | Mode::RWXO));
    // Whoever catches a panic says in words what happened; the list of calls is for whoever asks for it.
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|asked| asked.is_empty() || asked == "0") {
        panic::set_hook(Box::new(|_| {}));
    }
}
