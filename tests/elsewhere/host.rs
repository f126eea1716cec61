//! A host that answers as it is told, and keeps a record of who asked for what.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::common::wire::Message;

/// A host on a port of this machine.
pub struct Host {
    pub port: u16,
    record: Arc<Record>,
}

#[derive(Default)]
struct Record {
    /// `HEAD /ok`, in order.
    asked: Mutex<Vec<String>>,
    /// What every request said of who asks.
    names: Mutex<Vec<String>>,
    now: AtomicUsize,
    /// How many asked at the same time, at most.
    most: AtomicUsize,
}

impl Host {
    /// A host that answers `GET /path` with what `answer` gives for its method, path, and how often that was asked before;
    /// nothing means that it hangs up.
    pub fn new(answer: fn(&str, &str, usize) -> Option<String>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let record = Arc::new(Record::default());
        let kept = Arc::clone(&record);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let record = Arc::clone(&kept);
                thread::spawn(move || serve(&stream, &record, answer));
            }
        });
        Self { port, record }
    }

    /// Everything that was asked for since this was called last, in the order of the alphabet.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.record.asked.lock().unwrap());
        asked.sort();
        asked
    }

    /// How many asked at the same time, at most.
    pub fn most(&self) -> usize {
        self.record.most.load(Ordering::SeqCst)
    }

    /// The headers of each request that say something of who asks, once each.
    pub fn names(&self) -> Vec<String> {
        let mut names = self.record.names.lock().unwrap().clone();
        names.sort();
        names.dedup();
        names
    }
}

fn serve(mut stream: &TcpStream, record: &Record, answer: fn(&str, &str, usize) -> Option<String>) {
    let Ok(request) = Message::read(stream) else { return };
    let now = record.now.fetch_add(1, Ordering::SeqCst) + 1;
    record.most.fetch_max(now, Ordering::SeqCst);
    let (method, path) = (request.first.split(' ').next().unwrap().to_owned(), request.second().to_owned());
    let line = format!("{method} {path}");
    let before = {
        let mut asked = record.asked.lock().unwrap();
        asked.push(line.clone());
        asked.iter().filter(|one| **one == line).count() - 1
    };
    let names = request.headers.iter().filter(|line| !line.to_lowercase().starts_with("host:"));
    record.names.lock().unwrap().extend(names.cloned());
    if let Some(answer) = answer(&method, &path, before) {
        let _ = stream.write_all(answer.as_bytes());
    }
    record.now.fetch_sub(1, Ordering::SeqCst);
}

/// An answer with a status and more headers.
#[expect(clippy::unnecessary_wraps, reason = "as a host answers, or does not")]
pub fn status(number: u16, headers: &str) -> Option<String> {
    Some(format!("HTTP/1.1 {number} x\r\n{headers}Content-Length: 0\r\n\r\n"))
}
