//! The site that a blog moves into: one that is there, or a new one that says about itself what the old blog said.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::{Refusal, init, place};
use super::guarded::Seen;
use super::keeper::{self, Keeper};
use crate::ground::messages::import as say;
use crate::ground::{Date, Diagnostic, SourcePath, Url};
use crate::import::model::Sort;
use crate::import::place::old_url;
use crate::import::survey::Survey;
use crate::pipeline::{self, Include, Request, Silent};
use crate::settings::{self, Settings};
use crate::shell::{disk::Disk, source};
use crate::site::Site;

/// Where the blog goes.
pub(in crate::cli) struct House {
    /// The site's folder.
    pub(in crate::cli) root: PathBuf,
    /// Whether there is no site yet.
    pub(super) is_new: bool,
    /// The settings; those of a new site if there is none yet.
    pub(in crate::cli) settings: Settings,
    /// Pages that no import made, or of which the record was lost: their addresses, feed ids and files.
    pub(super) pages: Vec<Standing>,
}

/// A page that stands already.
pub(in crate::cli) struct Standing {
    pub(super) url: Url,
    pub(super) feed_id: String,
    pub(super) path: String,
}

impl House {
    /// Finds the site, or a place for a new one.
    pub(in crate::cli) fn find(into: Option<&Path>) -> Result<Self, Refusal> {
        let root = match into {
            Some(folder) => folder.to_path_buf(),
            None => place::site(None).map_err(|_| say::no_into())?,
        };
        let file = SourcePath::new(settings::FILE);
        let is_new = !root.join(settings::FILE).exists();
        // An import that was cut short left its record; the site was not there yet.
        if is_new && !root.join(keeper::RECORD).exists() {
            init::refuse_strangers(&root).map_err(|(folder, name)| say::into_full_folder(&folder, &name))?;
        }
        let text = source::text(&root, &file).filter(|_| !is_new);
        let settings = text.map_or_else(|| Settings::default_for("New"), |text| Settings::parse(&file, &text).0);
        Ok(Self { root, is_new, settings, pages: Vec::new() })
    }

    /// Looks at what is in the site already.
    pub(super) fn look(&mut self, keeper: &Keeper) -> Result<(), Diagnostic> {
        let site = self.site()?;
        let published = site.iter().flat_map(|site| site.stories.iter().chain(&site.pages));
        let foreign = published.filter(|page| !keeper.knows(page.story.source.as_str()));
        self.pages = foreign
            .map(|page| Standing {
                url: page.url.clone(),
                feed_id: page.story.front.id.as_deref().unwrap_or_default().to_owned(),
                path: page.story.source.to_string(),
            })
            .collect();
        Ok(())
    }

    /// The stories and pages of the site, with its drafts; none if there is no site yet.
    pub(in crate::cli) fn site(&self) -> Result<Option<Site>, Diagnostic> {
        if self.is_new {
            return Ok(None);
        }
        let everything = Include { drafts: true, future: true, expired: true };
        // The day makes no difference where everything is in.
        let today = Date::new(2000, 1, 1).unwrap_or_else(|| Date::from(jiff::civil::Date::ZERO));
        let request = Request::of(self.root.clone(), everything, today);
        let disk = Disk::open(&self.root, &|_| {})?;
        Ok(pipeline::look(&request, &disk, &Silent).0)
    }

    /// How the addresses of new stories are made.
    pub(super) fn permalink(&self, survey: &Survey) -> String {
        let new = pattern(survey).filter(|_| self.is_new);
        new.map_or_else(|| self.settings.permalink.clone(), str::to_owned)
    }

    /// Makes the site, if there is none: its settings, with what the old blog said of itself.
    pub(super) fn found(
        &self,
        survey: &Survey,
        zone: &str,
        hosts: &BTreeSet<String>,
        old_paths: &BTreeSet<String>,
        seen: &Seen,
    ) -> Result<(), Diagnostic> {
        if !self.is_new {
            return Ok(());
        }
        let said = Said { survey, pattern: pattern(survey), zone, hosts, old_paths };
        let allow = seen.list().map(|list| ("allow", list));
        for (path, text) in init::bare(&said.settings().into_iter().chain(allow).collect::<Vec<_>>()) {
            let file = self.root.join(path);
            if file.symlink_metadata().is_err() {
                keeper::create(&file, text.as_bytes())
                    .map_err(|why| crate::ground::messages::cli::cannot_write(&place::name_of(&file), &why))?;
            }
        }
        Ok(())
    }
}

/// What the old blog says of itself.
struct Said<'a> {
    survey: &'a Survey,
    pattern: Option<&'static str>,
    zone: &'a str,
    hosts: &'a BTreeSet<String>,
    old_paths: &'a BTreeSet<String>,
}

impl Said<'_> {
    /// The settings as pairs of a key and its value in TOML; only those that can be read again.
    fn settings(&self) -> Vec<(&'static str, String)> {
        let blog = &self.survey.blog;
        let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let title = if blog.title.is_empty() { "An old blog" } else { &blog.title };
        let mut all = vec![("title", text(title))];
        let mut add = |key, value: String| {
            let line = format!("title = \"x\"\n{key} = {value}\n");
            let (_, said) = Settings::parse(&SourcePath::new(settings::FILE), &line);
            if said.iter().all(|one| !one.is_error()) {
                all.push((key, value));
            }
        };
        if !blog.tagline.is_empty() {
            add("tagline", text(&blog.tagline));
        }
        if !blog.language.is_empty() {
            add("language", text(&language(&blog.language)));
        }
        if !self.zone.is_empty() {
            add("timezone", text(self.zone));
        }
        if let (Some(author), 1) = (self.survey.authors.first(), self.survey.authors.len()) {
            add("author", text(author));
        }
        if let Some(pattern) = self.pattern {
            add("permalink", text(pattern));
        }
        if !self.hosts.is_empty() {
            let hosts: Vec<String> = self.hosts.iter().map(|host| text(host)).collect();
            add("allow_hosts", format!("[{}]", hosts.join(", ")));
        }
        if !self.old_paths.is_empty() {
            let paths: Vec<String> = self.old_paths.iter().map(|path| text(path)).collect();
            add("also_here", format!("[{}]", paths.join(", ")));
        }
        all
    }
}

/// Names of languages that Blogger still uses, and nobody else since: old, new.
const RENAMED: [(&str, &str); 5] = [("in", "id"), ("iw", "he"), ("ji", "yi"), ("jw", "jv"), ("mo", "ro")];

/// The language by its name of today.
fn language(said: &str) -> String {
    let said = said.replace('_', "-");
    let (name, rest) = said.split_at(said.find('-').unwrap_or(said.len()));
    let new = RENAMED.iter().find(|(old, _)| name.eq_ignore_ascii_case(old)).map_or(name, |(_, new)| new);
    format!("{new}{rest}")
}

/// The patterns of addresses that old blogs have, so that new stories get addresses of the same form.
const PATTERNS: [&str; 5] =
    ["/:year/:month/:slug.html", "/:year/:month/:day/:slug/", "/:year/:month/:slug/", "/:slug/", "/blog/:slug/"];

/// The pattern that all old addresses of posts follow.
fn pattern(survey: &Survey) -> Option<&'static str> {
    let posts = survey.facts.iter().filter(|fact| fact.is_published && fact.sort == Sort::Post);
    let urls: Vec<Url> = posts.filter_map(|fact| old_url(&fact.link).ok()).collect();
    PATTERNS.into_iter().find(|pattern| !urls.is_empty() && urls.iter().all(|url| follows(url.as_str(), pattern)))
}

fn follows(url: &str, pattern: &str) -> bool {
    let (parts, wanted): (Vec<&str>, Vec<&str>) = (url.split('/').collect(), pattern.split('/').collect());
    let number = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == wanted.len()
        && parts.iter().zip(wanted).all(|(part, wanted)| match wanted {
            ":year" => number(part, 4),
            ":month" | ":day" => number(part, 2),
            ":slug.html" => part.ends_with(".html"),
            ":slug" => !part.is_empty() && !part.contains('.'),
            other => *part == other,
        })
}
