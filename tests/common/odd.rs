//! A site of odd inputs below a sub-path: long words and titles, stories read from the right, two hundred comments, no
//! date, no teller, a withdrawn story, an alias, large print, every component. Ours, and never meant to be read for pleasure.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const LONG: &str = "Unforgettablyneighbourlykindnessesthatnobodywouldhavethoughttowritedownotherwise";

/// Every component, verse, code and a line that is longer than any telephone.
const NAMED: &str = r#"{% <aside title="For the cake"> %}

Two eggs.

{% </aside> %}

{% <letter to="whoever has the tin" from="27" on="3 May"> %}

Keep it.

{% </letter> %}

{% <gallery caption="All of them"> %}

![A brick](x.svg "The first")
![A brick](x.svg)

{% </gallery> %}

{% <figure caption="The list"> %}

| What | How many |
|---|---:|
| Cake | 1 |

{% </figure> %}

{% <video href="https://films.example/swan" title="The swan" length="two minutes"> %}

![A swan](x.svg)

{% </video> %}

```verse
The bus was late, the rain was not,
   the shelter had a broken pane.
```

- [x] tyres
- [ ] windscreen

Footing
: Standing on the bottom rung.

Press <kbd>Ctrl</kbd>."#;

const HEBREW_COMMENTS: &str = r#"version: 1
comments:
  - id: a
    author: דוד
    date: 2020-06-07T10:00:00+02:00
    state: approved
    format: text
    body: "גם אצלנו."
  - id: b
    parent: a
    author: Tom
    by_author: true
    state: approved
    format: text
    body: "We had one."
"#;

/// Writes the site's sources into a folder.
pub fn write(folder: &Path) {
    let stories = folder.join("content/stories");
    fs::create_dir_all(&stories).unwrap();
    let settings = format!(
        "title = \"Kindnesses of the {LONG}\"\ntagline = \"A line of purpose that goes on until it has gone twice round \
         the room and back to where it began\"\nbase_url = \"https://example.org/kindness/\"\nlanguage = \"en-GB\"\n\
         author = \"Maya\"\nemail = \"maya@example.org\"\nper_page = 6\nreading = \"easy\"\n"
    );
    fs::write(folder.join("site.toml"), settings).unwrap();
    let put = |name: &str, head: &str, text: &str| {
        fs::write(stories.join(name), format!("---\n{head}\n---\n\n{text}\n")).unwrap();
    };
    put("long.md", &long_head(), &long_text());
    put(
        "plain.md",
        "title: Plain\ndate: 2021-01-01\nauthor: Maya\ntags: [late buses]\nseries: {name: Handovers of many things, part: 1}",
        "A short one.",
    );
    put("undated.md", "title: No date, no teller, no tags", "Somebody did something, once.");
    put(
        "ar.md",
        "title: \"المصباح في البيت التاسع\"\ndate: 2020-05-05\nauthor: \"نجيب\"\nlang: ar\ntags: [late buses]\ncontent_note: \"تذكر وفاة مفاجئة.\"\ncomments: {status: closed, count: 2}",
        "كان الخباز يخرج إلى عمله بينما الناس في حلمهم الثاني.\n\n> إلى من يجد هذه الرسالة، شكرا لك.\n>\n> — روث\n\nShe said it in English, too.\n\n```\nlet cake = 1;\n```\n\n1. واحد\n2. اثنان",
    );
    put(
        "he.md",
        "title: \"המטרייה הכחולה של השכנה\"\ndate: 2020-06-06\nauthor: \"נועה\"\nlang: he\ntags: [late buses]\ncomments: {status: closed, count: 2}",
        "השכנה נתנה לי *מטרייה* בגשם, [וכך](story:plain) עבר החורף.\n\n![A brick](x.svg)",
    );
    put("named.md", "title: Called by name\ndate: 2019-01-01\nauthor: Maya\ntags: [quiet gardens]", NAMED);
    put("gone.md", "title: Gone\ndate: 2018-01-01\nwithdrawn: 2019-01-01", "Gone.");
    put("old.md", "title: Moved\ndate: 2018-01-02\nauthor: Maya\naliases: [/2018/old.html]", "It was elsewhere, once.");
    put(
        "many.md",
        "title: Two hundred replies\ndate: 2019-05-05\nauthor: Maya\ntags: [cold stairs]\ncomments: {status: closed, count: 240}",
        "A story that many answered.",
    );
    for number in 0..9 {
        let head = format!(
            "title: Filler {number}\ndate: {}-03-11\nauthor: Tom\ntags: [late buses, quiet gardens]",
            2000 + number
        );
        put(&format!("filler-{number}.md"), &head, "Some words on a kindness that was done.");
    }
    fs::write(stories.join("many.comments.yaml"), comments()).unwrap();
    fs::write(stories.join("he.comments.yaml"), HEBREW_COMMENTS).unwrap();
    fs::write(
        stories.join("x.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 250\" width=\"400\" height=\"250\"><title>A brick</title><rect width=\"400\" height=\"250\" fill=\"#a53\"/></svg>",
    )
    .unwrap();
}

fn long_head() -> String {
    format!(
        "title: \"A long title that goes on, as titles do when the writer could not decide what it was about: {LONG}\"\n\
         date: 2022-03-04\nupdated: 2022-05-04\nauthor: [Maya, Bartholomew Featherstonehaugh-Cholmondeley, Tom]\n\
         tags: [late buses, quiet gardens, cold stairs, \"{LONG}\"]\ncontent_note: \"Mentions a hospital and {LONG}.\"\n\
         happened: 2009-04\nseries: {{name: Handovers of many things, part: 2}}\nnames: changed\n\
         rights: \"© Maya. Please ask before reposting.\"\npassed_on_from: plain\ncomments: {{status: email}}\nquote: So it goes"
    )
}

fn long_text() -> String {
    let long = "a".repeat(200);
    let head = (0..12).fold(String::new(), |row, at| row + &format!("| Column {at} "));
    format!(
        "{LONG} <https://example.com/{long}>.\n\n## A heading that is {LONG}\n\n{head}|\n{}|\n{head}|\n\n```\n{long}{long}\n```\n\n\
         Some `{long}` here.\n\n> A plain quotation.\n\n> Dear Sir,\n>\n> > Somebody else's words.\n>\n> — {LONG}\n\n\
         The lady who kept the shop on the corner of our street used to put a loaf aside for whoever came in last, and she \
         never said a word about it to anybody, not even to her own sister, who did the books.\n\n- one\n  - two\n    - three\n\nNote[^1].\n\n[^1]: A footnote with {LONG}.\n\n***\n\n### Deep\n\n\
         ![A brick](x.svg \"A caption for {LONG}\")\n\n~~Gone~~ last words.",
        "|---".repeat(12)
    )
}

fn comments() -> String {
    let mut all = "version: 1\ncomments:\n".to_owned();
    for at in 0..200 {
        let _ = writeln!(all, "  - id: wp-{at}");
        if at > 0 && (at < 12 || at % 5 < 3) {
            let _ = writeln!(all, "    parent: wp-{}", at - 1);
        }
        if at % 3 > 0 {
            let _ = writeln!(all, "    author: \"Mara {at}\"\n    by_author: {}", at % 5 == 0);
        }
        if at % 2 > 0 {
            let _ = writeln!(all, "    date: 2019-06-{:02}T10:00:00+02:00", at % 28 + 1);
        }
        let state = if at % 11 == 5 { "removed" } else { "approved" };
        let _ = writeln!(
            all,
            "    state: {state}\n    format: text\n    body: |\n      {} {}",
            "word ".repeat(at % 30 + 1),
            if at == 8 { LONG } else { "מילה" }
        );
    }
    all
}
