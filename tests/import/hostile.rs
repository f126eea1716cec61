//! Exports that are broken, wrong or made to do harm: a clear word, or a line in the receipt, and never half a site.

use std::fs;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use crate::blog::{export, item, moved, moved_items};

fn refused(program: &str, name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    let why = moved(program, &file, &[]).err().unwrap_or_else(|| panic!("{name} should be refused"));
    let first = why.lines().next().unwrap_or_default().to_owned();
    first.replace(&folder.path().display().to_string(), "")
}

#[test]
fn what_is_no_whole_export_is_refused_in_plain_words() {
    let whole = export(&[item(1, "One", "Hello.", "")]);
    let cases = [
        ("cut.xml", whole[..whole.len() - 60].to_owned(), "line 3, column 406: the file ends in the middle"),
        ("cdata.xml", whole[..500].to_owned(), "the file ends in the middle"),
        ("ring.xml", whole.replace("</item>", "</itme>"), "`itme` is closed here, but `item` is still open"),
        ("page.xml", "<html><body>Hi</body></html>".to_owned(), "is not an export of WordPress"),
        ("words.xml", "Dear all,".to_owned(), "here is something that is no XML"),
        ("empty.xml", String::new(), "is not an export of WordPress"),
        (
            "blogger.xml",
            "<feed xmlns='http://www.w3.org/2005/Atom'></feed>".to_owned(),
            "is not an export of WordPress",
        ),
        ("feed.xml", "<rss><channel><item><title>x</title></item></channel></rss>".to_owned(), "is a feed for readers"),
        ("none.xml", export(&[]), "holds no posts, no pages and no comments"),
        ("fake.zip", "PK\u{3}\u{4}nothing".to_owned(), "cannot be read as a zip file"),
    ];
    for (name, text, why) in cases {
        let told = refused("wordpress", name, text.as_bytes());
        assert!(told.contains(why) && told.starts_with("error: "), "{name}: {told}");
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn zip_files_are_read_and_never_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let whole = export(&[item(1, "One", "Hello.", "")]);
    let more = export(&[item(2, "Two", "Hello.", "")]);
    let file = folder.path().join("all.zip");
    let files = [
        ("../../slip.xml", whole.as_bytes()),
        ("a/old.000.xml", whole.as_bytes()),
        ("a/old.001.xml", more.as_bytes()),
        ("a/photo.jpg", b"x"),
        ("__MACOSX/a/._old.xml", b"x"),
    ];
    fs::write(&file, zipped(&files)).unwrap();
    let moved = moved("wordpress", &file, &[]).unwrap();
    assert_eq!(moved.count("posts_published"), 2, "the parts of one export are one blog");
    assert!(moved.receipt["notes"][0].as_str().unwrap().contains("../../slip.xml"), "{}", moved.receipt["notes"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Takeout packs all blogs of a person together; the message about that names them as they can be asked for.
#[test]
fn one_of_several_blogs_in_a_zip_file_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let feed = |number: u32| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\
             <id>tag:blogger.com,1999:blog-{number}</id><title>Blog {number}</title><entry><id>tag:blogger.com,1999:blog-{number}.post-1</id>\
             <blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>One</title><content type='html'>Hi</content>\
             <published>2020-03-01T10:00:00Z</published><blogger:filename>/2020/03/one.html</blogger:filename></entry></feed>"
        )
    };
    let file = folder.path().join("takeout.zip");
    let (one, two) = (feed(1), feed(2));
    let names = ["Takeout/Blogger/Blogs/A/feed.atom", "Takeout/Blogger/Blogs/AB/feed.atom"];
    fs::write(&file, zipped(&[(names[0], one.as_bytes()), (names[1], two.as_bytes())])).unwrap();
    let told = moved("blogger", &file, &[]).err().unwrap();
    for name in names {
        assert!(told.contains(&file.join(name).display().to_string()), "{told}");
    }
    for inside in [names[1], "Takeout/Blogger/Blogs/AB"] {
        let moved = moved("blogger", &file.join(inside), &[]).unwrap();
        assert!(moved.text("site.toml").contains("title = \"Blog 2\""));
    }
    let told = moved("blogger", &file.join("Takeout/Mail"), &[]).err().unwrap();
    assert!(told.contains("takeout.zip/Takeout/Mail"), "{told}");
}

#[test]
fn a_zip_file_that_swells_is_not_opened() {
    let bomb = zipped(&[("a.xml", &vec![b' '; 70 << 20])]);
    let told = refused("wordpress", "bomb.zip", &bomb);
    assert!(told.contains("would swell to 70 MiB"), "{told}");
}

#[test]
fn entities_and_depth_cost_nothing() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let whole = export(&[item(1, "One", "Hello.", "<wp:meta>&b;</wp:meta>")]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("laughs.xml");
    fs::write(&file, whole.replace("<?xml version=\"1.0\"?>", laughs)).unwrap();
    assert_eq!(moved("wordpress", &file, &[]).unwrap().count("posts_published"), 1);
    let deep = format!("<rss><channel>{}", "<a>".repeat(200_000));
    assert!(refused("wordpress", "deep.xml", deep.as_bytes()).contains("the file ends in the middle"));
}

#[test]
fn odd_names_all_find_a_place() {
    let odd = ["", "🌻🌻", "a/b\\c\n---", "index", "..", &"x".repeat(400), "2011-01-01-day", "CON", "\u{202e}evil"];
    let mut items: Vec<String> = Vec::new();
    for (number, title) in odd.iter().enumerate() {
        let id = u32::try_from(number).unwrap() + 1;
        let slug = title.replace(['\n', '\\'], "%0a");
        items.push(item(id, title, "Hello.", "").replace(&format!("post-{id}"), &slug));
    }
    items.extend([item(50, "Twin", "a", ""), item(50, "Twin", "b", ""), item(51, "Home", "c", "")]);
    items[11] = items[11].replace("https://old.example/2011/02/post-51/", "https://old.example/");
    items.push(item(52, "Tags", "d", "").replace("/2011/02/post-52/", "/tags/work/"));
    let moved = moved_items(&items);
    assert_eq!(moved.receipt["unexplained"], 0);
    assert_eq!(moved.count("posts_published"), items.len() as u64);
    assert_eq!(moved.build(), "");
}

#[test]
fn nothing_that_runs_arrives() {
    let body = "<script>alert(1)</script><p onclick=\"x()\">Hello</p><a href=\"javascript:alert(2)\">a</a>\
        <img src=\"https://t.example/pixel.gif\" width=\"1\" height=\"1\"><iframe src=\"https://t.example/\"></iframe>";
    let comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[<img src=x onerror=alert(3)>]]>\
        </wp:comment_author><wp:comment_author_url>javascript:alert(4)</wp:comment_author_url><wp:comment_content>\
        <![CDATA[Hi <img src=x onerror=alert(5)> <a href=\"javascript:alert(6)\">b</a> me@x.example]]></wp:comment_content>\
        </wp:comment>";
    let moved = moved_items(&[item(1, "<script>alert(7)</script>", body, comment)]);
    moved.build();
    let page = moved.text("public/2011/02/post-1/index.html");
    for bad in ["<script>alert", "onclick", "javascript:", "<img src=x", "<iframe", "me@x.example"] {
        assert!(!page.contains(bad), "{bad} in\n{page}");
    }
    for (file, bytes) in moved.everything() {
        assert!(!String::from_utf8_lossy(&bytes).contains("me@x.example"), "{file}");
    }
}

#[test]
fn comments_in_a_ring_are_cut_and_counted() {
    let comment = |id: u32, parent: u32| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_parent>{parent}</wp:comment_parent>\
             <wp:comment_content>Hm.</wp:comment_content></wp:comment>"
        )
    };
    let all = [comment(1, 2), comment(2, 1), comment(3, 3), comment(4, 99), comment(4, 1)].concat();
    let moved = moved_items(&[item(1, "One", "Hello.", &all)]);
    assert_eq!(moved.comments("content/stories/post-1.md"), (5, 0));
    assert_eq!(moved.count("comments_in_cycle"), 3);
    assert_eq!(moved.build(), "");
}

#[test]
fn links_to_what_is_not_there_yet_break_nothing() {
    let later = item(1, "Later", "Hello.", "").replace("2011-02-12 0", "2031-02-12 0");
    let draft = item(2, "Draft", "Hello.", "").replace("publish", "draft");
    let links = "<a href=\"/2011/02/post-1/\">one</a> <a href=\"https://old.example/2011/02/post-2/\">two</a> \
        <a href=\"/2011/02/post-3/#comment-99\">me</a> <a href=\"/nowhere/\">gone</a> \n\n<a href=\"x y%zz\">odd</a>";
    let moved = moved_items(&[later, draft, item(3, "Three", links, "")]);
    let text = moved.text("content/stories/post-3.md");
    for part in ["[one](post-1.md)", "[two](post-2.md)", "[me](/2011/02/post-3/)"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    moved.build();
}
