//! A server over a site in a folder of its own, and a client that says exactly what it is told to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{PROGRAM, command};

/// Longer than anything takes that still comes.
pub const PATIENCE: Duration = Duration::from_secs(90);

pub const SITE: &str = "title = \"Small Kindnesses\"\nbase_url = \"https://example.org/\"\ncards = false\n";
pub const UMBRELLA: &str =
    "---\ntitle: The umbrella\ndate: 2012-01-03\ntags: [rain]\n---\nIt hung on our gate in June.\n";
pub const THERMOS: &str = "---\ntitle: The thermos\ndate: 2011-09-25\n---\nNobody's thermos, still warm.\n";

/// A running server.
pub struct Server {
    child: Child,
    events: Receiver<Value>,
    pub port: u16,
    pub folder: tempfile::TempDir,
    /// What was said first.
    pub ready: Value,
}

/// A small site and a server over it.
pub fn small() -> Server {
    serve(&[("content/stories/umbrella.md", UMBRELLA), ("content/stories/thermos.md", THERMOS)], &[])
}

/// A site with these files and a server over it.
pub fn serve(files: &[(&str, &str)], arguments: &[&str]) -> Server {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.toml"), SITE).unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    Server::start(folder, arguments)
}

pub fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

impl Server {
    pub fn start(folder: tempfile::TempDir, arguments: &[&str]) -> Self {
        Self::start_at(folder, "0", arguments)
    }

    pub fn start_at(folder: tempfile::TempDir, port: &str, arguments: &[&str]) -> Self {
        let mut command = command(PROGRAM, folder.path());
        command.args(["serve", "--format", "json", "--port", port]).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let (sender, events) = channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        let mut ready: Value = events.recv_timeout(PATIENCE).unwrap();
        while ready["event"] != "ready" {
            ready = events.recv_timeout(PATIENCE).unwrap();
        }
        let address = ready["address"].as_str().unwrap();
        let port = address.split(':').nth(2).unwrap().split('/').next().unwrap().parse().unwrap();
        Self { child, events, port, folder, ready }
    }

    /// Ends it and gives the folder back.
    pub fn stop(mut self) -> tempfile::TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        write(self.root(), path, text);
    }

    /// The next thing that happens.
    pub fn event(&self) -> Value {
        self.events.recv_timeout(PATIENCE).expect("nothing happened")
    }

    /// What happens within a moment; none if nothing does.
    pub fn event_within(&self, moment: Duration) -> Option<Value> {
        self.events.recv_timeout(moment).ok()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request: String = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            let _ = write!(request, "Host: 127.0.0.1:{}\r\n", self.port);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        self.say(format!("{request}\r\n").as_bytes())
    }

    /// Says this and listens until the server hangs up.
    pub fn say(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        // A server that hangs up on what it did not read to the end resets the connection; what it said has arrived.
        let _ = stream.read_to_end(&mut answer);
        Answer::parse(&answer)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Waits until a page is as it should be.
    pub fn until(&self, path: &str, holds: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path);
            if holds(&answer) {
                return answer;
            }
            assert!(Instant::now() < end, "{path} is still {} {}", answer.status, answer.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page holds these words.
    pub fn until_says(&self, path: &str, words: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && answer.text().contains(words))
    }

    pub fn until_gone(&self, path: &str) {
        self.until(path, |answer| answer.status == 404);
    }

    /// Opens a line as the script in a page does.
    pub fn listen(&self, page: &str, print: &str) -> Line {
        let mut stream = self.connect();
        let host = format!("127.0.0.1:{}", self.port);
        let request = format!("GET /.goodturn/live?page={page}&is={print} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Line { lines: BufReader::new(stream) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An open line.
pub struct Line {
    lines: BufReader<TcpStream>,
}

impl Line {
    /// The next news. None if the line was closed.
    pub fn news(&mut self) -> Option<Value> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.lines.read_line(&mut line).expect("no news") == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Self { status: 0, headers: BTreeMap::new(), body: bytes.to_vec() };
        };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// What stands for the page, as its script says it.
    pub fn print(&self) -> String {
        between(&self.text(), "data-page=\"", "\"").expect("a page has a script").to_owned()
    }

    /// The page without what it was given on its way.
    pub fn as_built(&self) -> Vec<u8> {
        if !self.header("content-type").starts_with("text/html") {
            return self.body.clone();
        }
        let text = String::from_utf8(self.body.clone()).unwrap();
        let at = text.rfind("<script src=\"/.goodturn/live.js\"").expect("a page has a script");
        let (page, script) = text.split_at(at);
        let pass = between(script, "nonce=\"", "\"").unwrap();
        page.replace(&format!(" 'nonce-{pass}'"), "").into_bytes()
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}
