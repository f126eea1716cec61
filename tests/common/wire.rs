//! As much of HTTP as a test needs: one request, one answer, one connection. Knows nothing of browsers or sites.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// One request or answer: its first line, its headers as they came, its body.
pub struct Message {
    pub first: String,
    pub headers: Vec<String>,
    pub body: Vec<u8>,
}

impl Message {
    /// Reads one from a connection. Without a length there is no body.
    pub fn read(stream: &TcpStream) -> io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = || -> io::Result<String> {
            let mut text = String::new();
            reader.read_line(&mut text)?;
            Ok(text.trim_end().to_owned())
        };
        let first = line()?;
        let mut headers = Vec::new();
        loop {
            let header = line()?;
            if header.is_empty() {
                break;
            }
            headers.push(header);
        }
        let mut message = Self { first, headers, body: Vec::new() };
        let length = message.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        message.body.resize(length, 0);
        reader.read_exact(&mut message.body)?;
        Ok(message)
    }

    /// A header's value, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let of = |line: &str| line.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
        let line = self.headers.iter().find(|line| of(line).as_deref() == Some(name))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// The middle word of the first line: a request's target, an answer's status.
    pub fn second(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }
}

/// Sends a request to a port of this machine and waits for the answer.
pub fn ask(port: u16, method: &str, target: &str, body: &str) -> io::Result<Message> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let kind = "Content-Type: application/json; charset=utf-8";
    let length = body.len();
    let head =
        format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{kind}\r\nContent-Length: {length}\r\n");
    stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes())?;
    Message::read(&stream)
}
