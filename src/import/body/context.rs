//! What a body is converted with: where addresses lead now, what was met, and what was left out, told once each.

use std::collections::BTreeSet;

use super::parts::Inline;
use super::pictures::shortened;
use super::tree::{Data, Id, Tree};
use super::{Asked, Loss, Origin, Seen, Use};
use crate::import::remote;
use crate::story::markdown::can_be_followed;

/// What is kept in mind while a body is walked.
pub(super) struct Context<'a> {
    asked: &'a Asked<'a>,
    /// The places of this text that its own links lead to.
    targets: BTreeSet<String>,
    /// Those of them that are there.
    places: BTreeSet<String>,
    /// Those that stand in the text already: a place is one.
    told: BTreeSet<String>,
    pub pictures: Vec<Seen>,
    pub links: Vec<Seen>,
    pub kept: Losses,
    pub left_out: Losses,
}

/// Things of which something was lost, each once, with how many times it was met.
#[derive(Clone, Default)]
pub(super) struct Losses(Vec<(Loss, usize)>);

impl Losses {
    /// Something was lost.
    pub fn add(&mut self, what: impl Into<String>, why: &str) {
        let what = what.into();
        // A body has few kinds of losses; one that has many is no body that anybody wrote.
        let known = self.0.iter_mut().take(200).find(|(loss, _)| loss.what == what && loss.why == why);
        match known {
            Some((_, count)) => *count += 1,
            None => self.0.push((Loss { what, why: why.to_owned() }, 1)),
        }
    }

    /// All losses, in the order in which they were met.
    pub fn told(self) -> Vec<Loss> {
        let told = |(loss, count): (Loss, usize)| {
            if count == 1 { loss } else { Loss { what: format!("{} ({count} times)", loss.what), why: loss.why } }
        };
        self.0.into_iter().map(told).collect()
    }
}

impl<'a> Context<'a> {
    pub fn new(asked: &'a Asked<'a>, tree: &Tree) -> Self {
        let leads =
            |id| tree.attribute(id, "href")?.trim().split_once('#').map(|(_, it)| it).filter(|it| !it.is_empty());
        let targets = tree.all(tree.root()).filter(|id| tree.name(*id) == "a").filter_map(leads);
        let targets: BTreeSet<String> = targets.map(str::to_owned).collect();
        let mut places = BTreeSet::new();
        for id in tree.all(tree.root()).filter(|_| !targets.is_empty()) {
            let names = [tree.attribute(id, "id"), tree.attribute(id, "name").filter(|_| tree.name(id) == "a")];
            places.extend(names.into_iter().flatten().filter(|name| targets.contains(*name)).map(str::to_owned));
        }
        Self {
            asked,
            targets,
            places,
            told: BTreeSet::new(),
            pictures: Vec::new(),
            links: Vec::new(),
            kept: Losses::default(),
            left_out: Losses::default(),
        }
    }

    /// Where the body was written.
    pub fn origin(&self) -> Origin {
        self.asked.origin
    }

    /// Where an address leads now, if a browser can follow it, and, if it is a picture's, a site can show it.
    pub fn address(&self, written: &str, used: Use) -> Option<String> {
        let found = self.found(written, used)?;
        if used == Use::Picture { remote::shown(&found) } else { Some(found) }
    }

    fn found(&self, written: &str, used: Use) -> Option<String> {
        let written: String = written.trim().chars().filter(|c| !c.is_control()).collect();
        if let Some(new) = (self.asked.rewrite)(&written, used) {
            return Some(new);
        }
        if self.leads_to_no_place(&written) {
            return None;
        }
        (is_usual(&written, used) && can_be_followed(&written)).then_some(written)
    }

    /// Whether a link leads to a place of this text that the text does not have.
    fn leads_to_no_place(&self, written: &str) -> bool {
        let place = written.trim().strip_prefix('#').unwrap_or("");
        !place.is_empty() && place != "top" && !self.places.contains(place)
    }

    /// Notes a link that has no address.
    pub fn no_link(&mut self, written: &str) {
        let why = if self.leads_to_no_place(written) {
            "the text has no such place; the old blog's pages may have had it"
        } else {
            "a browser could not follow it without harm"
        };
        self.left_out.add(format!("the link to {}", shortened(written)), why);
    }

    /// The new address of a picture, if it has one.
    pub fn moved(&self, written: &str) -> Option<String> {
        (self.asked.rewrite)(written, Use::Picture).as_deref().and_then(remote::shown)
    }

    /// A link whose words are its address.
    pub fn link_to(&mut self, written: &str) -> Option<Vec<Inline>> {
        let to = self.address(written, Use::Link)?;
        self.links.push(Seen { was: written.to_owned(), is: to.clone(), alt: None });
        Some(vec![Inline::Link { to, title: String::new(), words: vec![Inline::Text(written.to_owned())] }])
    }

    /// The name of an element that this text leads to, unless it was told already.
    pub fn target(&mut self, tree: &Tree, id: Id) -> Option<String> {
        if self.targets.is_empty() {
            return None;
        }
        let names = [tree.attribute(id, "id"), tree.attribute(id, "name").filter(|_| tree.name(id) == "a")];
        let name = names.into_iter().flatten().find(|name| self.places.contains(*name))?;
        self.told.insert(name.to_owned()).then(|| name.to_owned())
    }

    /// Takes back the places that did not come to stand in the text, so that nothing leads to them. False if all do.
    pub fn gives_up_places(&mut self, markdown: &str) -> bool {
        let stands = |name: &String| {
            markdown.contains(&format!(" id=\"{name}\"")) || markdown.contains(&format!(" {{#{name}}}"))
        };
        let before = self.places.len();
        self.places.retain(stands);
        self.places.len() < before
    }

    /// As it was before anything was walked, with the places that are left.
    pub fn anew(self) -> Self {
        let Self { asked, targets, places, .. } = self;
        let (told, pictures, links) = Default::default();
        Self { asked, targets, places, told, pictures, links, kept: Losses::default(), left_out: Losses::default() }
    }

    /// Notes what an element has on it that does not come along.
    pub fn look_at(&mut self, tree: &Tree, id: Id) {
        let Data::Element(_, attributes) = tree.data(id) else { return };
        for attribute in attributes {
            let name = &*attribute.name.local;
            if name.len() > 2 && name.starts_with("on") {
                self.left_out.add(format!("{name}=\"…\""), "nothing in an imported text may run");
            } else if name == "style" && !attribute.value.trim().is_empty() {
                self.left_out
                    .add("colours, sizes and places of words (style=\"…\")", "the theme decides how a story looks");
            }
        }
    }

    /// Whether an element is not for readers, or may not stand in a story.
    pub fn leaves_out(&mut self, tree: &Tree, id: Id) -> bool {
        let name = tree.name(id);
        let (what, why) = match name {
            "" => ("a drawing or a formula", "it is made of elements that could run something"),
            "script" => ("a script", "nothing in an imported text may run"),
            "style" | "link" => ("a style sheet", "the theme decides how a story looks"),
            "noscript" | "noembed" | "noframes" => {
                ("a note for browsers that lack something", "few readers ever saw it")
            }
            "meta" | "base" | "title" | "template" | "frame" | "area" | "map" | "canvas" => {
                (name, "it shows nothing by itself")
            }
            "input" | "select" | "textarea" | "button" | "datalist" | "output" | "progress" | "meter" => {
                ("a field or a button of a form", "nobody would receive what is written into it")
            }
            _ if is_hidden(tree, id) => ("words that were hidden", "readers of the old blog did not see them"),
            _ => return false,
        };
        let what = if what == name { format!("<{name}>") } else { what.to_owned() };
        let is_empty = matches!(name, "noscript" | "noembed" | "noframes" | "title" | "template")
            && tree.text(id).trim().is_empty();
        if !is_empty {
            self.left_out.add(what, why);
        }
        true
    }

    /// A block of WordPress that begins here, or one that is made anew for each reader.
    pub fn block_comment(&mut self, comment: &str) {
        let name = comment.split([' ', '{', '/']).next().unwrap_or("");
        if comment.ends_with('/') && !matches!(name, "more" | "nextpage" | "separator" | "spacer" | "") {
            self.left_out
                .add(format!("the block “{name}”"), "it has no text of its own; WordPress made it for each page view");
        }
    }
}

/// Whether an element is hidden from those who look and from those who listen.
fn is_hidden(tree: &Tree, id: Id) -> bool {
    let Some(style) = tree.attribute(id, "style") else { return tree.attribute(id, "hidden").is_some() };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether an address is of a kind that a blog has: `story:` and the like mean something else here.
fn is_usual(address: &str, used: Use) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return true };
    if scheme.contains(['/', '?', '#']) {
        return true;
    }
    let scheme = scheme.to_ascii_lowercase();
    match used {
        Use::Picture => matches!(scheme.as_str(), "http" | "https"),
        Use::Link => matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp" | "xmpp" | "geo"),
    }
}
