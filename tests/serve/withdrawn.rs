//! A story that is taken back while it is served.

use crate::server::{THERMOS, UMBRELLA, serve};

#[test]
fn the_served_site_forgets_a_story_that_is_taken_back() {
    let own = ["June", "hung on our gate", "The umbrella", "rain"];
    let server = serve(&[("content/stories/umbrella.md", UMBRELLA), ("content/stories/thermos.md", THERMOS)], &[]);
    let pages = [
        "/",
        "/stories/umbrella/",
        "/stories/thermos/",
        "/tags/rain/",
        "/atom.xml",
        "/feed.json",
        "/archive/",
        "/find/",
    ];
    assert!(own.iter().all(|words| server.get("/stories/umbrella/").text().contains(words)));
    server.write("content/stories/umbrella.md", UMBRELLA.replacen("---\n", "---\nwithdrawn: 2026-11-01\n", 1));
    server.event();
    for page in pages {
        let answer = server.get(page);
        let text = answer.text();
        let left: Vec<_> = own.iter().filter(|words| text.contains(**words)).collect();
        assert!(left.is_empty(), "{page} still has {left:?}");
    }
    assert!(server.get("/stories/umbrella/").text().contains("was withdrawn"));
    assert_eq!(server.get("/tags/rain/").status, 404);
}
