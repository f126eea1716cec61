use expect_test::{Expect, expect};

use super::{Table, keys_asked, read};
use crate::ground::SourcePath;
use crate::ground::text::position;

fn decode(table: &mut Table<'_>) -> String {
    let name = table.text("name").map(|found| found.value);
    let size = table.number("size", &(1..=9));
    let open = table.bool("open");
    let hosts = table.texts("hosts").map(|all| all.into_iter().map(|host| host.value).collect::<Vec<_>>());
    let inner = table.table("inner", |inner| inner.bool("deep"));
    let doors = table.tables("door", |door| door.text("name").map(|found| found.value));
    let extra = table.anything("extra");
    format!("{name:?} {size:?} {open:?} {hosts:?} {inner:?} {doors:?} {extra:?}")
}

fn check(text: &str, expected: Expect) {
    let (value, said) = read(&SourcePath::new("a.toml"), text, decode);
    let mut lines = vec![value];
    for fault in said {
        let place = position(text, fault.span.unwrap_or_default().start as usize);
        let help = fault.help.map(|help| format!(" | {help}")).unwrap_or_default();
        lines.push(format!("{}:{} {}: {}{help}", place.line, place.column, fault.code, fault.message));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn words_that_begin_like_numbers() {
    check(
        "open = no # never\nsize = info\nname = nine lives\nhosts = -no",
        expect![[r#"
        Some("nine lives") None None None None [] {}
        1:8 toml-syntax: `no` is not understood here | write false
        2:8 toml-syntax: text needs quotation marks around it | write "info"
        3:8 toml-syntax: text needs quotation marks around it | write "nine lives"
        4:10 toml-syntax: this line is not understood (invalid float, expected `nan`) | a setting is a name, `=` and a value; text stands between quotation marks, and a list between brackets"#]],
    );
}

#[test]
fn a_right_file_is_read_whole() {
    check(
        "name = 'x'\nsize = 3\nopen = false\nhosts = ['a', 'b']\n[inner]\ndeep = true\n[[door]]\nname = 'd'\n[extra]\na = [1, 2.50, 2011-09-25, { b = 'c' }]\n",
        expect![[
            r#"Some("x") Some(3) Some(false) Some(["a", "b"]) Some(true) ["d"] {"a": List([Integer(1), Number("2.50"), Text("2011-09-25"), Map({"b": Text("c")})])}"#
        ]],
    );
}

#[test]
fn all_wrong_kinds_and_unknown_keys_are_said_in_one_run() {
    check(
        "nmae = 'x'\nname = 3\nsize = 10\nopen = 'yes'\nhosts = ['a', 2]\ninner = 1\ndoor = [3]\nzzz = 1\n[extra]\n",
        expect![[r#"
            None None None Some(["a"]) None [] {}
            2:8 toml-wrong-type: `name` should be text in quotation marks, but this is a number | write it like this: name = "…"
            3:8 toml-out-of-range: `size` should be a whole number from 1 to 9 | write it like this: size = 1
            4:8 toml-wrong-type: `open` should be true or false, but this is text | write it like this: open = true
            5:15 toml-wrong-type: `hosts` should be a list of texts, but this is a number | write it like this: hosts = ["…", "…"]
            6:9 toml-wrong-type: `inner` should be a section of its own, but this is a number | write it like this: [inner]
            7:9 toml-wrong-type: `door` should be sections with double brackets, but this is a number | write it like this: [[door]]
            1:1 toml-unknown-key: there is no setting `nmae` | did you mean `name`?
            8:1 toml-unknown-key: there is no setting `zzz` | the settings that may stand here are `name`, `size`, `open`, `hosts`, `inner`, `door` or `extra`"#]],
    );
    check(
        "[inner]\ndeeep = 1\nsize = 2\n[[door]]\nname = 1\nx = 2\n",
        expect![[r#"
            None None None None None [] {}
            2:1 toml-unknown-key: there is no setting `deeep` in [inner] | did you mean `deep`?
            3:1 toml-unknown-key: `size` is not a setting of [inner], but of the whole site | move the line to the top of the file, above the first [section]
            5:8 toml-wrong-type: `door.name` should be text in quotation marks, but this is a number | write it like this: name = "…"
            6:1 toml-unknown-key: there is no setting `x` in [door] | the settings that may stand here are `name`"#]],
    );
    check(
        "size = 99999999999999999999\n",
        expect![[r#"
            None None None None None [] {}
            1:8 toml-out-of-range: `size` should be a whole number from 1 to 9 | write it like this: size = 1"#]],
    );
}

#[test]
fn broken_grammar_is_said_in_plain_words() {
    check(
        "name = My Site\nsize = 3\n",
        expect![[r#"
        Some("My Site") Some(3) None None None [] {}
        1:8 toml-syntax: text needs quotation marks around it | write "My Site""#]],
    );
    check(
        "name = \"My Site\nsize = 3\n",
        expect![[r#"
        Some("My Site") Some(3) None None None [] {}
        1:8 toml-syntax: the text that begins here has no closing quotation mark | add it at the end of the line"#]],
    );
    check(
        "name = 'My Site\nsize = 3\n",
        expect![[r#"
        Some("My Site") Some(3) None None None [] {}
        1:8 toml-syntax: the text that begins here has no closing quotation mark | add it at the end of the line"#]],
    );
    check(
        "name = \"\"\"My Site\nsize = 3\n",
        expect![[r#"
        Some("My Site\nsize = 3\n") None None None None [] {}
        1:8 toml-syntax: the text that begins here is never closed | end it with the same three quotation marks"#]],
    );
}

#[test]
fn words_of_other_formats_are_understood() {
    check(
        "name: \"x\"\nsize 3\n",
        expect![[r#"
        None None None None None [] {}
        1:7 toml-syntax: a setting's name and its value are joined by `=` here, not by `:` | write it like this: name = …
        2:6 toml-syntax: a `=` is missing between the setting's name and its value | write it like this: size = …"#]],
    );
    check(
        "name = “My site”\n",
        expect![[r#"
        Some("“My site”") None None None None [] {}
        1:8 toml-syntax: these are curly quotation marks, as word processors make them | write straight ones: "My site""#]],
    );
    check(
        "name = \n",
        expect![[r#"
        Some("") None None None None [] {}
        1:8 toml-syntax: there is nothing after the `=` | write a value, or remove the line"#]],
    );
    check(
        "open = Yes\n",
        expect![[r#"
        None None None None None [] {}
        1:8 toml-syntax: `Yes` is not understood here | write true"#]],
    );
    check(
        "open = False\n",
        expect![[r#"
        None None Some(false) None None [] {}
        1:8 toml-syntax: `False` is not understood here | write false"#]],
    );
}

#[test]
fn broken_pieces_are_pointed_at() {
    check(
        "name = 'a'\nname = 'b'\n",
        expect![[r#"
        Some("a") None None None None [] {}
        2:1 toml-syntax: `name` stands in this file twice | keep one of the two"#]],
    );
    check(
        "name = \"C:\\path\"\n",
        expect![[r#"
        Some("C:\\path") None None None None [] {}
        1:12 toml-syntax: a backslash has a meaning of its own in text | write two of them (\\), or a forward slash"#]],
    );
    check(
        "hosts = ['a', 'b'\nsize = 3\nopen = true\n",
        expect![[r#"
        None None None Some(["a", "b", "size", "open"]) None [] {}
        1:18 toml-syntax: the list is broken here | put a comma between its items, and a `]` at its end"#]],
    );
    check(
        "name = 'it's'\n",
        expect![[r#"
        Some("it") None None None None [] {}
        1:12 toml-syntax: something is left over at the end of this line | keep one setting on a line, and put text that holds an apostrophe between "double" quotation marks"#]],
    );
    check(
        "size = 03\n",
        expect![[r#"
            None None None None None [] {}
            1:8 toml-syntax: this line is not understood (unexpected leading zero, expected nothing) | a setting is a name, `=` and a value; text stands between quotation marks, and a list between brackets"#]],
    );
    check(
        "\u{feff}name = 1\r\nsize = 'é' x\r\n",
        expect![[r#"
        None None None None None [] {}
        2:12 toml-syntax: something is left over at the end of this line | keep one setting on a line, and put text that holds an apostrophe between "double" quotation marks
        1:8 toml-wrong-type: `name` should be text in quotation marks, but this is a number | write it like this: name = "…""#]],
    );
    check(
        "[inner\ndeep = true\n",
        expect![[r#"
        None None None None None [] {}
        1:7 toml-syntax: the section's name has no closing bracket | write `]` after the name"#]],
    );
}

#[test]
fn deep_nesting_is_refused_quickly() {
    let (_, said) = read(&SourcePath::new("a.toml"), &format!("hosts = {}", "[".repeat(100_000)), decode);
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn the_keys_can_be_listed() {
    expect!["name size open hosts inner inner.deep door door.name extra"].assert_eq(&keys_asked(decode).join(" "));
}
