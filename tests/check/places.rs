//! Every further place that reaches an output, each with somebody of its own, all in one site: each must be found there, at
//! its line and column, and nothing else may be said.

use std::collections::BTreeSet;

use goodturn::ground::text;

use crate::garden::Garden;

/// Where a person stands in a text.
const MARK: &str = "¤";

/// Files with a `¤` wherever somebody can be planted.
const FILES: [(&str, &str); 17] = [
    (
        "content/stories/all.md",
        "---\ntitle: The ¤ key\ndate: 2026-01-03\ntold_by: [\"Ann ¤\", \"Ben ¤\"]\ntopics: [\"one ¤\", \"two ¤\"]\n\
         description: \"Of ¤ once\"\nseries: \"Keys ¤\"\nrights: \"Ask ¤ first\"\n\
         image: {src: one.png, alt: \"A key ¤\"}\n---\n\
         It was ¤ here, **¤** and `¤` and ~~¤~~.\n\n\
         ## The ¤ door\n\n\
         {% <aside title=\"Beside ¤ it\"> %}\n\nInside of ¤.\n\n{% </aside> %}\n\n\
         {% <letter to=\"dear ¤\" from=\"your ¤\" on=\"a day of ¤\"> %}\n\nI wrote to ¤.\n\n{% </letter> %}\n\n\
         {% <figure caption=\"Under ¤ it\"> %}\n\n![Seen by ¤](one.png)\n\n{% </figure> %}\n\n\
         {% <gallery caption=\"Of ¤ all\"> %}\n\n![Both of ¤](one.png \"Taken by ¤\")\n\n![And ¤ too](one.png)\n\n{% </gallery> %}\n\n\
         {% <video title=\"A film of ¤\" href=\"https://films.example/1\" length=\"for ¤\"> %}\n\n![Still of ¤](one.png)\n\n{% </video> %}\n\n\
         ```verse\nA line of ¤\n  another\n```\n\n```\na = ¤\n```\n\n\
         - [x] asked ¤\n- told ¤\n\n1. first ¤\n\nTerm of ¤\n: What ¤ said\n\n\
         | Head ¤ | b |\n|---|---|\n| Cell ¤ | d |\n\n\
         > Dear ¤\n>\n> -- Signed ¤\n\n\
         [Read ¤ on](/ \"Titled ¤ so\") and [again][ref], by[^1]\n\n[ref]: / \"Referred ¤ to\"\n\n[^1]: A note of ¤.\n\n\
         <p aria-label=\"Read out ¤\" data-who=\"Held ¤\" title='Over ¤'>Raw ¤</p>\n",
    ),
    ("content/stories/said.md", "---\ntitle: Said\ndate: 2026-01-05\nquote: \"She said ¤ twice\"\n---\nShe did.\n"),
    (
        "content/stories/care.md",
        "---\ntitle: Care\ndate: 2026-01-04\ntags: light\ncontent_note: \"Much of ¤ and all\"\n---\nIt ended with ¤.\n",
    ),
    (
        "content/stories/all.comments.yaml",
        "version: 1\ncomments:\n  - id: wp-1\n    state: approved\n    format: html\n    body: \"<p>Dear <b>you</b>, ¤ came</p>\"\n\
         \x20 - id: wp-2\n    state: approved\n    format: markdown\n    body: \"So *did* ¤ too\"\n\
         \x20 - id: wp-3\n    state: approved\n    format: text\n    body: |\n      A line\n      of ¤ here\n",
    ),
    (
        "content/notes.md",
        "---\ntitle: Notes of ¤\nextra: {thanks: x}\ndescription: \"Kept by ¤ once\"\n---\n## Under ¤\n\nWritten by ¤.\n",
    ),
    ("content/tags/light.md", "---\ntitle: Light\n---\nAs ¤ had it.\n"),
    ("static/a.html", "<!doctype html><title>Of ¤</title><p>By ¤</p>\n"),
    ("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Of ¤</title><text x=\"1\">By ¤</text></svg>\n"),
    ("static/a.xml", "<a b=\"Of ¤\">By ¤</a>\n"),
    ("static/a.json", "{\"a\": \"Of ¤\"}\n"),
    ("static/site.webmanifest", "{\"name\": \"Of ¤\"}\n"),
    ("static/a.csv", "who,when\nOf ¤,1\n"),
    ("static/a.css", "a::after { content: \"Of ¤\" }\n/* By ¤ */\n"),
    ("static/a.js", "/* By ¤ */ say(\"Of ¤\");\n"),
    ("themes/mine/static/more.css", "a::after { content: \"Of ¤\" }\n"),
    ("themes/mine/static/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Of ¤</title></svg>\n"),
    ("themes/mine/templates/partials/footer.html", "<footer><p title=\"Of ¤\">By ¤</p></footer>\n"),
];

/// The files with a person for each place, and where each stands.
fn planted(garden: &Garden, who: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let mut places = Vec::new();
    for (file, whole) in FILES {
        let mut out = String::new();
        for (at, piece) in whole.split(MARK).enumerate() {
            if at > 0 {
                let one = who(places.len());
                places.push((file, out.len(), one.clone()));
                out += &one;
            }
            out += piece;
        }
        garden.write(file, &out);
    }
    let place = |(file, at, one): (&str, usize, String)| {
        let whole = std::fs::read_to_string(garden.path(file)).unwrap();
        let at = text::position(&whole, at);
        (format!("{file}:{}:{} ", at.line, at.column), one)
    };
    places.into_iter().map(place).collect()
}

/// A name for each number; none is a part of another.
fn name(number: usize) -> String {
    const FIRST: [&str; 10] = ["Zora", "Odo", "Ilka", "Bela", "Wim", "Ysolde", "Kuno", "Hedda", "Lazlo", "Quirin"];
    const LAST: [&str; 10] = [
        "Quillfeather",
        "Ashgrove",
        "Brandywood",
        "Cattermole",
        "Dunnage",
        "Eddowes",
        "Farthingale",
        "Gotobed",
        "Hathersage",
        "Inchbald",
    ];
    format!("{} {}", FIRST[number % 10], LAST[number / 10])
}

fn each_is_found(code: &str, who: impl Fn(usize) -> String) {
    let garden = Garden::with("site.toml", "more", "cards = true");
    let places = planted(&garden, &who);
    assert!(places.len() > 75, "{} places", places.len());
    let list: Vec<String> = (0..places.len()).map(name).collect();
    garden.write("private/names.txt", &list.join("\n"));
    let said = garden.errors();
    let found: BTreeSet<&str> = said.lines().collect();
    let expected: BTreeSet<String> = places.iter().map(|(place, one)| format!("{place}{code} >{one}<")).collect();
    let missing: Vec<&String> = expected.iter().filter(|one| !found.contains(one.as_str())).collect();
    let more: Vec<&&str> = found.iter().filter(|one| !expected.contains(**one)).collect();
    assert!(missing.is_empty() && more.is_empty(), "missing: {missing:#?}\nmore: {more:#?}");
    assert!(!garden.path("public").exists(), "nothing is published");
}

#[test]
fn names_are_found_in_every_place() {
    each_is_found("private-name", name);
}

#[test]
fn addresses_are_found_in_every_place() {
    each_is_found("private-email", |number| format!("p{number}@mail.example"));
}

#[test]
fn numbers_are_found_in_every_place() {
    // What nobody reads in an attribute of raw HTML, in XML or in a program counts only with a plus.
    each_is_found("private-phone", |number| format!("+44 20 7{number:03} 0958"));
}
