//! `goodturn check --old-urls`: proves that old addresses still lead somewhere in the site that was built.

use std::io::Read as _;
use std::path::Path;

use serde::Serialize;

use crate::cli::console::Console;
use crate::cli::{Exit, Format, Refusal, place};
use crate::ground::messages::{cli as said_of_files, import as say};
use crate::ground::{Diagnostic, SourcePath, Url};
use crate::import::links::list_for;
use crate::import::place::old_url;
use crate::settings::{self, Overrides, Settings};
use crate::shell::{report, source, terminal};
use crate::site::also_here;

/// Looks up each address of the list in `file`.
pub(super) fn run(arguments: &super::Arguments, file: &Path, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let path = SourcePath::new(settings::FILE);
    let (mut settings, mut said) = Settings::parse(&path, &source::text(&root, &path).unwrap_or_default());
    settings.overrule(&Overrides { base_url: arguments.base_url.clone(), theme: None }, &mut said);
    let output = arguments.output.clone().unwrap_or_else(|| root.join(&settings.output));
    if !output.join("index.html").is_file() {
        return Err(say::not_built(&place::name_of(&output)).into());
    }
    let text = read(file)?;
    if text.contains("<sitemapindex") {
        return Err(say::list_of_sitemaps(&place::name_of(file)).into());
    }
    let addresses = addresses(&text);
    if addresses.is_empty() {
        return Err(say::no_addresses(&place::name_of(file)).into());
    }
    let base = settings.base_url.path().to_owned();
    let all: Vec<Checked> =
        addresses.into_iter().map(|address| checked(address, &output, &base, &settings.also_here)).collect();
    let missing: Vec<&Checked> = all.iter().filter(|one| one.stands == Stands::Nothing).collect();
    if arguments.format == Format::Json {
        terminal::out(&report::one_line(&all));
    } else {
        let said: Vec<Diagnostic> =
            missing.iter().map(|one| say::nothing_stands(&one.address, one.why.as_deref())).collect();
        console.say(&said, Path::new(""));
        console.answer(&closing_line(&all));
    }
    Ok(if missing.is_empty() { Exit::Done } else { Exit::NotDone })
}

/// What stands at an old address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Stands {
    Page,
    Redirect,
    File,
    /// What something else serves, as `also_here` of site.toml says.
    Elsewhere,
    Nothing,
}

/// One old address, and what stands there now.
#[derive(Debug, Serialize)]
struct Checked {
    address: String,
    stands: Stands,
    why: Option<String>,
}

/// The longest list that is read, in bytes: what a sitemap may be.
const LONGEST: u64 = 50 << 20;
/// How a packed file begins (RFC 1952); WordPress's plug-ins hand out `sitemap.xml.gz`.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What stands at an address, whatever host and whatever query it has.
fn checked(address: String, output: &Path, base: &str, others: &[String]) -> Checked {
    let path =
        address.split_once("://").map_or(address.as_str(), |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let path = path.split('#').next().unwrap_or(path);
    let is_home = path.split('?').next() == Some("/") && !path.contains("p=");
    let url = if is_home { Ok(Url::root()) } else { old_url(path) };
    let url = match url {
        Ok(url) => url,
        Err(why) => return Checked { address, stands: Stands::Nothing, why: Some(why) },
    };
    // A site below a folder of its host has its addresses below that folder.
    let inside = url.as_str().strip_prefix(base.trim_end_matches('/')).and_then(|inside| Url::parse(inside).ok());
    let bare = url.as_str().trim_end_matches('/').to_owned();
    let files = [Some(url.file()), inside.map(|url| url.file()), Some(bare[1.min(bare.len())..].to_owned())];
    let stands = files.into_iter().flatten().filter(|file| !file.is_empty()).map(|file| stands(&output.join(file)));
    let is_elsewhere = || also_here::covers(others, base.trim_end_matches('/'), path);
    let otherwise = || if is_elsewhere() { Stands::Elsewhere } else { Stands::Nothing };
    let stands = stands.into_iter().find(|stands| *stands != Stands::Nothing).unwrap_or_else(otherwise);
    let list = if stands == Stands::Nothing { list_for(path) } else { None };
    let why = list.map(|new| {
        format!("the old blog made this list by itself; `{new}` stands for it here, and a host with redirects of its own can lead there")
    });
    Checked { address, stands, why }
}

fn stands(file: &Path) -> Stands {
    if !file.is_file() {
        return Stands::Nothing;
    }
    let is_page = file.extension().is_some_and(|end| end == "html" || end == "htm");
    match std::fs::read(file) {
        Ok(bytes) if is_page && String::from_utf8_lossy(&bytes).contains("http-equiv=\"refresh\"") => Stands::Redirect,
        Ok(_) if is_page => Stands::Page,
        Ok(_) => Stands::File,
        Err(_) => Stands::Nothing,
    }
}

/// The addresses of a sitemap, or of a list; each once.
fn addresses(text: &str) -> Vec<String> {
    let all: Vec<String> = if text.contains("<loc>") {
        let parts = text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
        parts
            .map(|loc| loc.replace("<![CDATA[", "").replace("]]>", "").replace("&amp;", "&").trim().to_owned())
            .collect()
    } else {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    let mut seen = std::collections::BTreeSet::new();
    all.into_iter().filter(|address| !address.is_empty() && seen.insert(address.clone())).collect()
}

fn read(file: &Path) -> Result<String, Diagnostic> {
    let name = place::name_of(file);
    let facts = std::fs::metadata(file).map_err(|why| said_of_files::cannot_read(&name, &why))?;
    if !facts.is_file() || facts.len() > LONGEST {
        let why = std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is no list of addresses");
        return Err(said_of_files::cannot_read(&name, &why));
    }
    let mut bytes = std::fs::read(file).map_err(|why| said_of_files::cannot_read(&name, &why))?;
    if bytes.starts_with(GZIP) {
        bytes = unpacked(&bytes).map_err(|why| said_of_files::cannot_read(&name, &why))?;
    }
    Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
}

/// What a packed sitemap holds, up to the length that any may have.
fn unpacked(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).take(LONGEST + 1).read_to_end(&mut whole)?;
    if whole.len() as u64 > LONGEST {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            "it is longer than any sitemap when unpacked",
        ));
    }
    Ok(whole)
}

fn closing_line(all: &[Checked]) -> String {
    let count = |stands: Stands| all.iter().filter(|one| one.stands == stands).count();
    let number = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut parts = vec![
        (count(Stands::Page), number(count(Stands::Page), "page", "pages")),
        (count(Stands::Redirect), number(count(Stands::Redirect), "redirect", "redirects")),
        (count(Stands::File), number(count(Stands::File), "file", "files")),
        (count(Stands::Elsewhere), format!("{} served by something else", count(Stands::Elsewhere))),
        (count(Stands::Nothing), format!("nothing at {}", count(Stands::Nothing))),
    ];
    parts.retain(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
    format!("{}: {}", number(all.len(), "old address", "old addresses"), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn a_sitemap_and_a_list_both_do() {
        let sitemap = "<urlset><url><loc>https://a.example/x/?a=1&amp;b=2</loc></url><url><loc> <![CDATA[/y]]></loc></url></urlset>";
        assert_eq!(addresses(sitemap), ["https://a.example/x/?a=1&b=2", "/y"]);
        assert_eq!(addresses("# old\n/x\n\n/x\r\n/y/\n"), ["/x", "/y/"]);
    }
}
