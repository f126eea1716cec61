//! Addresses of an old blog that no story has: pages of pictures, and lists of addresses as blogs hand them out.

use std::fs;
use std::io::Write as _;

use goodturn::import::words::one_line;

use crate::blog::{Moved, item, moved_items, run, said};

/// A picture of the library, with the page that WordPress made for it.
fn picture(id: u32, name: &str) -> String {
    format!(
        "<item><title>{name}</title><link>https://old.example/2011/02/post-1/{name}/</link><wp:post_id>{id}</wp:post_id>\
         <wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>\
         <wp:attachment_url>https://old.example/wp-content/uploads/2011/02/{name}.jpg</wp:attachment_url></item>\n"
    )
}

#[test]
fn links_to_the_page_of_a_picture_lead_to_the_picture() {
    let links = "<a href=\"https://old.example/2011/02/post-1/tin/\">by name</a> <a href=\"/?attachment_id=9\">by number</a> \
        <a href=\"https://old.example/2011/02/post-2/\">a post comes first</a>";
    let taken = picture(8, "tin").replace("post-1/tin/", "post-2/");
    let moved = moved_items(&[item(1, "One", links, ""), item(2, "Two", "Hi.", ""), picture(9, "tin"), taken]);
    let text = moved.text("content/stories/post-1.md");
    let file = "https://old.example/wp-content/uploads/2011/02/tin.jpg";
    assert!(
        text.contains(&format!("[by name]({file}) [by number]({file}) [a post comes first](/2011/02/post-2/)")),
        "{text}"
    );
    let told = moved.receipt["addresses"].to_string();
    let why = "it was the page of a picture or file only; links to it lead to the file";
    assert!(told.contains(why) && told.contains("https://old.example/2011/02/post-1/tin/ (“tin”)"), "{told}");
    assert_eq!(told.matches("post-2/ (").count(), 0, "a post stands there: {told}");
}

#[test]
fn a_second_run_asks_for_nothing_that_is_done() {
    let picture = "<img src=\"https://old.example/wp-content/uploads/a.jpg\" alt=\"A\">";
    let moved = moved_items(&[item(1, "One", picture, "")]);
    let export = moved.root().join("../old.xml");
    fs::write(&export, crate::blog::export(&[item(1, "One", picture, "")])).unwrap();
    let again = |settings: Option<&str>| {
        if let Some(settings) = settings {
            fs::write(moved.root().join("site.toml"), settings).unwrap();
        }
        let output = run(&moved.root(), &["import", "wordpress", "../old.xml", "--into", ".", "--dry-run"]);
        assert!(output.status.success(), "{}", said(&output));
        one_line(&format!("{}{}", String::from_utf8_lossy(&output.stdout), said(&output)))
    };
    let told = again(None);
    assert!(told.contains("are still loaded from old.example; site.toml allows them (`allow_hosts`)."), "{told}");
    let told = again(Some("title = \"T\"\n"));
    assert!(told.contains("allow them in site.toml (`allow_hosts`), or they will not show."), "{told}");
}

fn looked_up(moved: &Moved, name: &str, bytes: &[u8]) -> (i32, String) {
    fs::write(moved.root().join(name), bytes).unwrap();
    let output = run(&moved.root(), &["check", "--old-urls", name]);
    let told = format!("{}{}", String::from_utf8(output.stdout.clone()).unwrap(), said(&output));
    (output.status.code().unwrap(), told)
}

#[test]
fn sitemaps_are_taken_as_blogs_hand_them_out() {
    let moved = moved_items(&[item(1, "One", "Hi.", "")]);
    moved.build();
    let sitemap = "<urlset><url><loc>https://old.example/2011/02/post-1/</loc></url></urlset>";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(sitemap.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(looked_up(&moved, "s.xml.gz", &packed), (0, "1 old address: 1 page\n".to_owned()));
    let (code, told) = looked_up(&moved, "cut.xml.gz", &packed[..packed.len() - 12]);
    assert!(code == 1 && told.starts_with("error: cut.xml.gz cannot be read: "), "{code} {told}");
    let index = "<sitemapindex><sitemap><loc>https://old.example/sitemap-1.xml</loc></sitemap></sitemapindex>";
    let expected = "error: index.xml is a list of sitemaps, and names no page itself\n  \
        └ help: save the sitemaps that it names, and check each of them (.xml or .xml.gz)\n\n";
    assert_eq!(looked_up(&moved, "index.xml", index.as_bytes()), (1, expected.to_owned()));
}

/// The pages of labels stood at addresses of their own; the words about a tag may name them.
#[test]
fn old_addresses_of_labels_lead_to_their_tags() {
    let label = "<category domain=\"post_tag\" nicename=\"kind\"><![CDATA[Kind]]></category>";
    let moved = moved_items(&[item(1, "One", "Hi.", label)]);
    let old = "https://old.example/tag/kind/\nhttps://old.example/search/label/Kind\n";
    moved.build();
    assert_eq!(looked_up(&moved, "old.txt", old.as_bytes()).0, 1);
    fs::create_dir_all(moved.root().join("content/tags")).unwrap();
    let words = "---\naliases: [/tag/kind/, /search/label/Kind/]\n---\nSmall things.\n";
    fs::write(moved.root().join("content/tags/kind.md"), words).unwrap();
    moved.build();
    assert_eq!(looked_up(&moved, "old.txt", old.as_bytes()), (0, "2 old addresses: 2 redirects\n".to_owned()));
    assert!(moved.text("public/tag/kind/index.html").contains("/tags/kind/"));
}
