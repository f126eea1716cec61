//! What HTTP asks of a server: kinds, tags, ranges, redirects, methods.

use std::io::{Read as _, Write as _};

use crate::server::{SITE, Server, UMBRELLA, serve, small};

#[test]
fn every_kind_of_file_says_what_it_is() {
    let server = serve(
        &[
            ("content/stories/umbrella.md", UMBRELLA),
            ("static/notes.txt", "for the postman\n"),
            ("static/.well-known/security.txt", "Contact: x\n"),
            ("static/thing.unknown", "?"),
            ("static/look.css", "p { color: red }"),
            ("static/data.JSON", "{}"),
        ],
        &[],
    );
    let kinds = [
        ("/", "text/html; charset=utf-8"),
        ("/stories/umbrella/", "text/html; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
        ("/social.png", "image/png"),
        ("/notes.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/thing.unknown", "application/octet-stream"),
        ("/look.css", "text/css; charset=utf-8"),
        ("/data.JSON", "application/json"),
        ("/.goodturn/live.js", "text/javascript; charset=utf-8"),
    ];
    for (path, kind) in kinds {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{path}");
        assert!(!answer.headers.contains_key("last-modified"), "no time-stamp validators");
        assert!(!answer.headers.keys().any(|name| name.starts_with("access-control")), "no CORS");
        let tag = answer.header("etag");
        assert!(tag.starts_with('"') && tag.len() > 30, "a strong tag: {tag}");
        let head = server.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, tag), "{path}");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
        let again = server.ask("GET", path, &[("If-None-Match", tag)]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag), "{path}");
    }
}

#[test]
fn a_tag_stands_for_the_content_and_nothing_else() {
    let server = small();
    let tag = server.get("/stories/umbrella/").header("etag").to_owned();
    server.write("content/stories/umbrella.md", UMBRELLA.replace("June", "July"));
    let changed = server.until_says("/stories/umbrella/", "July");
    assert_ne!(changed.header("etag"), tag);
    assert_eq!(server.ask("GET", "/stories/umbrella/", &[("If-None-Match", &tag)]).status, 200);
    server.write("content/stories/umbrella.md", UMBRELLA);
    assert_eq!(server.until_says("/stories/umbrella/", "June").header("etag"), tag);
}

#[test]
fn parts_of_pages_and_of_files_large_and_small() {
    let server = small();
    let large: Vec<u8> = (0..3_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    server.write("static/film.mp4", &large);
    server.write("static/small.bin", &large[..1000]);
    server.until("/small.bin", |answer| answer.status == 200);
    server.until("/film.mp4", |answer| answer.status == 200);
    for (path, whole) in [("/film.mp4", &large[..]), ("/small.bin", &large[..1000])] {
        let length = whole.len();
        let all = server.get(path);
        assert_eq!((all.status, all.header("accept-ranges")), (200, "bytes"));
        assert!(all.body == whole, "{path}");
        let part = server.ask("GET", path, &[("Range", "bytes=100-299")]);
        assert_eq!((part.status, part.header("content-range")), (206, &*format!("bytes 100-299/{length}")));
        assert!(part.body == whole[100..300]);
        let end = server.ask("GET", path, &[("Range", "bytes=-10")]);
        assert!(end.status == 206 && end.body == whole[length - 10..]);
        let past = server.ask("GET", path, &[("Range", &format!("bytes={length}-"))]);
        assert_eq!((past.status, past.header("content-range")), (416, &*format!("bytes */{length}")));
        let tag = all.header("etag");
        assert_eq!(server.ask("GET", path, &[("Range", "bytes=0-0"), ("If-Range", tag)]).status, 206);
        assert_eq!(server.ask("GET", path, &[("Range", "bytes=0-0"), ("If-Range", "\"other\"")]).status, 200);
        assert_eq!(server.ask("GET", path, &[("Range", "bytes=0-0,5-9")]).status, 200, "one part or all");
    }
    let page = server.ask("GET", "/", &[("Range", "bytes=0-14")]);
    assert_eq!((page.status, page.text().as_str()), (206, "<!doctype html>"));
}

#[test]
fn an_address_without_its_slash_leads_to_the_one_with_it_and_stays_here() {
    let server = small();
    let moved = server.get("/stories/umbrella");
    assert_eq!((moved.status, moved.header("location")), (307, "/stories/umbrella/"));
    assert_eq!(server.get("/stories/umbrella?a=b&c").header("location"), "/stories/umbrella/?a=b&c");
    for path in [
        "//evil.example",
        "//evil.example/",
        "//stories/umbrella",
        "/stories//umbrella",
        "/stories/umbrella//",
        "/\\evil.example",
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (404, ""), "{path}");
    }
}

#[test]
fn what_is_not_there_is_said_by_the_sites_own_page() {
    let server = small();
    let answer = server.get("/nobody/was/here/");
    assert_eq!((answer.status, answer.header("content-type")), (404, "text/html; charset=utf-8"));
    assert_eq!(answer.as_built(), server.get("/404.html").as_built());
    assert_eq!(server.get("/Stories/Umbrella/").status, 404, "addresses are exact");
    assert_eq!(server.get("/stories/umbrella/index.html").status, 404, "addresses are no file paths");
    assert_eq!(server.get("/stories/").status, server.get("/stories/").status);
}

#[test]
fn a_site_below_a_path_is_served_below_that_path() {
    let site = SITE.replace("https://example.org/", "https://example.org/kind%20ness/");
    let server = serve(&[("site.toml", &site), ("content/stories/umbrella.md", UMBRELLA)], &[]);
    assert!(server.ready["address"].as_str().unwrap().ends_with("/kind%20ness/"));
    assert_eq!(server.get("/kind%20ness/stories/umbrella/").status, 200);
    assert_eq!(server.get("/").header("location"), "/kind%20ness/");
    assert_eq!(server.get("/kind%20ness").header("location"), "/kind%20ness/");
    assert_eq!(server.get("/stories/umbrella/").status, 404);
}

#[test]
fn only_questions_are_answered() {
    let server = small();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let answer = server.ask(method, "/", &[("Content-Length", "0")]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let body = server.ask("GET", "/", &[("Content-Length", "5")]);
    assert_eq!(body.status, 413);
    let chunked = server.ask("GET", "/", &[("Transfer-Encoding", "chunked")]);
    assert_eq!(chunked.status, 413);
}

#[test]
fn many_questions_on_one_connection() {
    let server = small();
    let mut stream = server.connect();
    let one = format!("GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
    stream.write_all(one.repeat(3).as_bytes()).unwrap();
    let mut seen = String::new();
    let mut piece = [0; 4096];
    while seen.matches("HTTP/1.1 200 OK").count() < 3 {
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "{seen}");
        seen.push_str(std::str::from_utf8(&piece[..length]).unwrap());
    }
}

#[test]
fn a_taken_port_is_named_and_the_next_free_one_is_found() {
    let server = small();
    let taken = server.port.to_string();
    let output =
        crate::common::command(crate::common::PROGRAM, server.root()).args(["serve", "--port", &taken]).output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap().replace(&taken, "PORT");
    expect_test::expect![[r"
        error: something else is listening on port PORT of 127.0.0.1 already
          └ help: close it, or ask for another port; without --port the next free one is taken

    "]]
    .assert_eq(&said);
    assert_eq!(output.status.code(), Some(1));
    let _: &Server = &server;
}
