//! Addresses and numbers that readers of the old blog could see: the new site can be built at once, and the person is told.

use std::fs;

use crate::blog::{export, item, moved_items, run, said};

/// Every place and manner in which a text of an old blog shows an address or a number.
const BODIES: [&str; 18] = [
    "Write to ada@post.example.",
    "Write to Ada.Long_Name+kind@post.example, or to <b>ben</b>@post.example.",
    "<a href=\"mailto:cleo@post.example?subject=Hello\">Write</a>",
    "<a href='tel:+442079460958'>Ring</a>, or 020 7946 0959",
    "dora&#64;post.example and eva&commat;post.example",
    "finn (at) post (dot) example, gus [at] post.example",
    "<p>0171&nbsp;555&nbsp;2345</p><p>(0171) 555-2346</p>",
    "Ring <strong>0171</strong> 555 <em>2347</em>",
    "<img src=\"https://pics.example/a.jpg\" alt=\"Call 0171 555 2348\" title=\"hal@post.example\">",
    "<table><tr><td>ida@post.example</td><td>0171 555 2349</td></tr></table>",
    "<pre>jon@post.example\n0171 555 2350</pre>",
    "<blockquote>kim@post.example</blockquote><ul><li>lea@post.example</li></ul>",
    "<a href=\"https://wa.me/447700900123\">WhatsApp</a> <a href=\"https://post.example/?to=max@post.example\">form</a>",
    "[caption width=\"300\"]<img src=\"https://pics.example/b.jpg\" /> nan@post.example[/caption]",
    "<div style=\"color:red\"><iframe src=\"https://maps.example/?q=0171 555 2351\"></iframe>ole@post.example</div>",
    "o*k_pia@post.example_ and `quin@post.example`",
    "ROB@POST.EXAMPLE and sue@sub.domain.post.example and t@p.co",
    "Zoë@pöst.example or uma@xn--pst-sna.example",
];

#[test]
fn a_blog_with_addresses_is_built_at_once_and_each_is_named_in_the_settings() {
    let mut items: Vec<String> =
        BODIES.iter().zip(1..).map(|(body, id)| item(id, &format!("Story {id}"), body, "")).collect();
    let comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>0171 555 2352</wp:comment_author>\
        <wp:comment_author_email>secret@reader.example</wp:comment_author_email>\
        <wp:comment_date_gmt>2012-05-02 10:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved>\
        <wp:comment_content>My number is +44 7700 900125, my address vic@post.example</wp:comment_content></wp:comment>";
    let more = format!(
        "<excerpt:encoded>Ask wil@post.example</excerpt:encoded><category domain=\"post_tag\" nicename=\"x\">\
         <![CDATA[xan@post.example]]></category>{comment}"
    );
    items.push(item(90, "Write to yve@post.example", "Hello.", &more));
    items.push(item(91, "A draft", "zed@post.example", "").replace(">publish<", ">draft<"));
    let moved = moved_items(&items);
    moved.build();
    let settings = moved.text("site.toml");
    for own in ["ada@post.example", "ida@post.example", "yve@post.example", "xan@post.example", "wil@post.example"] {
        assert!(settings.contains(&format!("    \"{own}\", # ")), "{own}\n{settings}");
    }
    assert!(settings.contains("\"+44 7700 900125\", # Write to yve@post.example"), "{settings}");
    for hidden in ["secret@reader.example", "vic@post.example", "zed@post.example"] {
        assert!(!settings.contains(hidden), "{hidden}\n{settings}");
    }
    let notes = moved.receipt["notes"].to_string();
    assert!(notes.contains("e-mail addresses and telephone numbers stand in 19 texts"), "{notes}");
    // Whoever takes one out is told where it stands.
    fs::write(moved.root().join("site.toml"), settings.replace("    \"ada@post.example\", # Story 1\n", "")).unwrap();
    let refused = run(&moved.root(), &["build"]);
    assert!(!refused.status.success() && said(&refused).contains("`ada@post.example` would be published here"));
}

#[test]
fn a_site_that_is_there_keeps_its_settings_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "title = \"Ours\"\nbase_url = \"https://example.org/\"\n[privacy]\nallow = [\"ada@post.example\"]\n";
    fs::create_dir_all(folder.path().join("site/content/stories")).unwrap();
    fs::write(folder.path().join("site/site.toml"), settings).unwrap();
    let body = "Write to ada@post.example or ben@post.example.";
    fs::write(folder.path().join("old.xml"), export(&[item(1, "One", body, "")])).unwrap();
    let moved = run(folder.path(), &["import", "wordpress", "old.xml", "--into", "site"]);
    let told = String::from_utf8(moved.stdout.clone()).unwrap() + &said(&moved);
    assert!(told.contains("an e-mail address or telephone number stands in a text. The build stops at each"), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("site/site.toml")).unwrap(), settings);
    let refused = run(&folder.path().join("site"), &["build"]);
    assert!(said(&refused).contains("`ben@post.example`") && !said(&refused).contains("`ada@"), "{}", said(&refused));
}
