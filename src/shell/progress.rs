//! One line on a terminal that says how far a long build is; wiped away at its end. Short builds show nothing.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::pipeline::Progress;
use crate::shell::terminal::{self, Letters, Manner};

/// A build that is done by then is not worth a line.
const PATIENCE: Duration = Duration::from_millis(500);
/// As often as an eye can follow.
const BEAT_MS: u64 = 80;
/// Characters of the bar.
const WIDTH: usize = 30;

/// A progress bar. Draws nothing where nobody watches.
pub struct Bar {
    manner: Manner,
    begun: Instant,
    step: Mutex<(&'static str, usize)>,
    done: AtomicUsize,
    /// Milliseconds from the beginning to the last drawing; 0 if there was none.
    drawn: AtomicU64,
}

impl Bar {
    /// A bar that shows itself once a build takes its time.
    pub fn new(manner: Manner) -> Self {
        let (step, done, drawn) = (Mutex::new(("", 0)), AtomicUsize::new(0), AtomicU64::new(0));
        Self { manner, begun: Instant::now(), step, done, drawn }
    }

    fn draw(&self) {
        let now = self.begun.elapsed();
        if !self.manner.live || now < PATIENCE {
            return;
        }
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        let last = self.drawn.load(Ordering::Relaxed);
        let is_first_to_draw = || self.drawn.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if (last == 0 || now - last >= BEAT_MS) && is_first_to_draw() {
            let (name, total) = *self.step.lock().unwrap_or_else(PoisonError::into_inner);
            terminal::err(&line(name, self.done.load(Ordering::Relaxed), total, self.manner));
        }
    }
}

impl Progress for Bar {
    fn step(&self, name: &'static str, total: usize) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = (name, total);
        self.done.store(0, Ordering::Relaxed);
        self.draw();
    }

    fn advance(&self, done: usize) {
        self.done.fetch_add(done, Ordering::Relaxed);
        self.draw();
    }
}

impl Drop for Bar {
    /// Whatever comes next begins on a clean line.
    fn drop(&mut self) {
        if self.drawn.load(Ordering::Relaxed) > 0 {
            terminal::err("\r\u{1b}[K");
        }
    }
}

fn line(name: &str, done: usize, total: usize, manner: Manner) -> String {
    if total == 0 {
        return format!("\r{name:>8}\u{1b}[K");
    }
    let done = done.min(total);
    let full = done * WIDTH / total;
    let (mark, space) = if manner.letters == Letters::All { ("━", "┄") } else { ("#", ".") };
    format!("\r{name:>8} {}{} {done} of {total}\u{1b}[K", mark.repeat(full), space.repeat(WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::shell::terminal::{Letters, Manner};

    #[test]
    fn a_line_says_how_far() {
        let ascii = Manner { letters: Letters::PlainLines, ..Manner::PLAIN };
        assert_eq!(line("render", 1, 3, ascii), "\r  render ##########.................... 1 of 3\u{1b}[K");
        assert_eq!(line("render", 9, 3, ascii), "\r  render ############################## 3 of 3\u{1b}[K");
        assert_eq!(line("publish", 0, 0, Manner::PLAIN), "\r publish\u{1b}[K");
    }
}
