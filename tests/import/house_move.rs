//! The new site may take over the old blog's address, stand elsewhere, or in a folder: links and pictures hold in each.

use std::fs;
use std::path::Path;

use crate::blog::{Moved, export, item, moved, moved_items, run, said};

/// Builds the site for an address; what stands in the page of the first post.
fn page_at(moved: &Moved, address: &str) -> String {
    let output = run(&moved.root(), &["build", "--base-url", address]);
    assert!(output.status.success(), "{address}: {}", said(&output));
    assert_eq!(said(&output), "", "{address}");
    moved.text("public/2011/02/post-1/index.html")
}

#[test]
fn the_old_address_another_and_a_folder_will_do() {
    let body = "<img src=\"https://old.example/wp-content/uploads/tin.jpg\" alt=\"A tin\"> \
        <a href=\"https://old.example/2011/02/post-2/\">two</a> <a href=\"http://www.old.example/gone/?x=1\">gone</a> \
        <a href=\"/category/food/cakes/\">cakes</a> <a href=\"/category/uncategorized/\">none</a> \
        <a href=\"/2011/02/\">that month</a> <a href=\"/feed/\">feed</a> <a href=\"/page/3/\">older</a>";
    let label = "<category domain=\"category\" nicename=\"cakes\"><![CDATA[Cakes & pies]]></category>\
        <category domain=\"category\" nicename=\"uncategorized\">Uncategorized</category>";
    let moved = moved_items(&[item(1, "One", body, label), item(2, "Two", "Hello.", "")]);
    let settings = moved.text("site.toml");
    assert!(
        settings.contains("also_here = [\"/category/uncategorized/\", \"/gone/\", \"/wp-content/\"]"),
        "{settings}"
    );
    for (address, folder) in
        [("https://old.example", ""), ("https://new.example", ""), ("https://new.example/my/blog", "/my/blog")]
    {
        let page = page_at(&moved, address);
        let part = |path: &str| format!("href=\"{folder}{path}\"");
        for part in [part("/2011/02/post-2/"), part("/tags/cakes-pies/"), part("/archive/"), part("/atom.xml")] {
            assert!(page.contains(&part), "{part} for {address} in\n{page}");
        }
        assert!(page.contains("https://old.example/wp-content/uploads/tin.jpg"), "{page}");
    }
    let told = moved.receipt["changes"].to_string();
    assert!(told.contains("http://www.old.example/gone/?x=1 in “One”"), "{told}");
    assert!(moved.receipt["notes"].to_string().contains("old.example"), "{}", moved.receipt["notes"]);
}

#[test]
fn what_something_else_serves_is_no_fault_of_the_finished_site() {
    let moved = moved_items(&[item(1, "One", "<a href=\"https://old.example/gone/\">gone</a>", "")]);
    let settings =
        format!("base_url = \"https://old.example/\"\n{}", moved.text("site.toml").replace("base_url", "# base_url"));
    fs::write(moved.root().join("site.toml"), settings).unwrap();
    fs::write(moved.root().join("old.txt"), "https://old.example/gone/\n/gone/further/?x=1\n/nowhere/\n").unwrap();
    let output = run(&moved.root(), &["check"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(run(&moved.root(), &["build"]).status.success());
    let output = run(&moved.root(), &["check", "--old-urls", "old.txt"]);
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(told, "3 old addresses: 2 served by something else, nothing at 1\n", "{}", said(&output));
    assert!(!said(&output).contains("gone") && said(&output).contains("old address /nowhere/"), "{}", said(&output));
}

#[test]
fn what_another_folder_of_the_old_host_held_is_no_ones_to_serve() {
    let moved = moved_items(&[item(1, "One", "<a href=\"https://old.example/gone/\">gone</a>", "")]);
    let settings = moved.text("site.toml").replace("also_here = [\"/gone/\"]", "also_here = [\"/other/\"]");
    fs::write(moved.root().join("site.toml"), settings).unwrap();
    let output = run(&moved.root(), &["build", "--base-url", "https://old.example"]);
    assert!(said(&output).contains("`https://old.example/gone/` leads nowhere"), "{}", said(&output));
}

#[test]
fn a_blog_in_a_folder_keeps_its_addresses_in_a_site_in_that_folder() {
    let folder = tempfile::tempdir().unwrap();
    let link = "<a href=\"https://old.example/blog/2011/02/post-2/\">two</a>";
    let items = [item(1, "One", link, ""), item(2, "Two", "Hello.", "")];
    let text = export(&items).replace("https://old.example", "https://old.example/blog");
    fs::write(folder.path().join("old.xml"), text.replace("/blog/blog", "/blog")).unwrap();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("site.toml"), "title = \"T\"\nbase_url = \"https://old.example/blog/\"\n").unwrap();
    let output = run(folder.path(), &["import", "wordpress", "old.xml", "--into", "site"]);
    assert!(output.status.success(), "{}", said(&output));
    let output = run(&site, &["build"]);
    assert!(output.status.success(), "{}", said(&output));
    let page = fs::read_to_string(site.join("public/2011/02/post-1/index.html")).unwrap();
    assert!(page.contains("href=\"/blog/2011/02/post-2/\""), "{page}");
}

#[test]
fn earlier_names_of_a_post_still_lead_to_it() {
    let old = |slug: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>{slug}</wp:meta_value></wp:postmeta>"
        )
    };
    let all = [old("first-name"), old("post-2"), old("../x"), old("first-name")].concat();
    let moved = moved_items(&[item(1, "One", "Hello.", &all), item(2, "Two", "Hello.", "")]);
    let text = moved.text("content/stories/post-1.md");
    assert!(text.contains("aliases: [\"/2011/02/first-name/\"]"), "{text}");
    assert_eq!(moved.build(), "");
    assert!(moved.text("public/2011/02/first-name/index.html").contains("/2011/02/post-1/"));
}

fn refused(folder: &Path) -> String {
    let output = run(folder, &["import", "wordpress", "exports", "--into", "site"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.join("site").exists());
    said(&output).lines().next().unwrap().replace("exports/", "")
}

#[test]
fn several_blogs_are_not_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("exports");
    fs::create_dir(&exports).unwrap();
    let one = export(&[item(1, "One", "Hello.", "")]);
    fs::write(exports.join("a.xml"), &one).unwrap();
    fs::write(exports.join("b.xml"), one.replace("old.example", "other.example")).unwrap();
    assert_eq!(
        refused(folder.path()),
        "error: exports holds 2 blogs: a.xml (“Old”, old.example), b.xml (“Old”, other.example)"
    );
    fs::write(exports.join("b.xml"), &one).unwrap();
    assert_eq!(
        refused(folder.path()),
        "error: exports holds the same posts twice, in a.xml and in b.xml, so nothing was written"
    );
    fs::write(exports.join("b.xml"), export(&[item(2, "Two", "Hello.", "")]).replace("https://old", "http://www.old"))
        .unwrap();
    assert_eq!(moved("wordpress", &exports, &[]).unwrap().count("posts_published"), 2);
}

#[test]
fn what_a_simpler_count_finds_and_the_reader_does_not_is_not_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let inner = "<wp:thing><item><title>Hidden</title></item></wp:thing>";
    fs::write(folder.path().join("old.xml"), export(&[item(1, "One", "Hello.", inner)])).unwrap();
    let output = run(folder.path(), &["import", "wordpress", "old.xml", "--into", "site"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("     2 entries: 1 NOT ACCOUNTED FOR"), "{told}");
}

#[test]
fn signs_in_brackets_are_in_no_title_and_no_summary() {
    let caption =
        "[caption id=\"x\" width=\"3\"]<img src=\"https://old.example/a.jpg\" alt=\"\"> A tin of tea[/caption]";
    let body = format!(
        "{caption}\n\n[youtube https://y.example/a]\n\nFour words are here.\n\n[youtube]https://y.example/b[/youtube]"
    );
    let excerpt = format!("<excerpt:encoded><![CDATA[{caption} and more]]></excerpt:encoded>");
    let moved = moved_items(&[item(1, "", &body, &excerpt)]);
    let text = moved.text("content/stories/post-1.md");
    assert!(!text.contains("[caption") && text.contains("title: \"A tin of tea Four words are here.\""), "{text}");
    assert!(text.contains("<https://y.example/a>\n\nFour words are here.\n\n<https://y.example/b>"), "{text}");
}

#[test]
fn addresses_of_people_in_texts_are_told_but_not_printed() {
    let moved = moved_items(&[item(1, "One", "Write to ada@post.example or ben@post.example.", "")]);
    let told = moved.receipt["changes"].to_string();
    assert!(told.contains("2 in “One”") && !told.contains('@'), "{told}");
}
