//! Stands at the door of the output: every finished file is looked at once, while its bytes are at hand.
//! Knows what must not go out; knows nothing of where it came from.

use std::fmt;

use super::kind::Kind;
use super::markup::{self, Folded};
use super::privacy::fold::{BREAK, fold, unescaped};
use super::privacy::{self, Allow, List, Names, Place, Private};
use super::third_party::{self, Hosts};
use crate::settings::Settings;

/// What must not go out, ready to be looked for.
pub struct Guard {
    list: Option<List>,
    names: Option<Names>,
    allow: Allow,
    hosts: Hosts,
}

impl fmt::Debug for Guard {
    /// Without the names: they are nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.list.as_ref().map_or(0, |list| list.entries.len());
        f.debug_struct("Guard").field("names", &names).finish_non_exhaustive()
    }
}

/// Something that must not go out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// It says who somebody is.
    Private(Private),
    /// It loads something from this address, which is another host's.
    Loads(String),
}

/// What a thread uses again and again. It changes nothing.
#[derive(Debug, Default)]
pub struct Desk {
    folded: Folded,
    plain: Vec<u8>,
}

impl Guard {
    /// The guard of a site. None: there is no list of names.
    pub fn new(settings: &Settings, list: Option<List>) -> Self {
        let own = settings.base_url.origin().split_once("://").map_or("", |(_, host)| host);
        let hosts = Hosts {
            own: own.to_lowercase(),
            allowed: settings.allow_hosts.iter().map(|host| host.to_lowercase()).collect(),
        };
        Self { names: list.as_ref().and_then(Names::new), list, allow: Allow::of(settings), hosts }
    }

    /// The list of names, if there is one.
    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// The names, ready to be looked for.
    pub(super) fn names(&self) -> Option<&Names> {
        self.names.as_ref()
    }

    /// Looks at a finished file and at where it will stand. Gives each finding once.
    pub fn look(&self, address: &str, kind: Kind, bytes: &[u8], desk: &mut Desk) -> Vec<Finding> {
        let Desk { folded, plain } = desk;
        folded.clear();
        let mut found = Vec::new();
        let mut tell =
            |tag: markup::Tag<'_>| third_party::tag(tag, &self.hosts, &mut |it| found.push(Finding::Loads(it)));
        match kind {
            Kind::Html => markup::read(bytes, folded, &mut tell),
            Kind::Xml => {
                plain.clear();
                markup::unwrapped(bytes, plain);
                // A feed's pictures are loaded by whoever reads it, and the page that they are from is looked at, too.
                markup::read(plain, folded, &mut |_| {});
            }
            Kind::Json => {
                plain.clear();
                unescaped(bytes, plain);
                markup::read(plain, folded, &mut |_| {});
            }
            Kind::Style => {
                fold(bytes, &mut folded.text);
                folded.styles.extend_from_slice(bytes);
            }
            Kind::Script | Kind::Text => fold(bytes, &mut folded.text),
            // Words inside of pictures are mostly markup (XMP), which shows nothing to anybody.
            Kind::Picture => markup::read(bytes, folded, &mut |_| {}),
            Kind::Other => {}
        }
        if !folded.styles.is_empty() {
            third_party::style(&folded.styles, &self.hosts, &mut |it| found.push(Finding::Loads(it)));
        }
        folded.tags.push(BREAK);
        let from = folded.tags.len();
        fold(address.as_bytes(), &mut folded.tags);
        folded.tags[from..].make_ascii_lowercase();
        // What was not markup is made small here.
        if !matches!(kind, Kind::Html | Kind::Xml | Kind::Json | Kind::Picture) {
            folded.text.make_ascii_lowercase();
        }
        let place = if matches!(kind, Kind::Style | Kind::Script | Kind::Picture) { Place::Code } else { Place::Text };
        let names = self.names.as_ref();
        let mut tell = |it: Private| {
            if !self.allows(&it) {
                found.push(Finding::Private(it));
            }
        };
        privacy::look(&folded.text, place, names, &mut tell);
        privacy::look(&folded.tags, Place::Tags, names, &mut tell);
        found.sort();
        found.dedup();
        found
    }

    fn allows(&self, private: &Private) -> bool {
        match private {
            Private::Name(_) => false,
            Private::Email(address) => self.allow.email(address),
            Private::Phone(number) => self.allow.phone(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ground::SourcePath;

    fn found(html: &str) -> Vec<Finding> {
        let path = SourcePath::new("site.toml");
        let (settings, _) = Settings::parse(&path, "base_url = \"https://own.example\"");
        let (list, _) = List::parse(&path, "Maria Rossi\nTom O'Brien\nLi Na");
        Guard::new(&settings, Some(list)).look("/x/", Kind::Html, html.as_bytes(), &mut Desk::default())
    }

    /// What stands around a plant: whole elements and words, none of which is anybody's.
    fn around() -> impl Strategy<Value = String> {
        let pieces = vec![
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<td>",
            " ",
            "\n",
            "a",
            "the 25th",
            "2014-09-01",
            " — ",
            "é",
            "&amp;",
            "&#39;",
            "100 %",
            "<time datetime=\"2014-09-01\">",
            "<a href=\"/x/2014/\" title='a > b'>",
            "<!-- x -->",
            "<script>\"a\\u0020b\"</script>",
            "<style>a{b:c}</style>",
            "<img src=/a.png alt=\"2\">",
            "<x y=\"",
            "\">",
            "12",
            "mar",
            "ross",
            "< ",
            "山",
            "(at)",
            "%41",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        /// Wherever eight bytes or thirty-two are looked at together: what is planted between them is found.
        #[test]
        fn what_is_planted_is_found_whatever_stands_around(
            before in around(),
            after in around(),
            gap in "[ .a-z]{0,33}",
            (plant, finding) in prop::sample::select(vec![
                ("Maria Rossi", "Name(0)"),
                ("M<b>aria</b>\u{ad} Ross&iacute;", "Name(0)"),
                ("TOM O&#39;BRIEN", "Name(1)"),
                ("Li&nbsp;Na", "Name(2)"),
                ("/tom-o-brien/", "Name(1)"),
                ("tom<b>@</b>mail.example", "Email(\"tom@mail.example\")"),
                ("tom (at) mail.example", "Email(\"tom (at) mail.example\")"),
                ("call +44 <b>20</b> 7946 0958", "Phone(\"+44 20 7946 0958\")"),
                ("or 020&nbsp;7946&#8209;0958", "Phone(\"020 7946-0958\")"),
            ]),
        ) {
            let html = format!("{before}</script></style>\"'><p>{gap}</p><p>{plant}</p>{after}");
            let found = format!("{:?}", found(&html));
            prop_assert!(found.contains(finding), "{}: {}", html, found);
        }
    }
}
