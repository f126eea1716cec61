//! What is said, word for word.

use expect_test::{Expect, expect};

use super::read;

fn check(text: &str, expected: Expect) {
    let (_, said) = read("content/stories/2011-09-25-flowers.md", text);
    expected.assert_eq(&said);
}

#[test]
fn a_file_without_front_matter_is_a_story_with_a_warning() {
    check(
        "Once upon a time.\n",
        expect![[r#"
            2011-09-25-flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
}

#[test]
fn unknown_and_duplicate_keys() {
    check(
        "---\ntitle: A\ntilte: B\nmood: x\nTitle: C\n2011: x\n---\n",
        expect![[r#"
            2011-09-25-flowers.md:3:1: warning[front-matter-unknown-key]: unknown key `tilte` / did you mean `title`?
              >tilte<
            2011-09-25-flowers.md:4:1: warning[front-matter-unknown-key]: unknown key `mood` / if it is for a theme, put it under `extra:`
              >mood<
            2011-09-25-flowers.md:5:1: error[front-matter-duplicate-key]: `Title` is here twice; the first one is in line 2 / keep one of them
              >Title<
            2011-09-25-flowers.md:6:1: warning[front-matter-unknown-key]: unknown key `2011` / if it is for a theme, put it under `extra:`
              >2011<
        "#]],
    );
}

#[test]
fn values_of_wrong_types() {
    check(
        "---\ntitle: [a, b]\ndate: yes\ntags: {a: b}\ndraft: perhaps\nlisted: 7\nseries: {part: 0}\nimage: {alt: x}\nnames: chnaged\npermission: yes\ncomments: maybe\nlang: English\nid: hello\nextra: 5\nwithdrawn: yes\nexpires: soon\n---\n",
        expect![[r#"
            2011-09-25-flowers.md:2:8: error[yaml-wrong-type]: `title` should be text, but this is a list / such as `title: "The flowers on my desk"`
              >[a, b]<
            2011-09-25-flowers.md:3:7: error[date-unreadable]: `date`: `yes` cannot be read as a date / write it such as `date: 2011-09-25`
              >yes<
            2011-09-25-flowers.md:4:7: error[yaml-wrong-type]: `tags` should be a name or a list of names, but this is several keys with values / such as `tags: [remembered, work]`
              >{a: b}<
            2011-09-25-flowers.md:5:8: error[yaml-wrong-type]: `draft` should be yes or no, but this is `perhaps` / such as `draft: yes`
              >perhaps<
            2011-09-25-flowers.md:6:9: error[yaml-wrong-type]: `listed` should be yes or no, but this is `7` / such as `listed: no`
              >7<
            2011-09-25-flowers.md:7:9: error[front-matter-incomplete]: `series` has no `name` / such as `series: {name: Handovers, part: 2}`
              >{part: 0}<
            2011-09-25-flowers.md:8:8: error[front-matter-incomplete]: `image` has no `src` / such as `image: {src: flowers.jpg, alt: "A box of lilies"}`
              >{alt: x}<
            2011-09-25-flowers.md:9:8: error[front-matter-no-such-choice]: `names` should be `real`, `first-only` or `changed`, but this is `chnaged` / did you mean `changed`?
              >chnaged<
            2011-09-25-flowers.md:10:13: error[front-matter-no-such-choice]: `permission` should be `own-story`, `given`, `asked` or `unknown`, but this is `yes` / until you know, write: permission: unknown
              >yes<
            2011-09-25-flowers.md:11:11: error[front-matter-no-such-choice]: `comments` should be `none`, `closed` or `email`, but this is `maybe` / write one of these words, or leave the line out
              >maybe<
            2011-09-25-flowers.md:12:7: error[front-matter-bad-language]: `lang`: `English` is not a language code / write two or three letters, such as `en`, or with a region, such as `en-GB`
              >English<
            2011-09-25-flowers.md:13:5: error[front-matter-bad-id]: the id `hello` is neither a whole address nor a `tag:` name / leave it out, and one is made; or write one such as `tag:example.org,2011:flowers`
              >hello<
            2011-09-25-flowers.md:14:8: error[yaml-wrong-type]: `extra` should be keys with values, but this is `5` / such as `extra: {mood: quiet}`
              >5<
            2011-09-25-flowers.md:15:12: error[date-unreadable]: `withdrawn`: `yes` cannot be read as a date / write it such as `withdrawn: 2026-11-01`
              >yes<
            2011-09-25-flowers.md:16:10: error[date-unreadable]: `expires`: `soon` cannot be read as a date / write it such as `expires: 2031-02-01`
              >soon<
        "#]],
    );
}

#[test]
fn keys_that_keep_a_story_back_must_be_right() {
    check(
        "---\ntitle: A\ndate: 2011-09-25\ndrafft: true\nwithdraw: 2020-01-01\nlistde: false\nwithdrawn:\ndraft:\n---\nText.\n",
        expect![[r#"
            2011-09-25-flowers.md:4:1: error[front-matter-unknown-guard]: unknown key `drafft`; was `draft` meant? / write `draft`, so that nothing is published by mistake; a key of your own goes under `extra:`
              >drafft<
            2011-09-25-flowers.md:5:1: error[front-matter-unknown-guard]: unknown key `withdraw`; was `withdrawn` meant? / write `withdrawn`, so that nothing is published by mistake; a key of your own goes under `extra:`
              >withdraw<
            2011-09-25-flowers.md:6:1: error[front-matter-unknown-guard]: unknown key `listde`; was `listed` meant? / write `listed`, so that nothing is published by mistake; a key of your own goes under `extra:`
              >listde<
            2011-09-25-flowers.md:7:1: error[front-matter-no-value]: `withdrawn` has no value, so nobody can tell what is meant / write `withdrawn: 2026-11-01`, or take the line away
              >withdrawn<
            2011-09-25-flowers.md:8:1: error[front-matter-no-value]: `draft` has no value, so nobody can tell what is meant / write `draft: yes`, or take the line away
              >draft<
        "#]],
    );
}

#[test]
fn keys_that_keep_a_story_back_in_other_languages_are_said_too() {
    check(
        "---\ntitle: A\ndate: 2011-09-25\nEntwurf: ja\n\"retiré\": 2020-01-01\nautor: Maya\n---\nText.\n",
        expect![[r#"
            2011-09-25-flowers.md:4:1: error[front-matter-unknown-guard]: unknown key `Entwurf`; was `draft` meant? / write `draft`, so that nothing is published by mistake; a key of your own goes under `extra:`
              >Entwurf<
            2011-09-25-flowers.md:5:1: error[front-matter-unknown-guard]: unknown key `retiré`; was `withdrawn` meant? / write `withdrawn`, so that nothing is published by mistake; a key of your own goes under `extra:`
              >"retiré"<
            2011-09-25-flowers.md:6:1: warning[front-matter-unknown-key]: unknown key `autor` / did you mean `author`?
              >autor<
        "#]],
    );
}

#[test]
fn quotation_marks_of_word_processors_are_passed_over_or_said() {
    check(
        "---\n“title”: “The flowers”\n„date“: “2011–09–25”\ndraft: ‘no’\nslug: “flowers”\ntags: [“a”, «b»]\n\
        description: \"“So it was.”\"\ncomments: “email”\nseries: {name: S, part: “2”}\n---\nText.\n",
        expect![[r#"
            2011-09-25-flowers.md:2:10: warning[front-matter-curly-quotes]: `title` stands between curly quotation marks, so they are shown as a part of it / leave them out; or, if they belong to it, put straight ones around all of it: `"“…”"`
              >“The flowers”<
        "#]],
    );
    let (front, _) = read(
        "content/stories/a.md",
        "---\n“title”: \"“A” is 'the' one -- isn't it...\"\ndate: “2011–09–25”\nslug: “flowers”\ntags: [“a”, «b»]\n---\nx",
    );
    let front = front.unwrap();
    let tags: Vec<_> = front.tags.iter().map(|tag| &**tag).collect();
    assert_eq!(
        (&*front.title, &*front.slug.to_string(), tags),
        ("“A” is ‘the’ one – isn’t it…", "flowers", vec!["a", "b"])
    );
}

#[test]
fn nobody_can_write_under_a_finished_page() {
    check(
        "---\ntitle: A\ncomments: {status: open, count: 2}\n---\nText.\n",
        expect![[r#"
        2011-09-25-flowers.md:3:20: error[front-matter-comments-open]: `status: open` cannot be: nobody can write under a finished page / write `closed` to show the comments that were kept, `email` to let readers write to you, or `none`; a theme can bring in a service that takes comments
          >open<
    "#]],
    );
}

#[test]
fn what_is_missing_is_said_where_it_would_matter_and_as_it_can_be_mended() {
    let said = |text: &str| read("content/stories/flowers.md", text).1;
    let texts = [
        "Once.\n",
        "---\nauthor: Maya\n---\nOnce.\n",
        "---\ntitle: A\ndraft: yes\n---\n",
        "---\ntitle: A\nwithdrawn: 2020-01-01\n---\n",
    ];
    expect![[r#"
        flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
        flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        -
        flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / write `date: 2011-09-25` between the `---` lines, or begin the file name with `2011-09-25-`
        flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / write `title: …` between the `---` lines, or begin the text with a `# heading`
        -
        -
    "#]].assert_eq(&texts.map(said).join("-\n"));
}
