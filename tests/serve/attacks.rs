//! Clients who mean no good, or do not know better.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::server::{UMBRELLA, serve, small};

/// Addresses that must lead nowhere.
const LEADING_OUT: [&str; 47] = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/.%2e/secret.txt",
    "/%252e%252e/secret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/static/../secret.txt",
    "/./secret.txt",
    "/%c0%ae%c0%ae/secret.txt",
    "/%uff0e%uff0e/secret.txt",
    "/..;/secret.txt",
    "/....//secret.txt",
    "/secret.txt%00",
    "/secret.txt%00.html",
    "/%00",
    "/stories/umbrella/%00",
    "/site.toml",
    "/content/stories/umbrella.md",
    "/static/in.txt",
    "/.goodturn/",
    "/.goodturn/memo",
    "/.goodturn",
    "/.goodturn/../secret.txt",
    "/out/secret.txt",
    "/out",
    "/out/",
    "/passwd.txt",
    "/stories/.hidden",
    "/.hidden",
    "/themes/mine/templates/x.html",
    "/etc/passwd",
    "//etc/passwd",
    "/file:///etc/passwd",
    "/%2fetc%2fpasswd",
    "/C:/Windows/win.ini",
    "/in.txt/",
    "/in.txt/.",
    "/in.txt/../in.txt",
    "/stories/umbrella/../umbrella/",
    "*",
    "/%",
    "/%zz",
    "/%ff",
    "/\u{7f}",
    "/public/index.html",
];

#[test]
fn no_address_leads_out_of_the_site() {
    let server = small();
    std::fs::write(server.path("secret.txt"), "secret").unwrap();
    server.write("content/stories/.hidden", "secret");
    server.write("themes/mine/templates/x.html", "secret");
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    std::fs::create_dir_all(server.path("static")).unwrap();
    symlink(outside.path(), server.path("static/out")).unwrap();
    symlink("/etc/passwd", server.path("static/passwd.txt")).unwrap();
    server.write("static/in.txt", "in");
    server.until("/in.txt", |answer| answer.status == 200);
    let deep = "../".repeat(12);
    for path in LEADING_OUT
        .into_iter()
        .map(str::to_owned)
        .chain([format!("/{deep}etc/passwd"), format!("/{}", "a".repeat(20_000))])
    {
        let answer = server.get(&path);
        assert!(matches!(answer.status, 0 | 400 | 404 | 414 | 421), "{path}: {}", answer.status);
        let text = answer.text();
        assert!(!text.contains("secret") && !text.contains("root:") && !text.contains("title:"), "{path}: {text}");
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn only_our_own_names_are_answered() {
    let server = small();
    let port = server.port;
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        ("LOCALHOST".to_owned(), 200),
        (format!("[::1]:{port}"), 200),
        (format!("evil.example:{port}"), 421),
        ("127.0.0.1.nip.io".to_owned(), 421),
        ("localhost.evil.example".to_owned(), 421),
        ("0.0.0.0".to_owned(), 421),
        ("192.168.0.1".to_owned(), 421),
        (String::new(), 421),
    ] {
        for path in ["/", "/.goodturn/live.js", "/nothing"] {
            let answer = server.ask("GET", path, &[("Host", &host)]);
            let expected = if status == 200 && path == "/nothing" { 404 } else { status };
            assert_eq!(answer.status, expected, "{host} {path}");
            assert!(status == 200 || !answer.text().contains("Kindnesses"));
        }
    }
    assert_eq!(server.say(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400, "no host at all");
    let two = format!("GET / HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(server.say(two.as_bytes()).status, 400, "two hosts");
    let absolute = "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(server.say(absolute.as_bytes()).status, 400, "an absolute address of somebody else");
    let absolute = "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(server.say(absolute.as_bytes()).status, 200, "an absolute address of ours");
}

/// The telephone on the table is told where to look, and is let in there; nobody is told of what only this machine sees.
#[test]
fn who_lets_the_network_in_is_told_the_address_for_it() {
    assert!(small().ready["elsewhere"].is_null());
    let server = serve(&[("content/stories/umbrella.md", UMBRELLA)], &["--interface", "0.0.0.0"]);
    // A machine without any network has no such address.
    let Some(elsewhere) = server.ready["elsewhere"].as_str() else { return };
    let host = elsewhere.strip_prefix("http://").unwrap().trim_end_matches('/');
    assert!(host.ends_with(&format!(":{}", server.port)) && !host.starts_with("127."), "{host}");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn only_our_own_pages_may_listen() {
    let server = small();
    let own = format!("http://127.0.0.1:{}", server.port);
    for (headers, status) in [
        (vec![("Origin", "http://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![("Origin", "http://127.0.0.1:1")], 403),
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Sec-Fetch-Site", "same-site")], 403),
        (vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")], 200),
        (vec![], 200),
    ] {
        let answer = server.ask("HEAD", "/.goodturn/live?page=/", &headers);
        assert_eq!(answer.status, status, "{headers:?}");
        assert!(!answer.headers.keys().any(|name| name.starts_with("access-control")));
    }
}

#[test]
fn nothing_of_a_request_comes_back_as_html_or_as_a_header() {
    let server = small();
    for path in [
        "/<script>alert(1)</script>",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/?<script>",
        "/x%0d%0aSet-Cookie:%20a=b",
        "/stories/umbrella?%0d%0aSet-Cookie:a=b",
    ] {
        let answer = server.get(path);
        assert!(!answer.text().contains("alert(1)"), "{path}");
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
    }
    let smuggled =
        format!("GET /stories/umbrella?x\r\nSet-Cookie: a=b HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
    assert_eq!(server.say(smuggled.as_bytes()).status, 400);
}

#[test]
fn what_stands_in_a_source_is_escaped_where_it_is_said_to_be_wrong() {
    let story = "---\ntitle: x\n<script>alert(1)</script>: \"</pre><img src=x onerror=alert(1)>\n---\nx\n";
    let server = serve(&[("content/stories/<b>.md", story)], &[]);
    let page = server.get("/");
    assert_eq!(page.status, 503);
    let text = page.text();
    assert!(text.contains("&lt;script&gt;alert(1)"), "{text}");
    assert!(!text.contains("<script>alert") && !text.contains("<img") && !text.contains("<b>"), "{text}");
}

#[test]
fn garbage_is_refused() {
    let server = small();
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let status = server.say(garbage).status;
        assert!(matches!(status, 0 | 400 | 413 | 505), "{status}: {}", String::from_utf8_lossy(garbage));
    }
    let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(100_000));
    assert!(matches!(server.say(long.as_bytes()).status, 0 | 400 | 431));
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "A: b\r\n".repeat(1000));
    assert!(matches!(server.say(many.as_bytes()).status, 0 | 400 | 431));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_crowd_that_says_nothing_keeps_nobody_out() {
    let server = small();
    let crowd: Vec<TcpStream> = (0..400)
        .map(|n| {
            let mut stream = server.connect();
            // Some say nothing, some begin and never end, some ask and never listen.
            match n % 3 {
                0 => {}
                1 => drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: loc")),
                _ => drop(
                    stream.write_all(format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port).as_bytes()),
                ),
            }
            stream
        })
        .collect();
    assert_eq!(server.get("/").status, 200);
    let mut listeners: Vec<_> = (0..100).map(|_| server.listen("/", "x")).collect();
    assert_eq!(server.get("/").status, 200);
    assert!(listeners.last_mut().unwrap().news().is_some(), "who comes last is heard");
    server.write("content/stories/umbrella.md", UMBRELLA.replace("June", "July"));
    server.until_says("/stories/umbrella/", "July");
    let files = std::fs::read_dir(format!("/proc/{}/fd", server.pid())).map_or(0, Iterator::count);
    assert!(files < 400, "{files} files are open");
    drop(crowd);
}

#[test]
fn who_does_not_say_what_he_wants_is_let_go() {
    let server = small();
    let mut stream = server.connect();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn ctrl_c_ends_it_whoever_is_connected() {
    let server = small();
    let mut line = server.listen("/", "x");
    line.news();
    let _slow = server.connect();
    let begun = Instant::now();
    let pid = i32::try_from(server.pid()).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), rustix::process::Signal::INT).unwrap();
    assert!(line.news().is_none(), "the line is closed");
    assert!(begun.elapsed() < Duration::from_secs(9), "P23");
}
