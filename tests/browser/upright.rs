//! Pictures that lie on their side in their files and stand upright before a reader: each of the eight ways, in each format
//! that says so, as it is published and in its smaller sizes.

use std::fmt::Write as _;
use std::fs;

use serde_json::json;

use super::common::browser::Browser;
use super::common::host::Host;
use super::common::{PROGRAM, TODAY, command};

#[path = "../pictures/make.rs"]
#[allow(dead_code, reason = "shared with the tests of pictures, which make more")]
mod make;

#[test]
fn pictures_stand_upright_whichever_way_the_camera_was_held() {
    let Some(browser) = Browser::open() else { return };
    for responsive in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), responsive);
        let said = command(PROGRAM, folder.path()).args(["build", "-q", "--today", TODAY]).output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let host = Host::serve(&folder.path().join("public"), "/");
        browser.go(&host.url("/stories/turned/"));
        let faults = browser.run_later(UPRIGHT, &json!([responsive]));
        assert_eq!(faults, json!([]), "smaller sizes: {responsive}");
    }
}

/// A story that shows one picture, stored in eight ways in three formats.
fn write(folder: &std::path::Path, responsive: bool) {
    let story = folder.join("content/stories/turned");
    fs::create_dir_all(&story).unwrap();
    let settings = format!(
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[pictures]\nresponsive = {responsive}\nwidths = [40]\n"
    );
    fs::write(folder.join("site.toml"), settings).unwrap();
    let mut text = "---\ntitle: Turned\ndate: 2020-01-01\n---\n".to_owned();
    for turn in 1..=8_u8 {
        // Four ways lie: what is stored is as high as the picture is wide.
        let (wide, high) = if turn >= 5 { (60, 90) } else { (90, 60) };
        for (kind, bytes) in [
            ("jpg", make::jpeg(wide, high, turn)),
            ("png", make::png(wide.into(), high.into(), turn)),
            ("webp", make::webp(wide.into(), high.into(), turn)),
        ] {
            fs::write(story.join(format!("{kind}-{turn}.{kind}")), bytes).unwrap();
            writeln!(text, "\n![Way {turn}]({kind}-{turn}.{kind})").unwrap();
        }
    }
    fs::write(story.join("index.md"), text).unwrap();
}

/// The bright corner is the first row's and first column's, wherever the way says that those are.
const UPRIGHT: &str = r"
const [smaller, done] = arguments, faults = [];
const corners = { 1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2 };
const look = async image => {
    image.loading = 'eager';
    await image.decode();
    const name = image.currentSrc.split('/').pop(), way = Number(image.alt.slice(4));
    if (Math.abs(image.naturalWidth / image.naturalHeight - 1.5) > 0.1) faults.push(`${name} lies: ${image.naturalWidth} wide`);
    if (smaller !== name.endsWith('.40.webp')) faults.push(`${name} is not what was looked for`);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0);
    const blue = [0, 1, 2, 3].map(at => {
        const [x, y] = [at % 2 ? 0.75 : 0.25, at > 1 ? 0.75 : 0.25];
        return brush.getImageData(x * canvas.width | 0, y * canvas.height | 0, 1, 1).data[2];
    });
    const bright = blue.indexOf(Math.max(...blue));
    if (bright !== corners[way]) faults.push(`${name}: the bright corner is ${bright}, not ${corners[way]}: ${blue}`);
};
Promise.all([...document.querySelectorAll('.prose img')].map(look)).then(all => {
    if (all.length !== 24) faults.push(`${all.length} pictures`);
    done(faults);
}, error => done([String(error)]));";
