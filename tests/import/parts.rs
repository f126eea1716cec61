//! What a text of WordPress keeps elsewhere in the export: footnotes beside it, parts that several texts show. And places of
//! a text, which its links must reach wherever it is shown.

use crate::blog::{item, moved_items, run, said};

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

#[test]
fn footnotes_and_shared_parts_arrive_with_the_texts_that_show_them() {
    let notes = meta("footnotes", r#"[{"content":"Or <em>coffee</em>","id":"4a0e-1"}]"#);
    let noted = "<!-- wp:paragraph --><p>Tea<sup data-fn=\"4a0e-1\" class=\"fn\"><a href=\"#4a0e-1\" id=\"4a0e-1-link\">1</a></sup>\
        </p><!-- /wp:paragraph --><!-- wp:footnotes /-->";
    let shows = "<!-- wp:paragraph --><p>Before</p><!-- /wp:paragraph --><!-- wp:block {\"ref\":9} /--><!-- wp:block {\"ref\":8} /-->";
    let shared = item(9, "Our address", "<!-- wp:paragraph --><p>Come in.</p><!-- /wp:paragraph -->", "")
        .replace("<wp:post_type>post", "<wp:post_type>wp_block");
    let moved = moved_items(&[item(1, "Noted", noted, &notes), item(2, "Showing", shows, ""), shared]);
    let body = |path: &str| moved.text(path).split_once("---\n\n").unwrap().1.to_owned();
    assert_eq!(
        body("content/stories/post-1.md"),
        "Tea<sup><a id=\"4a0e-1-link\"></a>[1](#4a0e-1)</sup>\n\n\
         1. <a id=\"4a0e-1\"></a>Or *coffee* [↩](#4a0e-1-link)\n"
    );
    assert_eq!(body("content/stories/post-2.md"), "Before\n\nCome in.\n");
    assert_eq!(moved.receipt["unexplained"], 0);
    let others = moved.receipt["sections"]["others"]["left_out"].to_string();
    assert!(others.contains("it is a part of other texts, and stands in each that shows it"), "{others}");
    let changes = moved.receipt["changes"].to_string();
    assert!(changes.contains("the block “block”") && !changes.contains("footnotes"), "{changes}");
    moved.build();
    let checked = run(&moved.root(), &["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_place_of_the_newest_text_is_reached_from_the_home_page() {
    let text = "<p><a href=\"#then\">Then</a></p><h2 id=\"then\">What happened then</h2><p>Words</p>";
    let moved = moved_items(&[item(1, "One", text, "")]);
    moved.build();
    let home = moved.text("public/index.html");
    assert!(home.contains("<a href=\"/2011/02/post-1/#then\">Then</a>"), "{home}");
    assert!(moved.text("public/2011/02/post-1/index.html").contains("<a href=\"#then\">Then</a>"));
    let checked = run(&moved.root(), &["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn links_to_a_part_of_a_page_lead_to_the_page() {
    let links = "<a href=\"/2011/02/post-1/comment-page-2/#comment-7\">a</a> <a href=\"/2011/02/post-1/2/\">b</a> \
        <a href=\"/2011/02/post-1/feed/\">c</a> <a href=\"/2011/02/post-1/amp/\">d</a> <a href=\"/2011/02/post-9/2/\">e</a>";
    let comment =
        "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content>Yes</wp:comment_content></wp:comment>";
    let moved = moved_items(&[item(1, "One", "Words", comment), item(2, "Two", links, "")]);
    let text = moved.text("content/stories/post-2.md");
    let wanted = "[a](/2011/02/post-1/#comment-7) [b](/2011/02/post-1/) [c](/2011/02/post-1/) [d](/2011/02/post-1/) \
        [e](https://old.example/2011/02/post-9/2/)\n";
    assert!(text.ends_with(wanted), "{text}");
}

#[test]
fn letters_by_their_numbers_in_windows_are_what_was_meant() {
    let moved = moved_items(&[item(1, "It\u{92}s \u{93}kind\u{94}", "Tea \u{96} 5 \u{80}\u{85}", "")
        .replace("</wp:post_id>", "</wp:post_id><wp:x>&#147;</wp:x>")]);
    let text = moved.text("content/stories/post-1.md");
    assert!(text.contains("title: \"It’s “kind”\"") && text.ends_with("Tea – 5 €…\n"), "{text}");
}

#[test]
fn a_link_in_a_comment_stays_a_link() {
    let said = "<a href=\"/2011/02/post-2/\">two</a> <a href=\"../post-2/?x=1#comment-9\">two again</a> \
        <a href=\"https://old.example/2011/02/post-2/\">whole</a> <a href=\"//old.example/a\">a</a> <a href=\"#comment-7\">me</a>";
    let comment = format!(
        "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content><![CDATA[{said}]]></wp:comment_content></wp:comment>"
    );
    let moved = moved_items(&[item(1, "One", "Words", &comment), item(2, "Two", "Words", "")]);
    let text = moved.text("content/stories/post-1.comments.yaml");
    let wanted = "[two](https://old.example/2011/02/post-2/) [two again](https://old.example/2011/02/post-2/?x=1#comment-9) \
        [whole](https://old.example/2011/02/post-2/) [a](https://old.example/a) \
        [me](https://old.example/2011/02/post-1/#comment-7)\n";
    assert!(text.contains(wanted), "{text}");
    moved.build();
}

#[test]
fn a_picture_that_only_stands_above_a_text_has_arrived_and_a_day_before_all_days_is_none() {
    let meta = meta("_thumbnail_id", "40");
    let picture = item(40, "Pic", "", "<wp:attachment_url>https://old.example/a%20b.jpg</wp:attachment_url>")
        .replace("<wp:post_type>post", "<wp:post_type>attachment");
    let dateless = item(1, "One", "Words", &meta)
        .replace("2011-02-12 09:30:00", "-0001-11-30 00:00:00")
        .replace("2011-02-12 08:30:00", "-001-11-30 00:00:00");
    let moved = moved_items(&[dateless, picture]);
    let files = &moved.receipt["sections"]["files"];
    assert_eq!((&files["found"], &files["arrived"]), (&1.into(), &1.into()), "{files:#}");
    let text = moved.text("content/stories/post-1.md");
    assert!(text.contains("image: {src: \"https://old.example/a%20b.jpg\"") && !text.contains("date:"), "{text}");
    moved.build();
}

#[test]
fn pages_of_any_ending_can_be_built() {
    let comment =
        "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content>Yes</wp:comment_content></wp:comment>";
    let endings = ["php", "htm", "aspx", "shtml", "html", "d.php"];
    let one = |(number, end): (u32, &&str)| {
        let link = format!("https://old.example/archives/0{number}.{end}");
        item(number, &format!("Story {number}"), "Words", comment)
            .replace(&format!("https://old.example/2011/02/post-{number}/"), &link)
    };
    let items: Vec<String> = (1..).zip(&endings).map(one).collect();
    let moved = moved_items(&items);
    moved.build();
    for (number, end) in (1..).zip(endings) {
        assert!(moved.text(&format!("public/archives/0{number}.{end}")).contains("Yes"));
    }
    let checked = run(&moved.root(), &["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn pictures_from_hosts_of_all_kinds_do_not_stop_the_build() {
    let pictures = [
        "https://bücher.example/a.jpg",
        "//cdn.example/b.jpg",
        "http://x.example:8080/c.jpg",
        "https://me:secret@y.example/d.jpg",
        "http://my_host.example/e.jpg",
        "https://h./f.jpg",
        "https://a\\b.example/g.jpg",
        "htt<img class=",
    ];
    let each = |before: &str, after: &str| pictures.map(|src| format!("{before}<img src=\"{src}\"{after}")).concat();
    let shown = each("<p>", " alt=\"A picture\"></p>");
    let kept = each("<figure>", "><figcaption>a <b>b</b></figcaption></figure>");
    let moved = moved_items(&[item(1, "One", &shown, ""), item(2, "Two", &kept, "")]);
    let settings = moved.text("site.toml");
    let hosts = "allow_hosts = [\"a\", \"cdn.example\", \"old.example\", \"x.example:8080\", \"xn--bcher-kva.example\", \"y.example\"]\n";
    assert!(settings.contains(hosts), "{settings}");
    moved.build();
    let changes = moved.receipt["changes"].to_string();
    assert!(changes.contains("the picture http://my_host.example/e.jpg"), "{changes}");
    assert!(!moved.text("content/stories/post-1.md").contains("secret"));
}

#[test]
fn numbers_in_comments_do_not_stop_the_build() {
    let comment = |id: u32, author: &str, text: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>\
             <wp:comment_content>{text}</wp:comment_content></wp:comment>"
        )
    };
    let all = [
        comment(1, "Jane 08 08 08 08", "now"),
        comment(2, "Ida", "12\n\n34\n\n56\n\n78 is it"),
        comment(3, "B", "12345678"),
    ];
    let moved = moved_items(&[item(1, "One", "Words", &all.concat())]);
    moved.build();
}
