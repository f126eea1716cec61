//! Comments of Disqus find their stories; copied texts become drafts; pictures come from a folder of uploads.

use std::fs;
use std::path::Path;

use goodturn::ground::SourcePath;
use goodturn::story::comments;
use serde_json::Value;

use crate::blog::{export, item, moved, moved_items, run, said};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/imports");

/// A site with one story for each address.
fn site(folder: &Path, addresses: &[&str]) {
    let stories = folder.join("site/content/stories");
    fs::create_dir_all(&stories).unwrap();
    fs::write(folder.join("site/site.toml"), "title = \"T\"\nbase_url = \"https://example.org/\"\n").unwrap();
    for (number, address) in addresses.iter().enumerate() {
        let text = format!("---\ntitle: S{number}\ndate: 2012-01-01\naliases: [{address}]\n---\nText.\n");
        fs::write(stories.join(format!("s{number}.md")), text).unwrap();
    }
}

const DISQUS: &str = r#"<?xml version="1.0"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><link>http://www.old.example/2012/tin.html</link></thread>
<thread dsq:id="2"><link>https://old.example/2012/tin.html?utm=x</link></thread>
<thread dsq:id="3"><link>https://old.example/nowhere.html</link></thread>
<post dsq:id="11"><message><![CDATA[<p>Mine, <b>too</b>.</p>]]></message><createdAt>2012-10-10T19:20:29Z</createdAt><author><name>Piet</name><email>piet@post.example</email></author><ipAddress>192.0.2.7</ipAddress><thread dsq:id="1" /></post>
<post dsq:id="12"><message>Yes</message><createdAt>2012-10-10T19:21:29Z</createdAt><author><name>me@post.example</name></author><thread dsq:id="1" /><parent dsq:id="11" /></post>
<post dsq:id="13"><message>Spam</message><isSpam>true</isSpam><thread dsq:id="1" /></post>
<post dsq:id="14"><message>Other thread</message><thread dsq:id="2" /></post>
<post dsq:id="15"><message>Lost</message><thread dsq:id="3" /></post>
<post dsq:id="16"><message>Gone</message><isDeleted>true</isDeleted><thread dsq:id="1" /></post>
</disqus>"#;

#[test]
fn comments_of_disqus_stand_under_their_stories() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), &["/2012/tin.html"]);
    fs::write(folder.path().join("d.xml"), DISQUS).unwrap();
    let arguments = ["import", "disqus", "d.xml", "--into", "site", "--format", "json"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
    let section = &receipt["sections"]["comments"];
    assert_eq!((&section["found"], &section["arrived"]), (&6.into(), &3.into()), "{section:#}");
    assert_eq!(receipt["unexplained"], 0);
    let name = "content/stories/s0.comments.yaml";
    let text = fs::read_to_string(folder.path().join("site").join(name)).unwrap();
    assert!(!text.contains('@') && !text.contains("192.0"), "{text}");
    let (kept, said) = comments::parse(&SourcePath::new(name), &text);
    assert!(said.is_empty(), "{said:?}");
    let shown: Vec<String> = kept.unwrap().shown.iter().map(|one| format!("{} {}", one.anchor, one.depth)).collect();
    assert_eq!(shown, ["comment-11 0", "comment-12 1", "comment-14 0"], "{text}");
    let again = run(folder.path(), &arguments);
    assert_eq!(serde_json::from_slice::<Value>(&again.stdout).unwrap()["files"]["written"], 0);
}

/// Where no story is found for any of them, the receipt says so, and stays as it is the next time.
#[test]
fn comments_without_a_story_are_on_a_receipt() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), &["/2013/other.html"]);
    fs::write(folder.path().join("d.xml"), DISQUS).unwrap();
    let arguments = ["import", "disqus", "d.xml", "--into", "site"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("4: no story of the site stands, or stood, at the address of its page"), "{told}");
    assert!(told.ends_with("no story and no comment was written\nthe receipt is site/import-report.md\n"), "{told}");
    let receipt = folder.path().join("site/import-report.md");
    assert!(fs::read_to_string(&receipt).unwrap().contains("no story of the site stands"));
    fs::write(&receipt, "mine").unwrap();
    run(folder.path(), &arguments);
    assert_eq!(fs::read_to_string(receipt).unwrap(), "mine");
}

#[test]
fn another_programs_disqus_sample_is_read_whole() {
    let sample = Path::new(SHARED).join("comments/isso-disqus.xml");
    if !sample.exists() {
        println!("skipped: {} is not there", sample.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), &["/blog/2013/02/12/redacted/index.html"]);
    let arguments = ["import", "disqus", sample.to_str().unwrap(), "--into", "site", "--format", "json"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
    let section = &receipt["sections"]["comments"];
    let all = fs::read(Path::new(SHARED).join("expected.json")).unwrap();
    let expected = &serde_json::from_slice::<Value>(&all).unwrap()["comments/isso-disqus.xml"]["expect"];
    assert_eq!(section["found"], expected["comments_in_file"]);
    let gone = section["left_out"].as_array().unwrap().iter().filter(|left| left["why"] == "deleted").count();
    assert_eq!(
        (gone as u64, receipt["unexplained"].as_u64()),
        (expected["deleted"].as_u64().unwrap(), Some(0)),
        "{section:#}"
    );
    // Two threads of the export have no address that a story can have: their comments are named, and counted as shown.
    let homeless = section["left_out"].as_array().unwrap().len() - gone;
    assert_eq!(section["arrived"].as_u64().unwrap() + homeless as u64, expected["comments_shown"].as_u64().unwrap());
    let counts = &receipt["counts"];
    assert_eq!(counts["comments_spam_dropped"], expected["spam"]);
    assert_eq!(counts["comments_in_cycle"], expected["in_cycle"]);
}

#[test]
fn a_copied_page_becomes_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let page = b"Home\nThe Ladder \x96 lent\n\n25 September 2011\n\nHe lent it.\n\n1 comment:\n\nPiet said...\nSame!\n\nPost a Comment\n";
    fs::write(folder.path().join("ladder.txt"), page).unwrap();
    let output = run(folder.path(), &["import", "text", "ladder.txt", "--into", "site"]);
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("ladder.txt: its title was taken from its first line; its date is 2011-09-25"), "{told}");
    let text = fs::read_to_string(folder.path().join("site/content/stories/the-ladder-lent.md")).unwrap();
    assert!(text.contains("title: \"The Ladder – lent\"") && text.contains("draft: true"), "{text}");
    let kept = fs::read_to_string(folder.path().join("site/content/stories/the-ladder-lent.comments.yaml")).unwrap();
    assert!(kept.contains("state: pending"), "{kept}");
    let built = run(&folder.path().join("site"), &["build"]);
    assert!(built.status.success(), "{}", said(&built));
}

#[test]
fn pictures_come_from_the_folder_of_uploads() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("up/2011/02/tin.png");
    fs::create_dir_all(picture.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(fs::File::create(&picture).unwrap(), 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[9, 9, 9]).unwrap();
    let body = "<img src=\"https://old.example/wp-content/uploads/2011/02/tin-300x200.png\" alt=\"A tin\">";
    let link =
        "<p><a href=\"https://old.example/2011/02/post-1/#comment-3\">before</a> <a href=\"/gone/\">gone</a></p>";
    let comment =
        "<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_content>Hm.</wp:comment_content></wp:comment>";
    let items = [item(1, "One", body, comment), item(2, "Two", link, "")];
    fs::write(folder.path().join("old.xml"), export(&items)).unwrap();
    let uploads = folder.path().join("up");
    let moved = moved("wordpress", &folder.path().join("old.xml"), &["--uploads", uploads.to_str().unwrap()]).unwrap();
    let one = moved.text("content/stories/post-1.md");
    assert!(one.contains("![A tin](/wp-content/uploads/2011/02/tin.png)"), "{one}");
    let two = moved.text("content/stories/post-2.md");
    assert!(
        two.contains("[before](/2011/02/post-1/#comment-3)") && two.contains("(https://old.example/gone/)"),
        "{two}"
    );
    assert_eq!(moved.build(), "");
    assert!(moved.root().join("public/wp-content/uploads/2011/02/tin.png").exists());
}

#[test]
fn the_library_knows_what_pictures_show_and_what_galleries_hold() {
    let file = |id: u32, parent: u32, alt: &str| {
        format!(
            "<item><title>t</title><wp:post_id>{id}</wp:post_id><wp:post_parent>{parent}</wp:post_parent>\
             <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/{id}.jpg</wp:attachment_url>\
             <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{alt}</wp:meta_value>\
             </wp:postmeta><wp:comment><wp:comment_id>{id}</wp:comment_id></wp:comment></item>"
        )
    };
    let body = "<img class=\"wp-image-7\" src=\"https://old.example/7.jpg\" alt=\"\" />\n\n[gallery]\n\n[[gallery]]\n\n\
        <img class=\"wp-image-7\" src=\"https://old.example/7.jpg\" alt=\"Mine\" />";
    let moved =
        moved_items(&[item(1, "One", body, ""), file(7, 0, "A &quot;tin&quot;"), file(8, 1, "A cup"), file(9, 2, "")]);
    let text = moved.text("content/stories/post-1.md");
    for part in
        ["![A \"tin\"](https://old.example/7.jpg)", "![A cup](https://old.example/8.jpg)", "gallery]", "![Mine]"]
    {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert_eq!(moved.count("comments_in_file"), 3);
    assert_eq!(moved.receipt["unexplained"], 0);
    let files = &moved.receipt["sections"]["files"];
    assert_eq!((&files["found"], &files["arrived"]), (&3.into(), &2.into()), "{files}");
}

/// A file that somebody saved too early, or one with nothing but the page around the story, makes no draft without a word.
#[test]
fn a_file_without_a_story_is_on_the_receipt() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("empty.txt", " \n\n"), ("around.txt", "Post a Comment\n"), ("tin.txt", "The tin\n\nIt was full.\n")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let files = ["import", "text", "empty.txt", "around.txt", "tin.txt", "--into", "site", "--format", "json"];
    let output = run(folder.path(), &files);
    assert!(output.status.success(), "{}", said(&output));
    let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
    let posts = &receipt["sections"]["posts"];
    assert_eq!((&posts["found"], &posts["arrived"], &receipt["unexplained"]), (&3.into(), &1.into(), &0.into()));
    let told = posts["left_out"].to_string();
    assert!(
        told.contains("empty.txt") && told.contains("around.txt") && told.contains("no text of a story"),
        "{posts:#}"
    );
    assert_eq!(fs::read_dir(folder.path().join("site/content/stories")).unwrap().count(), 1);
}
