//! A free static host, as small as it can be: a folder under a path, 301 to the slash, `404.html` for what is not there, gzip.
//! Serves our own output to our own browser; knows nothing of how a site is made.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::wire::Message;

/// A folder on a port of this machine, until the test ends.
pub struct Host {
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// Serves the folder under the path, which begins and ends with a slash.
    pub fn serve(folder: &Path, under: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (folder, under, log) = (folder.to_owned(), under.to_owned(), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, under, log) = (folder.clone(), under.clone(), Arc::clone(&log));
                thread::spawn(move || answer(&stream, &folder, &under, &log));
            }
        });
        Self { port, asked }
    }

    /// The whole address of a path on this host.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked for since the last time, in order.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(mut stream: &TcpStream, folder: &Path, under: &str, log: &Mutex<Vec<String>>) {
    let Ok(request) = Message::read(stream) else { return };
    let target = request.second().split('?').next().unwrap_or_default();
    log.lock().unwrap().push(target.to_owned());
    let (status, kind, body) = match find(folder, under, &unescape(target)) {
        Found::File(path) => ("200 OK", kind(&path), fs::read(path).unwrap()),
        Found::Folder => {
            let head = format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {target}/\r\nContent-Length: 0\r\n");
            let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes());
            return;
        }
        Found::Nothing => ("404 Not Found", "text/html", fs::read(folder.join("404.html")).unwrap_or_default()),
    };
    let takes_gzip = request.header("accept-encoding").is_some_and(|kinds| kinds.contains("gzip"));
    let is_text = kind.starts_with("text/") || kind.ends_with("xml");
    let (body, packed) = if takes_gzip && is_text { (gzip(&body), "Content-Encoding: gzip\r\n") } else { (body, "") };
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{packed}");
    let head = format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

enum Found {
    File(PathBuf),
    Folder,
    Nothing,
}

fn find(folder: &Path, under: &str, target: &str) -> Found {
    let Some(path) = target.strip_prefix(under).filter(|path| !path.contains("..")) else { return Found::Nothing };
    let file =
        folder.join(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() });
    match (file.is_file(), file.is_dir()) {
        (true, _) => Found::File(file),
        (_, true) => Found::Folder,
        _ => Found::Nothing,
    }
}

/// `%C3%A9` as it was meant.
pub fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        let byte = hex.filter(|_| first == b'%');
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html",
        Some("xhtml") => "application/xhtml+xml",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("json") => "application/json",
        Some("xml" | "atom") => "application/xml",
        _ => "application/octet-stream",
    }
}
