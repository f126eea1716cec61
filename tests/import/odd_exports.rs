//! Exports with more, longer and odder things in them than anybody writes: what cannot come along is named, and what
//! comes along can be built.

use std::fs;

use crate::blog::{export, item, moved, moved_items, run, said};

const ODD: [&str; 15] = [
    "---",
    "...\n---\ntitle: x",
    "a: b: c",
    "\u{1}\u{8}bell",
    "\u{2028}line\u{2029}end",
    "\u{202e}backwards\u{202c}",
    "</title><script>alert(1)</script>",
    "{{ title }}{% raw %}",
    "!tag &anchor *alias",
    "|\n  block",
    "[a, b] {a: b}",
    "null",
    "\\n\\x41\\",
    "\u{85}next\u{feff}",
    "\"'",
];

#[test]
fn no_name_can_break_a_file() {
    let long = "long ".repeat(20_000);
    let mut items = Vec::new();
    for (number, odd) in ODD.into_iter().chain([long.as_str()]).enumerate() {
        let id = u32::try_from(number).unwrap() + 1;
        let meta = |key: &str| {
            format!(
                "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{odd}]]></wp:meta_value></wp:postmeta>"
            )
        };
        let more = format!(
            "<excerpt:encoded><![CDATA[{odd}]]></excerpt:encoded><category domain=\"post_tag\" nicename=\"x\"><![CDATA[{odd}]]></category>\
             {}{}<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[{odd}]]></wp:comment_author>\
             <wp:comment_author_url><![CDATA[https://x.example/{odd}]]></wp:comment_author_url>\
             <wp:comment_content><![CDATA[<script>x</script>]]></wp:comment_content></wp:comment>",
            meta("_yoast_wpseo_metadesc"),
            meta("_wp_old_slug")
        );
        let one = item(id, odd, "Hello.", &more);
        items.push(
            one.replace("<dc:creator>ada", &format!("<dc:creator><![CDATA[{odd}]]>"))
                .replace(&format!("https://old.example/?p={id}<"), &format!("<![CDATA[{odd}]]><")),
        );
    }
    let moved = moved_items(&items);
    assert_eq!(moved.receipt["unexplained"], 0);
    assert_eq!(moved.build(), "");
    let told = moved.receipt["changes"].to_string();
    assert!(told.contains("its title is longer than any title"), "{told}");
    for (file, bytes) in moved.everything().iter().filter(|(file, _)| file.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("<script>alert"), "{file}");
    }
}

#[test]
fn more_comments_than_a_page_can_show_are_named() {
    let words = "kind words ".repeat(4000);
    let comment = |id: u32| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_content>{words}</wp:comment_content></wp:comment>"
        )
    };
    let all: String = (1..=300).map(comment).collect();
    let moved = moved_items(&[item(1, "One", "Hello.", &all)]);
    let section = &moved.receipt["sections"]["comments"];
    let left = section["left_out"].as_array().unwrap();
    assert_eq!(section["arrived"].as_u64().unwrap() + left.len() as u64, 300);
    assert!(left.len() > 50 && left[0]["why"] == "its story has more comments than one page can show", "{}", left[0]);
    assert_eq!(moved.receipt["unexplained"], 0);
    assert_eq!(moved.build(), "");
}

#[test]
fn files_of_another_kind_are_called_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut locked = {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("old.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, b"<rss>").unwrap();
        writer.finish().unwrap().into_inner()
    };
    // The flag that says that a password is needed, in both places.
    let list = locked.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[list + 8] |= 1;
    for (name, bytes, wordpress, text) in [
        ("a.pdf", &b"%PDF-1.7"[..], "a.pdf is a PDF, not an export", "a.pdf is a PDF, not a text"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "a.jpg is a picture, not an export", "a.jpg is a picture, not a text"),
        ("a.gz", b"\x1f\x8b\x08", "a.gz is a packed file, not an export", "a.gz is a packed file, not a text"),
        (
            "a.html",
            b"\n<!DOCTYPE html><html></html>",
            "a.html is not an export of WordPress",
            "a.html is a web page, not a text",
        ),
        ("a.zip", &locked, "a.zip is locked with a password", "a.zip is a packed file or a document, not a text"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        for (program, why) in [("wordpress", wordpress), ("text", text)] {
            let output = run(folder.path(), &["import", program, name, "--into", "site"]);
            let told = said(&output);
            assert!(told.starts_with(&format!("error: {why}, so nothing was written")), "{told}");
            assert!(told.contains("help: ") && output.status.code() == Some(1), "{told}");
        }
    }
}

#[test]
fn a_lost_record_makes_no_twins() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.xml"), export(&[item(1, "One", "Hello.", ""), item(2, "Two", "Hello.", "")]))
        .unwrap();
    let import = || run(folder.path(), &["import", "wordpress", "old.xml", "--into", "site"]);
    assert!(import().status.success());
    let stories = folder.path().join("site/content/stories");
    fs::write(stories.join("post-2.md"), fs::read_to_string(stories.join("post-2.md")).unwrap() + "\nMine.\n").unwrap();
    fs::remove_file(folder.path().join("site/import-record.json")).unwrap();
    let output = import();
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    let why = "note: content/stories/post-2.md: it was there already, and not from an import that is known here";
    assert!(told.contains(why), "{told}");
    let mut names: Vec<String> =
        fs::read_dir(&stories).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["post-1.md", "post-2.md"]);
}

#[test]
fn an_export_in_the_wrong_letters_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let text = export(&[item(1, "Café – naïve", "One.", "")]);
    let label = "<?xml version=\"1.0\"?>";
    let says = |encoding: &str| text.replace(label, &format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>"));
    let latin: Vec<u8> =
        says("UTF-8").chars().map(|c| if c == '–' { 0x96 } else { u8::try_from(u32::from(c)).unwrap() }).collect();
    for (bytes, note) in
        [(latin, "3 letters were not written in UTF-8"), (says("ISO-8859-1").into_bytes(), "but it is UTF-8")]
    {
        fs::write(folder.path().join("old.xml"), bytes).unwrap();
        let moved = moved("wordpress", &folder.path().join("old.xml"), &[]).unwrap();
        assert!(moved.text("content/stories/post-1.md").contains("title: \"Café – naïve\""), "{note}");
        assert!(moved.receipt["notes"].to_string().contains(note), "{}", moved.receipt["notes"]);
    }
}

#[test]
fn a_flood_of_spam_is_named_whole_for_programs_and_by_its_beginning_for_people() {
    let spam = |id: u32| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_approved>spam</wp:comment_approved>\
             <wp:comment_content>Buy.</wp:comment_content></wp:comment>"
        )
    };
    let all: String = (1..=1500).map(spam).collect();
    let moved = moved_items(&[item(1, "One", "Hello.", &all)]);
    let section = &moved.receipt["sections"]["comments"];
    let named: std::collections::BTreeSet<String> =
        section["left_out"].as_array().unwrap().iter().map(|one| one["name"].to_string()).collect();
    assert_eq!((named.len(), &section["found"], &section["unexplained"]), (1500, &1500.into(), &0.into()));
    let report = moved.text("import-report.md");
    assert!(report.contains("| comments | 1500 | 0 | 1500 | 0 |"), "{report}");
    assert!(report.contains("\nspam (1500):\n") && report.contains("- and 500 more, each by its name in"), "{report}");
    assert_eq!(report.matches(" under “One”").count(), 1000);
}
