//! Sites with such a text in every place where a stranger's words can stand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{TODAY, command};

const SETTINGS: &str = "title = \"Harm\"\nbase_url = \"https://example.org/\"\nallow_hosts = []\n\
    per_page = 100\n[markdown]\nraw_html = false\n[feeds]\nsize = 1000\n";
pub const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n";

/// As a string of JSON, which YAML reads as well.
pub fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// As words of Markdown.
pub fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub fn build(root: &Path) {
    let said = command("goodturn", root).args(["build", "-q", "--today", TODAY]).output().unwrap();
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{}", words.chars().take(4000).collect::<String>());
}

/// What a story says of itself and what is said under it, each on the story's own page and in the lists of all.
pub fn of_stories(root: &Path, payloads: &[String]) {
    let few = "tags = false\ncomments = false\n[pages]\ntags = false\nauthors = false\nseries = false\n";
    write(root, "site.toml", &format!("{SETTINGS}{few}"));
    stories(root, payloads);
}

/// The same with a page and a feed for each tag, teller and series, and a feed of comments for each story: of every eighth.
pub fn of_lists(root: &Path, payloads: &[String]) {
    write(root, "site.toml", SETTINGS);
    stories(root, &payloads.iter().step_by(8).cloned().collect::<Vec<_>>());
}

/// A body's own HTML is the writer's, and is switched off here.
fn stories(root: &Path, payloads: &[String]) {
    write(root, "content/stories/one.svg", PICTURE);
    for (number, payload) in payloads.iter().enumerate() {
        let (one, words) = (quoted(payload), escaped(payload));
        let mut text = format!("---\ndate: {}-{:02}-{:02}\n", 1990 + number / 300, 1 + number % 12, 1 + number % 25);
        for key in ["title", "description", "content_note", "quote", "rights"] {
            // A note of care keeps description and quote off the page, so that only some stories have one.
            if key != "content_note" || number % 3 == 0 {
                let _ = writeln!(text, "{key}: {one}");
            }
        }
        let _ = writeln!(
            text,
            "slug: harm-{number}\nid: {}\nauthor: {one}\ntags: [{one}]\nseries: {{name: {one}, part: 1}}",
            quoted(&format!(
                "tag:example.org,2011:{}",
                payload.replace(|c: char| !c.is_ascii_alphanumeric() && !"/:;=()".contains(c), "")
            ))
        );
        let _ = writeln!(text, "image: {{src: one.svg, alt: {one}, caption: {one}}}\nextra: {{summary: {one}}}\n---");
        let _ = writeln!(
            text,
            "{payload}\n\n## {words}\n\n![{words}](one.svg \"{words}\")\n\n[{words}](one.svg \"{words}\")\n"
        );
        let _ = writeln!(
            text,
            "> Dear you\n>\n> -- {words}\n\n```{}\n{payload}\n```\n\nNote[^{number}].\n",
            payload.replace('`', "")
        );
        let _ = writeln!(text, "| {words} |\n|---|\n| {words} |\n\n[^{number}]: {words}");
        write(root, &format!("content/stories/harm-{number}.md"), &text);
        let mut comments = String::from("version: 1\ncomments:\n");
        for format in ["html", "markdown", "text"] {
            let body = match format {
                "markdown" => {
                    format!("{payload}\n\n[x](<{payload}>) ![x]({payload}) <{payload}>\n\n[y]: {payload}\n[y]\n")
                }
                _ => payload.clone(),
            };
            let url = format!("https://x.example/?{}", payload.replace(|c: char| " <>\"'`\\{}|^".contains(c), ""));
            let _ = writeln!(
                comments,
                "  - id: {}\n    author: {one}\n    url: {}\n    state: approved\n    format: {format}\n    body: {}",
                quoted(&format!("{format} {payload}")),
                quoted(&url),
                quoted(&body)
            );
        }
        write(root, &format!("content/stories/harm-{number}.comments.yaml"), &comments);
    }
    build(root);
}

/// Names of files, which become titles and addresses, and old addresses.
pub fn of_names(root: &Path, payloads: &[String]) {
    write(root, "site.toml", SETTINGS);
    let can_be_named = |it: &&String| !it.contains('/') && it.len() < 120 && !it.starts_with('.');
    for payload in payloads.iter().filter(can_be_named) {
        write(root, &format!("content/stories/{payload}.md"), "It rained.\n");
        write(root, &format!("static/{payload}.txt").replace(['%', '#', '?', '\\'], ""), "A file.\n");
    }
    let can_be_address = |it: &&String| !it.contains(['%', '#', '?', '\\']) && !it.contains("//") && it.len() < 200;
    for (number, payload) in payloads.iter().enumerate().filter(|(_, it)| can_be_address(it)) {
        let aliases = quoted(&format!("/old/{number}/{payload}/x.html"));
        let text = format!(
            "---\ntitle: Moved {number}\npermalink: {}\naliases: [{aliases}]\n---\nIt moved.\n",
            quoted(&format!("/new/{number}/{payload}/"))
        );
        write(root, &format!("content/stories/moved-{number}.md"), &text);
    }
    build(root);
}

/// What comes from an old blog, as it comes: the writer of it may have been anybody. Half of them from each program.
pub fn of_imports(root: &Path, payloads: &[String]) {
    let blogger = root.join("blogger.xml");
    let half = |first| payloads.iter().skip(first).step_by(2).cloned().collect::<Vec<_>>();
    fs::write(&blogger, self::blogger(&half(0))).unwrap();
    let wordpress = root.join("wordpress.xml");
    fs::write(&wordpress, self::wordpress(&half(1))).unwrap();
    for (program, file) in [("blogger", &blogger), ("wordpress", &wordpress)] {
        let into = root.join(program);
        let mut import = command("goodturn", root);
        import.args(["import", program]).arg(file).arg("--into").arg(&into);
        let said = import.output().unwrap();
        assert!(
            said.status.success(),
            "{}",
            String::from_utf8_lossy(&said.stderr).chars().take(4000).collect::<String>()
        );
        build(&into);
    }
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn blogger(payloads: &[String]) -> String {
    let mut text = String::from(
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' \
         xmlns:blogger='http://schemas.google.com/blogger/2018'>\n<id>tag:blogger.com,1999:blog-1</id><title>Harm</title>\n",
    );
    for (number, payload) in payloads.iter().enumerate() {
        let one = xml(payload);
        let entry = |id: String, kind: &str, more: String| {
            format!(
                "<entry><id>{id}</id><blogger:type>{kind}</blogger:type><blogger:status>LIVE</blogger:status>\
                 <author><name>{one}</name><uri>{one}</uri><blogger:type>BLOGGER</blogger:type></author><title>{one}</title>\
                 <content type='html'>&lt;p&gt;{one}&lt;/p&gt;</content><blogger:created>2012-03-05T01:00:00Z</blogger:created>\
                 <published>2012-03-05T01:30:00Z</published><updated>2012-03-05T01:30:00Z</updated>{more}</entry>\n"
            )
        };
        let post = format!("tag:blogger.com,1999:blog-1.post-{number}");
        let more = format!(
            "<category scheme='tag:blogger.com,1999:blog-1' term=\"{one}\"/><blogger:filename>/2012/03/harm-{number}.html</blogger:filename>"
        );
        text += &entry(post.clone(), "POST", more);
        let more = format!("<blogger:parent>{post}</blogger:parent>");
        text += &entry(format!("tag:blogger.com,1999:blog-1.post-9{number}"), "COMMENT", more);
    }
    text + "</feed>\n"
}

fn wordpress(payloads: &[String]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Harm</title><link>https://harm.example</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://harm.example</wp:base_blog_url>\n",
    );
    for (number, payload) in payloads.iter().enumerate() {
        let one = xml(payload);
        let _ = writeln!(
            text,
            "<item><title>{one}</title><link>https://harm.example/harm-{number}/</link><dc:creator>{one}</dc:creator>\
             <guid isPermaLink=\"false\">https://harm.example/?p={id}</guid><content:encoded>Before\n\n{one}\n\n\
             [caption id=\"a\"]{one}[/caption]</content:encoded><excerpt:encoded>{one}</excerpt:encoded><wp:post_id>{id}</wp:post_id>\
             <wp:post_date>2012-02-12 09:30:00</wp:post_date><wp:post_date_gmt>2012-02-12 09:30:00</wp:post_date_gmt>\
             <wp:post_name>harm-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
             <category domain=\"post_tag\" nicename=\"harm-{number}\">{one}</category>\
             <wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{one}</wp:comment_author>\
             <wp:comment_author_url>{one}</wp:comment_author_url><wp:comment_date>2012-02-13 10:00:00</wp:comment_date>\
             <wp:comment_date_gmt>2012-02-13 10:00:00</wp:comment_date_gmt><wp:comment_content>{one}</wp:comment_content>\
             <wp:comment_approved>1</wp:comment_approved></wp:comment></item>",
            id = number + 1
        );
    }
    text + "</channel></rss>\n"
}
