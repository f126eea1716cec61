//! `goodturn why`: everything about one page, story or file: whether it is published and why, what it is made of, what leads
//! to it, and what the next build will do with it. Publishes nothing.

mod answer;
mod last;
mod parts;
mod states;

use std::path::Path;

use clap::Args;

use super::asked::Asked;
use super::console::Console;
use super::day::On;
use super::place::At;
use super::settings_told::{self, Told};
use super::{Exit, Format, Refusal, place};
use crate::ground::messages::asked as say;
use crate::ground::text::Lines;
use crate::ground::{Date, Diagnostic, SourcePath, Url, suggest};
use crate::pipeline::account::Account;
use crate::pipeline::hindsight::{Cause, Fate, Hindsight};
use crate::pipeline::{self, Include, Ready, Report, Request, Silent};
use crate::plan::{Page, View};
use crate::settings::{self, Settings};
use crate::shell::disk::Disk;
use crate::shell::{report, source, terminal};
use crate::site::links::back;
use crate::site::routes::{Owner, Target};
use crate::site::{Published, Site};
use crate::theme::Theme;
use answer::{Answer, Next, Place, Standing, Template};

/// Say why a page is there or is not, and what it is made of
#[derive(Args)]
pub(super) struct Arguments {
    /// A story's short name, a file of the site, an address, or a file of the finished site; nothing: all that the last
    /// build made anew
    #[arg(value_name = "WHAT")]
    what: Option<String>,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    on: On,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let today = arguments.on.today(&root)?;
    let disk = Disk::open(&root, &|_| {})?;
    let path = SourcePath::new(settings::FILE);
    let toml = source::text(&root, &path).unwrap_or_default();
    let (settings, _) = Settings::parse(&path, &toml);
    let account = Account::recall(&disk);
    let request = Request::of(root.clone(), Include::default(), today);
    let Some(word) = arguments.what.as_deref() else {
        let (ready, ..) = pipeline::hindsight::hindsight(&request, &disk, &Silent);
        let whole = last::whole(account.as_ref(), ready.as_ref(), &disk);
        match arguments.format {
            Format::Json => terminal::out(&report::one_line(&whole)),
            Format::Text => console.answer(&whole.words()),
        }
        return Ok(Exit::Done);
    };
    let asked = Asked::read(word, &std::env::current_dir().unwrap_or_default(), disk.root(), &settings);
    if asked.elsewhere.is_some() {
        return Err(say::of_another_site(word, &settings.base_url.to_string()).into());
    }
    let (ready, said, hindsight) = pipeline::hindsight::hindsight(&request, &disk, &Silent);
    // What is not published has an address, too, by which it is asked for, and others lead to it.
    let all = Include { drafts: true, future: true, expired: true };
    let (site, _) = pipeline::look(&Request::of(root.clone(), all, today), &disk, &Silent);
    let Some(site) = site else {
        console.say(&said.diagnostics, &root);
        return Ok(Exit::NotDone);
    };
    let case = Case {
        word,
        root: &root,
        disk: &disk,
        toml: &toml,
        settings: &settings,
        today,
        ready: ready.as_ref(),
        said: &said,
        hindsight: &hindsight,
        account: account.as_ref(),
        site: &site,
    };
    let (answer, errors) = case.answer(&asked)?;
    if arguments.format == Format::Json {
        terminal::out(&report::one_line(&answer));
    } else {
        console.answer(&answer.words());
    }
    console.say(&errors, &root);
    Ok(Exit::Done)
}

/// Everything that an answer is found in.
struct Case<'a> {
    word: &'a str,
    root: &'a Path,
    disk: &'a Disk<'a>,
    toml: &'a str,
    settings: &'a Settings,
    today: Date,
    /// The site as the next build would make it; none if it has errors.
    ready: Option<&'a Ready>,
    said: &'a Report,
    hindsight: &'a Hindsight,
    /// What the last build wrote down.
    account: Option<&'a Account>,
    /// The site with all that is not published today.
    site: &'a Site,
}

impl Case<'_> {
    /// What is known of what was asked for, and the errors in it.
    fn answer(&self, asked: &Asked) -> Result<(Answer, Vec<Diagnostic>), Diagnostic> {
        if let Some(source) = asked.sources.iter().find(|path| self.disk.path(path).is_file()) {
            return Ok(self.of_source(source));
        }
        let of_slug = self.all().filter(|one| Some(&one.story.front.slug) == asked.slug.as_ref());
        let of_slug: Vec<&Published> = of_slug.collect();
        let by_address = asked.urls.iter().find_map(|url| self.of_url(url));
        match (by_address, of_slug.as_slice()) {
            (Some(found), _) => Ok(found),
            (None, [one]) => Ok(self.of_source(&one.story.source)),
            (None, [_, _, ..]) => {
                let files: Vec<String> = of_slug.iter().map(|one| one.story.source.to_string()).collect();
                Err(say::several_of_that_name(self.word, &files))
            }
            (None, []) => self.nothing(asked),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Published> {
        self.site.stories.iter().chain(&self.site.pages).chain(&self.site.tombstones)
    }

    fn of_url(&self, url: &Url) -> Option<(Answer, Vec<Diagnostic>)> {
        if let Some(page) = self.ready.and_then(|ready| ready.page(url.as_str())) {
            return Some(self.of_page(page));
        }
        let route = self.site.routes.at(url).filter(|route| route.url == *url)?;
        match &route.owner {
            Owner::Source(source, _) => Some(self.of_source(source)),
            // Everything is in the site that was looked at, so that a page of it may not be there today.
            Owner::Made(name) if self.ready.is_none() => {
                let mut answer = Answer { what: (*name).to_owned(), ..self.blank("broken") };
                answer.because.push("it cannot be made until what is wrong with the site has been mended".to_owned());
                Some((answer, self.errors(&|_| true)))
            }
            Owner::Made(_) => None,
        }
    }

    fn of_source(&self, source: &SourcePath) -> (Answer, Vec<Diagnostic>) {
        let errors = self.errors(&|path| path == source);
        let page = self.ready.and_then(|ready| {
            let (_, url) = ready.site.routes.of_source(source)?;
            ready.page(url.as_str())
        });
        if let Some(page) = page {
            return self.of_page(page);
        }
        let mut answer = Answer { what: format!("{}{source}", place::prefix(self.root)), ..self.blank("source") };
        let published = self.all().find(|one| one.story.source == *source);
        if let Some(out) = self.said.left_out.iter().find(|out| out.source == *source) {
            (answer.state, answer.because) = states::left_out(out, self.today, &self.settings.timezone);
        } else if published.is_some() || source.as_str().ends_with(".md") && !errors.is_empty() {
            answer.state = "broken";
            answer.because.push(self.broken(!errors.is_empty()));
        } else {
            self.of_part(source, &mut answer);
            answer.last_build = self.account.and_then(|account| last::of_source(account, source));
        }
        if let Some(one) = published {
            answer.url = Some(self.settings.base_url.absolute(&one.url));
            self.links(&mut answer, &one.url);
        }
        (answer, errors)
    }

    fn broken(&self, is_own: bool) -> String {
        let count = self.said.diagnostics.iter().filter(|it| it.is_error()).count();
        let errors = report::count(count, "error", "errors");
        if is_own {
            "it is not published: there is something wrong with it".to_owned()
        } else {
            format!("nothing new is published, since the site has {errors}; `goodturn check` names them")
        }
    }

    /// A file that has no page of its own.
    fn of_part(&self, source: &SourcePath, answer: &mut Answer) {
        let path = source.as_str();
        let (state, why) = match path {
            settings::FILE => ("source", "it holds the settings, which have a part in every page".to_owned()),
            _ if path.starts_with("themes/") => self.of_theme(path),
            _ if path.starts_with("private/") => {
                ("private", "it stays at home: nothing of `private/` is published".to_owned())
            }
            _ if path.ends_with("comments.yaml") => {
                ("source", "it holds the comments under the story beside it".to_owned())
            }
            _ if path.starts_with("content/tags/") => {
                ("source", "it introduces a tag, on that tag's page, if a listed story has the tag".to_owned())
            }
            _ if path.starts_with("content/") || path.starts_with("static/") => {
                ("not-used", "it is not published: no text that is published shows it or links to it".to_owned())
            }
            _ => (
                "not-used",
                "it has no part in the site: only `content/`, `static/`, `themes/` and site.toml do".to_owned(),
            ),
        };
        answer.state = state;
        answer.because.push(why);
    }

    fn of_theme(&self, path: &str) -> (&'static str, String) {
        let themes = self.ready.map(|ready| ready.theme.chain.clone()).unwrap_or_default();
        if themes.iter().any(|theme| path.starts_with(&format!("{theme}/"))) {
            ("source", format!("it is a file of the theme in force: {}", themes.join(", then ")))
        } else {
            ("not-used", format!("its theme is not in force: `theme` in site.toml asks for `{}`", self.settings.theme))
        }
    }

    fn of_page(&self, page: &Page) -> (Answer, Vec<Diagnostic>) {
        let mut answer = self.blank("published");
        let Some(ready) = self.ready else { return (answer, Vec::new()) };
        let prefix = place::prefix(self.root);
        answer.what = parts::name(page, &ready.site);
        answer.url = Some(self.settings.base_url.absolute(&page.url));
        self.state(ready, page, &mut answer);
        let file = self.disk.root().join(&self.settings.output).join(page.url.file());
        let path = format!("{prefix}{}/{}", self.settings.output, page.url.file());
        answer.file = Some(Standing { path, is_there: file.exists() });
        let own = ready.sources_of(page, self.disk);
        answer.sources = own.iter().map(|source| format!("{prefix}{source}")).collect();
        match &page.view {
            View::Html(html) => answer.template = template(&ready.theme, html.main.template()),
            View::Asset { path, .. } if own.is_empty() => answer.sources.extend(ready.theme.static_file(path)),
            _ => {}
        }
        let keys = parts::settings(page);
        let told = settings_told::all(&ready.settings, self.toml);
        answer.settings = told.into_iter().filter(|told: &Told| keys.contains(&told.key)).collect();
        self.links(&mut answer, &page.url);
        let (makes_anew, because) = told_fate(&self.hindsight.fate(ready, page, &own));
        answer.next_build = Some(Next { makes_anew, because });
        answer.last_build = self.account.map(|account| last::of_file(account, &page.url.file(), &own));
        let errors = self.errors(&|path| own.contains(path));
        (answer, errors)
    }

    fn state(&self, ready: &Ready, page: &Page, answer: &mut Answer) {
        let site = &ready.site;
        let Some(route) = site.routes.at(&page.url) else { return };
        let of_source = |source: &SourcePath| {
            site.stories.iter().chain(&site.pages).chain(&site.tombstones).find(|one| one.story.source == *source)
        };
        let Owner::Source(source, _) = &route.owner else { return };
        match &route.target {
            Target::Alias => {
                let alias = site.aliases.iter().find(|alias| alias.from == page.url);
                answer.because.extend(
                    alias.map(|alias| format!("it leads to {}, whose file names it under `aliases`", alias.to)),
                );
            }
            Target::Tombstone => {
                let out = site.left_out.iter().find(|out| out.source == *source);
                if let Some(out) = out {
                    (answer.state, answer.because) = states::left_out(out, self.today, &self.settings.timezone);
                }
            }
            Target::Story(_) | Target::Page(_) => {
                if let Some(one) = of_source(source) {
                    (answer.state, answer.because) = states::published(&one.story.front, one.story.kind);
                    answer.because.extend(states::guarded(ready.names()));
                }
            }
            Target::File(_) if source.as_str().starts_with("static/") => {
                answer.because.push("all of `static/` is published".to_owned());
            }
            Target::File(_) => answer.because.push("a text that is published shows it or lies beside it".to_owned()),
            Target::Made => {}
        }
    }

    /// Where links lead to an address or to an old one of it.
    fn links(&self, answer: &mut Answer, url: &Url) {
        let aliases = self.site.aliases.iter().filter(|alias| alias.to == *url).map(|alias| &alias.from);
        let urls: Vec<&Url> = std::iter::once(url).chain(aliases).collect();
        let prefix = place::prefix(self.root);
        let mut known: Option<(SourcePath, Lines)> = None;
        for link in back::leading_to(self.site, &self.settings.base_url, &urls) {
            if known.as_ref().is_none_or(|(path, _)| *path != link.source) {
                let text = source::text(self.root, &link.source).unwrap_or_default();
                known = Some((link.source.clone(), Lines::new(text)));
            }
            let Some((_, lines)) = &known else { continue };
            let at = lines.position(link.span.start as usize);
            let path = format!("{prefix}{}", link.source);
            answer.linked_from.push(Place { path, line: at.line, column: at.column, link: link.written.to_string() });
        }
    }

    /// There is no such thing: perhaps a setting keeps it away; else the nearest name.
    fn nothing(&self, asked: &Asked) -> Result<(Answer, Vec<Diagnostic>), Diagnostic> {
        if let Some((path, keys, needs)) = asked.urls.iter().find_map(|url| parts::switch(url.as_str())) {
            let mut answer = Answer { what: format!("{path} is not there"), ..self.blank("not-there") };
            let told = settings_told::all(self.settings, self.toml);
            answer.settings = told.into_iter().filter(|told| keys.contains(&told.key)).collect();
            let is_off = answer.settings.iter().any(|told| matches!(told.value.as_str(), "false" | "\"\""));
            answer.because.push(if is_off {
                "it is switched off in the settings".to_owned()
            } else {
                format!("it is switched on, and wants {needs}")
            });
            return Ok((answer, Vec::new()));
        }
        let urls: Vec<&str> =
            self.ready.map(|ready| ready.pages.iter().map(|page| page.url.as_str()).collect()).unwrap_or_default();
        let own =
            self.all().flat_map(|one| [one.story.front.slug.as_str(), one.url.as_str(), one.story.source.as_str()]);
        let near = suggest::nearest(self.word, own.chain(urls));
        Err(say::nothing_of_that_name(self.word, near))
    }

    fn blank(&self, state: &'static str) -> Answer {
        Answer { asked: self.word.to_owned(), state, ..Answer::default() }
    }

    fn errors(&self, is_meant: &dyn Fn(&SourcePath) -> bool) -> Vec<Diagnostic> {
        let own = |it: &&Diagnostic| it.is_error() && it.path.as_ref().is_some_and(is_meant);
        self.said.diagnostics.iter().filter(own).cloned().collect()
    }
}

fn template(theme: &Theme, name: &str) -> Option<Template> {
    let file = theme.template_file(name)?.to_string();
    Some(Template { name: name.to_owned(), file, themes: theme.chain.clone() })
}

/// Whether the next build makes a page anew, and why.
fn told_fate(fate: &Fate) -> (bool, String) {
    let why = match fate {
        Fate::Same => return (false, "keeps it as it is: nothing that it is made of has changed".to_owned()),
        Fate::Whole => "nothing usable was kept by an earlier build".to_owned(),
        Fate::New => "the last build did not make it".to_owned(),
        Fate::Anew(cause) => told_cause(cause, "has"),
    };
    (true, format!("makes it anew: {why}"))
}

/// Why a page is another. `has`: as seen from now, or `had` from then.
fn told_cause(cause: &Cause, has: &str) -> String {
    let have = if has == "has" { "have" } else { has };
    match cause {
        Cause::Own(path) => format!("{path} {has} changed"),
        Cause::Theme(path) => format!("{path}, a file of the theme, {has} changed"),
        Cause::Settings => format!("site.toml {has} changed"),
        Cause::Day => format!("a date {has} come or passed since"),
        Cause::Rules => format!("what must not go out (private/names.txt) or what was asked for {has} changed"),
        Cause::Others(paths) => match paths.as_slice() {
            [one] => format!("it shows something of {one}, which {has} changed"),
            [one, rest @ ..] => format!("it shows something of {one} or of {} more that {have} changed", rest.len()),
            [] => format!("something that it shows {has} changed"),
        },
    }
}
