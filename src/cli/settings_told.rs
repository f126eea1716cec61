//! The settings in force, each with the line of site.toml that it is from. Knows their names and how they are written; knows
//! nothing of what they do.

use serde::Serialize;

use crate::settings::{Reading, Settings};

/// A setting as it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// `feeds.atom`
    pub(super) key: &'static str,
    /// As it would be written in site.toml.
    pub(super) value: String,
    /// The line of site.toml; none if nobody set it.
    pub(super) line: Option<usize>,
}

/// All of them, in the order of site.toml's reference.
pub(super) fn all(settings: &Settings, text: &str) -> Vec<Told> {
    let told = |(key, value): (&'static str, String)| Told { key, value, line: line_of(text, key) };
    values(settings).into_iter().map(told).collect()
}

fn values(s: &Settings) -> Vec<(&'static str, String)> {
    let text = |text: &str| format!("{text:?}");
    let maybe = |it: &Option<String>| it.as_deref().map_or_else(|| "\"\"".to_owned(), text);
    let reading = if s.reading == Reading::Easy { "easy" } else { "normal" };
    let menu: Vec<&str> = s.menu.iter().map(|item| item.name.as_str()).collect();
    vec![
        ("title", text(&s.title)),
        ("tagline", text(&s.tagline)),
        ("description", text(&s.description)),
        ("base_url", text(&s.base_url.to_string())),
        ("language", text(&s.language)),
        ("author", maybe(&s.author)),
        ("email", maybe(&s.email)),
        ("timezone", text(&s.timezone)),
        ("theme", text(&s.theme)),
        ("output", text(&s.output)),
        ("per_page", s.per_page.to_string()),
        ("permalink", text(&s.permalink)),
        ("reading", text(reading)),
        ("allow_hosts", format!("{:?}", s.allow_hosts)),
        ("also_here", format!("{:?}", s.also_here)),
        ("cards", s.cards.to_string()),
        ("menu", format!("{menu:?}")),
        ("markdown.raw_html", s.markdown.raw_html.to_string()),
        ("markdown.smart_punctuation", s.markdown.smart_punctuation.to_string()),
        ("feeds.atom", s.feeds.atom.to_string()),
        ("feeds.json", s.feeds.json.to_string()),
        ("feeds.tags", s.feeds.tags.to_string()),
        ("feeds.comments", s.feeds.comments.to_string()),
        ("feeds.size", s.feeds.size.to_string()),
        ("feeds.full_text", s.feeds.full_text.to_string()),
        ("pages.tags", s.pages.tags.to_string()),
        ("pages.authors", s.pages.authors.to_string()),
        ("pages.series", s.pages.series.to_string()),
        ("pages.archive", s.pages.archive.to_string()),
        ("pages.almanac", s.pages.almanac.to_string()),
        ("pages.pass_it_on", s.pages.pass_it_on.to_string()),
        ("pages.find", s.pages.find.to_string()),
        ("pages.sitemap", s.pages.sitemap.to_string()),
        ("pages.robots", s.pages.robots.to_string()),
        ("pictures.responsive", s.pictures.responsive.to_string()),
        ("pictures.widths", format!("{:?}", s.pictures.widths)),
        ("pictures.quality", s.pictures.quality.to_string()),
        ("hosting.relative", s.hosting.relative.to_string()),
        ("hosting.redirects", s.hosting.redirects.to_string()),
        ("hosting.headers", s.hosting.headers.to_string()),
        ("hosting.nojekyll", s.hosting.nojekyll.to_string()),
        ("hosting.cname", maybe(&s.hosting.cname)),
        ("privacy.allow", format!("{} of your own", s.privacy.allow.len())),
        ("consent.required", s.consent.required.to_string()),
    ]
}

/// The line on which site.toml sets a key, counted from 1: by its section, or by its whole name with a dot.
pub(super) fn line_of(text: &str, key: &str) -> Option<usize> {
    let mut section = String::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[') {
            name.trim_start_matches('[').split(']').next().unwrap_or_default().trim().clone_into(&mut section);
            if section == key {
                return Some(number);
            }
            continue;
        }
        let name = line.split('=').next().unwrap_or_default().trim().trim_matches('"');
        let whole = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
        if line.contains('=') && whole == key {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_settings_is_told() {
        let told: Vec<&str> = values(&Settings::default_for("x")).into_iter().map(|(key, _)| key).collect();
        let sections = ["markdown", "feeds", "pages", "pictures", "hosting", "privacy", "consent", "extra"];
        let wanted = Settings::keys();
        let wanted = wanted.iter().filter(|key| !sections.contains(&key.as_str()) && !key.starts_with("menu."));
        let missing: Vec<&String> = wanted.filter(|key| !told.contains(&key.as_str())).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn lines_are_found_in_sections_and_with_dots() {
        let text =
            "title = 'x'\nfeeds.atom = false\n# theme = 'y'\n[pages]\ntitle = 1\n tags = true\n[[menu]]\nname = 'a'";
        let of = |key| line_of(text, key);
        assert_eq!(
            [of("title"), of("feeds.atom"), of("pages.tags"), of("menu"), of("theme")],
            [Some(1), Some(2), Some(6), Some(7), None]
        );
    }
}
