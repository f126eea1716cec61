//! Comment files through their door: a file's text in, the thread and whole messages out.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "told/mod.rs"]
mod told;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::story::comments::{Comment, Comments, parse};
use proptest::prelude::*;

use told::told;

fn read(text: &str) -> (Option<Comments>, Vec<Diagnostic>) {
    parse(&SourcePath::new("content/stories/flowers.comments.yaml"), text)
}

/// The thread, indented by depth, then what is said.
fn check(text: &str, expected: Expect) {
    let (comments, said) = read(text);
    let mut out = String::new();
    for comment in comments.iter().flat_map(|comments| &comments.shown) {
        let Comment { id, anchor, parent, depth, author, url, by_author, date, removed, format, body } = comment;
        let _ = write!(out, "{:>1$}{id} #{anchor}", "", usize::from(*depth) * 2);
        let _ = write!(out, "{}", parent.as_ref().map(|parent| format!(" under #{parent}")).unwrap_or_default());
        let _ = write!(out, " {}", author.as_deref().unwrap_or("a reader"));
        let _ = write!(out, "{}", url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default());
        let _ = write!(out, "{}", if *by_author { " (author)" } else { "" });
        let _ = write!(out, "{}", date.map(|date| format!(" {}", date.iso())).unwrap_or_default());
        let _ = writeln!(out, " {}{format:?} {body:?}", if *removed { "removed " } else { "" });
    }
    match comments {
        Some(comments) => writeln!(out, "{} pending", comments.pending).unwrap(),
        None => out.push_str("no comments\n"),
    }
    out.push_str(&told(text, &said));
    expected.assert_eq(&out);
}

#[test]
fn a_thread_is_told_in_order() {
    check(
        "\
version: 1
comments:
  - id: wp-22
    parent: wp-21
    author: Mara
    url: https://example.org
    date: 2011-02-12T11:00:00+11:00
    state: approved
    format: html
    body: |
      Hi Teo, <b>thanks</b>

      and bye
  - id: wp-21
    author: Teo
    by_author: yes
    date: 2011-02-11
    state: approved
    body: First
  - id: 1234567890
    state: approved
    format: markdown
    body: An *undated* one from Blogger
  - {id: wp-20, author: Ann, url: 'https://a.example', by_author: true, date: 2011-02-10, state: removed, body: gone}
  - {id: wp-23, parent: wp-20, date: 2011-02-09, state: approved, body: 'A reply to what is gone'}
  - {id: wp-24, parent: wp-21, date: 2011-02-10, state: approved, body: 12.50}
  - {id: wp-25, parent: wp-21, state: pending, body: Not yet}
  - {id: wp-26, parent: wp-25, date: 2010-01-01, state: approved, body: A reply to one that waits}
  - {id: 'a b', state: approved, body: x}
  - {id: a-b, state: approved, body: x}
",
        expect![[r#"
            wp-26 #comment-26 a reader 2010-01-01 Text "A reply to one that waits"
            wp-20 #comment-20 a reader removed Text ""
              wp-23 #comment-23 under #comment-20 a reader 2011-02-09 Text "A reply to what is gone"
            wp-21 #comment-21 Teo (author) 2011-02-11 Text "First"
              wp-24 #comment-24 under #comment-21 a reader 2011-02-10 Text "12.50"
              wp-22 #comment-22 under #comment-21 Mara <https://example.org> 2011-02-12T11:00:00+11:00 Html "Hi Teo, <b>thanks</b>\n\nand bye"
            1234567890 #c1234567890 a reader Markdown "An *undated* one from Blogger"
            a b #comment-a-b a reader Text "x"
            a-b #comment-a-b-2 a reader Text "x"
            1 pending
        "#]],
    );
}

#[test]
fn parents_that_are_not_there_and_rings_are_cut() {
    check(
        "\
version: 1
comments:
- {id: a, parent: nobody, state: approved, body: x}
- {id: b, parent: d, state: approved, body: x}
- {id: c, parent: b, state: approved, body: x}
- {id: d, parent: c, state: approved, body: x}
- {id: e, parent: e, state: approved, body: x}
- {id: f, parent: d, state: approved, body: x}
",
        expect![[r#"
            a #comment-a a reader Text "x"
            b #comment-b a reader Text "x"
              c #comment-c under #comment-b a reader Text "x"
                d #comment-d under #comment-c a reader Text "x"
                  f #comment-f under #comment-d a reader Text "x"
            e #comment-e a reader Text "x"
            0 pending
            flowers.comments.yaml:3:19: warning[comments-missing-parent]: there is no comment `nobody` in this file, so this reply stands on its own / delete the line, or write the id of the comment that it answers
              >nobody<
            flowers.comments.yaml:4:19: warning[comments-ring]: `b` answers `d`, which in the end answers `b`; so `b` stands on its own / correct or delete this `parent`
              >d<
            flowers.comments.yaml:7:19: warning[comments-ring]: the comment `e` answers itself, so it stands on its own / correct or delete this `parent`
              >e<
        "#]],
    );
}

#[test]
fn every_fault_is_said_at_its_place() {
    check(
        "\
version: 1
comment: x
comments:
  - id: a
    autor: Mara
    email: mara@example.org
    IP-Address: 10.0.0.1
    gravatar: 0bc83cb571cd1c50ba6f3e8a78ef1346
    author: mara@example.org
    url: javascript:alert(1)
    date: 03/04/2011
    state: aproved
    format: htm
    body: [x]
  - id: a
    state: approved
    body: again
  - state: approved
    body: no id
  - id: b
    state: approved
  - just text
  - id: c
    id: d
    by_author: perhaps
    body: x
",
        expect![[r#"
            b #comment-b a reader Text ""
            2 pending
            flowers.comments.yaml:2:1: warning[comments-unknown-key]: unknown key `comment` / did you mean `comments`?
              >comment<
            flowers.comments.yaml:5:5: warning[comments-unknown-key]: unknown key `autor` / did you mean `author`?
              >autor<
            flowers.comments.yaml:6:5: warning[comments-private]: `email` is the commenter's own affair and is never published / delete it from this file, so that it cannot get out with the sources either
              >email<
            flowers.comments.yaml:7:5: warning[comments-private]: `IP-Address` is the commenter's own affair and is never published / delete it from this file, so that it cannot get out with the sources either
              >IP-Address<
            flowers.comments.yaml:8:5: warning[comments-private]: `gravatar` is the commenter's own affair and is never published / delete it from this file, so that it cannot get out with the sources either
              >gravatar<
            flowers.comments.yaml:9:13: warning[comments-private]: this name is an e-mail address, which is never published; the comment shows no name / write a name instead, or delete the line
              >mara@example.org<
            flowers.comments.yaml:10:10: warning[comments-no-web-page]: `url` is not the address of a web page, so it is left out / write an address that begins with `https://` or `http://`, or delete the line
              >javascript:alert(1)<
            flowers.comments.yaml:11:11: error[date-unreadable]: `date`: `03/04/2011` can be read as two different days / write `2011-04-03` for 3 April 2011, or `2011-03-04` for 4 March 2011
              >03/04/2011<
            flowers.comments.yaml:12:12: error[comments-no-such-choice]: `state` should be `approved`, `pending` or `removed`, but this is `aproved` / did you mean `approved`?
              >aproved<
            flowers.comments.yaml:13:13: error[comments-no-such-choice]: `format` should be `html`, `markdown` or `text`, but this is `htm` / did you mean `html`?
              >htm<
            flowers.comments.yaml:14:11: error[yaml-wrong-type]: `body` should be text, but this is a list / such as `body: |`
              >[x]<
            flowers.comments.yaml:15:9: error[comments-duplicate-id]: two comments have the id `a`; the first one is in line 4 / give one of them another id, or delete it if it is the same comment
              >a<
            flowers.comments.yaml:18:5: error[comments-no-id]: this comment has no `id` / give it one that no other comment of the file has, such as `id: mara-1`
              >state: approved<
            flowers.comments.yaml:20:5: warning[comments-no-body]: this comment has no text / write it under `body: |`, each line two spaces further in; or write `state: removed`
              >id: b<
            flowers.comments.yaml:22:5: error[yaml-wrong-type]: `comments` should be a list of comments with keys, but this is `just text` / such as `- id: wp-22`
              >just text<
            flowers.comments.yaml:23:5: warning[comments-no-state]: this comment has no `state`, so it is not shown / write `state: approved` to show it, or `state: pending`
              >id: c<
            flowers.comments.yaml:24:5: error[comments-duplicate-key]: `id` is here twice / keep one of them
              >id<
            flowers.comments.yaml:25:16: error[yaml-wrong-type]: `by_author` should be yes or no, but this is `perhaps` / such as `by_author: yes`
              >perhaps<
        "#]],
    );
}

#[test]
fn files_that_are_no_comments_say_so() {
    check(
        "",
        expect![[r#"
        no comments
        flowers.comments.yaml:1:1: error[comments-no-list]: this file should hold kept comments, but has no list of `comments` / write `version: 1`, then `comments:`, then one `  - id: …` for each comment
    "#]],
    );
    check(
        "- id: a\n",
        expect![[r#"
        no comments
        flowers.comments.yaml:1:1: error[comments-no-list]: this file should hold kept comments, but has no list of `comments` / write `version: 1`, then `comments:`, then one `  - id: …` for each comment
          >- id: a<
    "#]],
    );
    check(
        "version: 2\ncomments: 5\n",
        expect![[r#"
            0 pending
            flowers.comments.yaml:1:10: error[comments-later-version]: version 2 of comment files is not known to this goodturn / use the goodturn that wrote the file, or a later one; this one reads `version: 1`
              >2<
            flowers.comments.yaml:2:11: error[yaml-wrong-type]: `comments` should be a list of comments, but this is `5` / such as `comments: followed by lines that begin with `  - id:``
              >5<
        "#]],
    );
    check(
        "\u{feff}version: one\r\ncomments:\r\n",
        expect![[r#"
            0 pending
            flowers.comments.yaml:1:10: error[yaml-wrong-type]: `version` should be the number 1, but this is `one` / such as `version: 1`
              >one<
        "#]],
    );
}

#[test]
fn a_long_thread_is_no_trouble() {
    let mut text = String::from("version: 1\ncomments:\n");
    for i in 0..5_000 {
        let _ = writeln!(text, "- {{id: {}, parent: {i}, state: approved, body: x}}", i + 1);
    }
    let (comments, said) = read(&text);
    assert_eq!(said.len(), 1, "only the first one has no parent");
    let comments = comments.unwrap();
    assert_eq!(comments.shown.len(), 5_000);
    assert_eq!(comments.shown.last().unwrap().depth, 4_999);
}

proptest! {
    #[test]
    fn each_reply_stands_after_its_parent_and_nothing_is_lost(parents in prop::collection::vec(0_usize..12, 0..12)) {
        let mut text = String::from("version: 1\ncomments:\n");
        for (id, parent) in parents.iter().enumerate() {
            let _ = writeln!(text, "- {{id: x{id}, parent: x{parent}, state: approved, body: b}}");
        }
        let shown = read(&text).0.unwrap().shown;
        prop_assert_eq!(shown.len(), parents.len());
        for (at, comment) in shown.iter().enumerate() {
            let parent = shown[..at].iter().find(|other| Some(&other.anchor) == comment.parent.as_ref());
            prop_assert_eq!(comment.depth, parent.map_or(0, |parent| parent.depth + 1));
            prop_assert_eq!(comment.parent.is_some(), parent.is_some());
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "(version: 1\ncomments:\n)?([ \\-]{0,5}(id|parent|body|state|x)?:? ?[^\n]{0,10}\n){0,6}") {
        let (comments, said) = read(&text);
        told(&text, &said);
        prop_assert!(comments.is_some() || said.iter().any(Diagnostic::is_error));
    }
}
