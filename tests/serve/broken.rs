//! Broken, and mended (P13, P17): the last good page stays, the browser is told, and told again when it is over.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

use crate::common::{PROGRAM, command};
use crate::server::{PATIENCE, SITE, Server, UMBRELLA, serve, small, write};

const FILE: &str = "content/stories/umbrella.md";
const PAGE: &str = "/stories/umbrella/";
const BROKEN: &str = "---\ntitle: \"The umbrella\ndate: 2012-01-03\n---\nIt hung.\n";

#[test]
fn a_broken_save_leaves_the_last_good_page_and_says_why_until_it_is_mended() {
    let server = small();
    let good = server.get(PAGE);
    let mut line = server.listen(PAGE, &good.print());
    assert_eq!(line.news().unwrap()["faults"].as_array().unwrap().len(), 0);
    server.write(FILE, BROKEN);
    let news = line.news().unwrap();
    assert_eq!(news["page"], false);
    expect_test::expect![[r#"
        error: the quotation mark `"` is never closed
          ┌ content/stories/umbrella.md:2:8
        2 │ title: "The umbrella
          │        ^^^^^^^^^^^^^
          └ help: write another `"` at the end of the text"#]]
    .assert_eq(news["faults"][0]["text"].as_str().unwrap());
    assert_eq!(news["faults"][0]["place"], "content/stories/umbrella.md:2:8");
    let file = fs::canonicalize(server.path(FILE)).unwrap();
    assert_eq!(news["faults"][0]["href"], format!("vscode://file{}:2:8", file.display()));
    assert_eq!(server.get(PAGE).body, good.body, "the last good page stays");
    assert_eq!(server.get("/stories/thermos/").status, 200);
    server.write(FILE, UMBRELLA.replace("June", "July"));
    let news = line.news().unwrap();
    assert_eq!((&news["page"], news["faults"].as_array().unwrap().len()), (&true.into(), 0));
    assert!(server.get(PAGE).text().contains("July"), "when the word comes the page is already new");
}

#[test]
fn a_page_that_nobody_had_seen_is_there_too_when_its_source_is_broken() {
    let server = small();
    server.write(FILE, BROKEN);
    while server.event()["good"] != false {}
    let page = server.get(PAGE);
    assert!(page.status == 200 && page.text().contains("It hung on our gate in June."), "{}", page.text());
}

#[test]
fn so_it_is_if_a_build_had_read_it_and_the_server_had_not() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "site.toml", SITE);
    write(folder.path(), FILE, UMBRELLA);
    // A file that was just written is read again in any case.
    std::thread::sleep(Duration::from_millis(100));
    let built = command(PROGRAM, folder.path()).args(["build", "-q", "--drafts"]).status().unwrap();
    assert!(built.success());
    let server = Server::start(folder, &[]);
    server.until("/", |answer| answer.status == 200);
    std::thread::sleep(Duration::from_millis(300));
    server.write(FILE, BROKEN);
    while server.event()["good"] != false {}
    let page = server.get(PAGE);
    assert!(page.status == 200 && page.text().contains("It hung on our gate in June."), "{}", page.text());
}

#[test]
fn it_starts_with_a_broken_site_and_shows_what_is_wrong() {
    let server = serve(&[(FILE, BROKEN)], &[]);
    assert_eq!(server.ready["good"], false);
    assert_eq!(server.ready["diagnostics"][0]["line"], 2);
    for path in ["/", PAGE, "/nothing"] {
        let page = server.get(path);
        assert_eq!(page.status, 503, "{path}");
        assert!(page.text().contains("is never closed"), "{path}");
        assert_eq!(page.print(), "fault");
    }
    let mut line = server.listen("/", "fault");
    assert_eq!(line.news().unwrap()["page"], false);
    server.write(FILE, UMBRELLA);
    assert_eq!(line.news().unwrap()["page"], true);
    assert_eq!(server.get(PAGE).status, 200);
}

#[test]
fn settings_and_templates_broken_and_mended() {
    let server = serve(&[(FILE, UMBRELLA), ("themes/hearth/templates/404.html", "<p>Nothing.</p>")], &[]);
    let good = server.get(PAGE).body;
    let breaks = [
        ("site.toml", "title = \n", SITE),
        ("site.toml", "titel = \"x\"\n", SITE),
        ("themes/hearth/templates/404.html", "{% if %}", "<p>Nothing.</p>"),
        ("themes/hearth/templates/404.html", "{{ page.title | date(format=3) }}", "<p>Nothing.</p>"),
        ("themes/hearth/theme.toml", "nmae = \"x\"\n", "goodturn = \">=0.1\"\n"),
    ];
    for (path, broken, mended) in breaks {
        server.write(path, broken);
        let event = until_round(&server, false);
        assert!(event["diagnostics"][0]["message"].is_string(), "{event}");
        assert_eq!(server.get("/nothing").status, 404, "{path}");
        assert_eq!(server.get(PAGE).body, good, "{path}: {broken}");
        server.write(path, mended);
        until_round(&server, true);
    }
    fs::remove_file(server.path("site.toml")).unwrap();
    until_round(&server, false);
    assert_eq!(server.get(PAGE).body, good);
    server.write("site.toml", SITE);
    until_round(&server, true);
}

fn until_round(server: &Server, good: bool) -> serde_json::Value {
    loop {
        let event = server.event();
        if event["good"] == good {
            return event;
        }
    }
}

/// No event tells when a machine has handles again.
#[test]
fn what_the_machine_could_not_read_is_read_a_little_later() {
    let server = small();
    let pid = Pid::from_raw(server.pid().cast_signed());
    let limit = |current: u64| {
        let maximum = getrlimit(Resource::Nofile).maximum;
        prlimit(pid, Resource::Nofile, Rlimit { current: Some(current), maximum }).unwrap()
    };
    let before = limit(3);
    server.write(FILE, UMBRELLA.replace("June", "July"));
    let round = until_round(&server, false);
    assert!(round.to_string().contains("cannot be read"), "{round}");
    limit(before.current.unwrap());
    until_round(&server, true);
    server.until_says(PAGE, "July");
}

/// A folder is checked out anew, or moved away and copied back, while it is served.
#[test]
fn another_folder_under_the_name_of_the_site() {
    let server = small();
    let root = server.root().to_path_buf();
    let beside = |name: &str| root.with_file_name(format!("{}.{name}", root.file_name().unwrap().display()));
    let (old, new) = (beside("old"), beside("new"));
    fs::create_dir_all(new.join("content/stories")).unwrap();
    fs::write(new.join("site.toml"), SITE).unwrap();
    fs::write(new.join("content/stories/umbrella.md"), UMBRELLA.replace("June", "July")).unwrap();
    fs::rename(&root, &old).unwrap();
    fs::rename(&new, &root).unwrap();
    server.until_says(PAGE, "July");
    server.until_gone("/stories/thermos/");
    server.write("content/stories/umbrella.md", UMBRELLA.replace("June", "August"));
    server.until_says(PAGE, "August");
    // A page that is shown early is whole only when all has been looked at.
    while server.event_within(Duration::from_secs(1)).is_some() {}
    // Away for longer than any event takes, and back.
    fs::rename(&root, &new).unwrap();
    until_round(&server, false);
    let answer = server.get(PAGE);
    assert!(answer.text().contains("August"), "{} {}", answer.status, answer.text());
    std::thread::sleep(Duration::from_secs(1));
    fs::rename(&old, &root).unwrap();
    server.until_says(PAGE, "June");
    server.write("content/stories/umbrella.md", UMBRELLA.replace("June", "May"));
    server.until_says(PAGE, "May");
    fs::remove_dir_all(&new).unwrap();
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error_and_not_an_empty_folder() {
    if rustix::process::geteuid().is_root() {
        return;
    }
    let server = small();
    let folder = server.path("content/stories");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    until_round(&server, false);
    assert_eq!(server.get(PAGE).status, 200);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    until_round(&server, true);
}

#[test]
fn everybody_is_told_what_concerns_him() {
    let server = small();
    let (one, two) = (server.get(PAGE).print(), server.get("/stories/thermos/").print());
    let (mut first, mut same) = (server.listen(PAGE, &one), server.listen(PAGE, &one));
    let mut other = server.listen("/stories/thermos/", &two);
    let mut late = server.listen(PAGE, "yesterday");
    assert_eq!(first.news().unwrap()["page"], false);
    assert_eq!(same.news().unwrap()["page"], false);
    assert_eq!(other.news().unwrap()["page"], false);
    assert_eq!(late.news().unwrap()["page"], true, "who shows an old page hears so at once");
    server.write(FILE, UMBRELLA.replace("June", "July"));
    assert_eq!(first.news().unwrap()["page"], true);
    assert_eq!(same.news().unwrap()["page"], true);
    server.write("static/x.svg", "<svg/>");
    server.until("/x.svg", |answer| answer.status == 200);
    server.write("static/x.svg", "<svg />");
    assert_eq!(first.news().unwrap()["files"][0], "/x.svg");
    assert_eq!(other.news().unwrap()["files"][0], "/x.svg", "nothing else concerned it");
}

#[test]
fn whoever_comes_back_after_a_restart_is_told_whether_the_page_is_another() {
    let server = small();
    let print = server.get(PAGE).print();
    let folder = server.stop();
    let server = Server::start(folder, &[]);
    assert_eq!(server.listen(PAGE, &print).news().unwrap()["page"], false);
    let folder = server.stop();
    fs::write(folder.path().join(FILE), UMBRELLA.replace("June", "July")).unwrap();
    let server = Server::start(folder, &[]);
    assert_eq!(server.listen(PAGE, &print).news().unwrap()["page"], true);
    assert!(PATIENCE.as_secs() > 1);
}

#[test]
fn what_the_guard_refuses_is_said_as_any_other_fault() {
    let server =
        serve(&[(FILE, UMBRELLA), ("private/names.txt", "Maria Rossi\n"), ("static/hello.txt", "Hello.\n")], &[]);
    let good = server.get(PAGE);
    let mut line = server.listen("/", &server.get("/").print());
    assert_eq!(line.news().unwrap()["faults"].as_array().unwrap().len(), 0);
    for (file, text, code) in [
        (FILE, format!("{UMBRELLA}\nMaria Rossi sat.\n"), "private-name"),
        (FILE, format!("{UMBRELLA}\nShe rang 07700900123 twice.\n"), "private-phone"),
        ("static/hello.txt", "Hello, 07700900123.\n".to_owned(), "private-phone"),
    ] {
        let whole = fs::read_to_string(server.path(file)).unwrap();
        server.write(file, text);
        // Nobody looks at that page, and yet it is told in the browser and in the terminal.
        let news = line.news().unwrap();
        assert_eq!(news["faults"].as_array().unwrap().len(), 1, "{file} {code}: {news}");
        let event = server.event();
        assert_eq!(
            (&event["good"], &event["diagnostics"].as_array().unwrap().last().unwrap()["code"]),
            (&false.into(), &code.into()),
            "{file}: {event}"
        );
        assert_eq!(server.get(PAGE).body, good.body, "the last good page stays");
        server.write(file, whole);
        while !line.news().unwrap()["faults"].as_array().unwrap().is_empty() {}
        while server.event()["good"] != true {}
    }
}

#[test]
fn where_the_guard_refuses_a_page_at_first_the_others_are_shown() {
    let server = serve(
        &[(FILE, &format!("{UMBRELLA}\nAnd on and on. {}\n\nShe rang 07700900123 twice.\n", "It rained. ".repeat(60)))],
        &[],
    );
    assert_eq!(server.ready["good"], false);
    assert_eq!(server.ready["diagnostics"][0]["code"], "private-phone");
    assert_eq!(server.get("/archive/").status, 200);
    assert_eq!(server.get(PAGE).status, 503);
}
