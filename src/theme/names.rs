//! The variables and fields that templates name, held against those that any template is ever told of: a slip in a branch
//! that no page came to is found as well. Knows enough of Tera's expressions to tell a variable from a filter; what a loop or
//! `set` makes is known by its name alone.

use std::collections::{BTreeMap, BTreeSet};

use super::ThemeFile;
use super::chain;
use super::tags;
use super::templates::Sources;
use crate::ground::messages::theme as messages;
use crate::ground::{Diagnostic, Span};

/// What templates can be told of.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Variables, each with its fields; none where they are not known.
    pub variables: BTreeMap<String, BTreeSet<String>>,
    /// The fields of all things.
    pub fields: BTreeSet<String>,
    /// Fields below which anything may stand.
    pub open: BTreeSet<String>,
}

/// Words that are no names.
const KEYWORDS: [&str; 18] = [
    "and",
    "as",
    "elif",
    "else",
    "endfilter",
    "endfor",
    "endif",
    "endset",
    "false",
    "False",
    "if",
    "in",
    "is",
    "none",
    "None",
    "not",
    "or",
    "true",
];
/// What a loop knows of itself.
const LOOP: [&str; 5] = ["first", "index", "index0", "last", "length"];

/// Every name in the templates of a theme that nobody is ever told of.
pub fn unknown(theme: &str, files: &[ThemeFile], words: &Vocabulary) -> Vec<Diagnostic> {
    let (layers, _) = chain::layers(theme, files);
    let (sources, _) = Sources::collect(&layers);
    let mut made = Made::default();
    let pieces: Vec<_> = sources
        .by_name
        .values()
        .flat_map(|source| tags::code(source.text).into_iter().map(move |piece| (source, piece)))
        .map(|(source, piece)| (source, Piece::read(source.text, piece.start, piece.end, piece.is_tag)))
        .collect();
    for (_, piece) in &pieces {
        made.take(piece);
    }
    let mut said = Vec::new();
    for (source, piece) in &pieces {
        for (name, span, known) in piece.unknown(words, &made) {
            said.push(source.place(messages::never_told(name, &known), span));
        }
    }
    said
}

/// Filters that show a map with all its fields, or look for one whose name they are told only then.
const SHOWING: [&str; 5] = ["get", "json", "keys", "pairs", "values"];
/// Names of what holds stories whose fields are made one by one, or is told of the whole page.
const WHOLES: [&str; 5] = ["newest", "opening", "page", "stories", "story"];

/// Whether any template shows a thing with all its fields, or names a field in a way that reading does not tell: then
/// every field counts as named.
pub(super) fn shows_wholes(sources: &Sources<'_>) -> bool {
    let pieces: Vec<Piece<'_>> = sources
        .by_name
        .values()
        .flat_map(|source| tags::code(source.text).into_iter().map(move |piece| (source, piece)))
        .map(|(source, piece)| Piece::read(source.text, piece.start, piece.end, piece.is_tag))
        .collect();
    let mut made = Made::default();
    for piece in &pieces {
        made.take(piece);
    }
    pieces.iter().any(|piece| piece.shows_whole(&made))
}

/// Names that the templates make themselves.
#[derive(Debug, Default)]
struct Made<'t> {
    variables: BTreeSet<&'t str>,
    fields: BTreeSet<&'t str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Name(&'t str),
    Text(&'t str),
    Sign(char),
}

/// One tag or expression, in tokens, each with the byte where it begins.
#[derive(Debug)]
struct Piece<'t> {
    tokens: Vec<(Token<'t>, usize)>,
    is_tag: bool,
}

impl<'t> Piece<'t> {
    fn read(text: &'t str, start: usize, end: usize, is_tag: bool) -> Self {
        let mut tokens = Vec::new();
        let mut at = start;
        while let Some(c) = text[at..end].chars().next() {
            let rest = &text[at..end];
            let length = match c {
                '"' | '\'' | '`' => {
                    let inside = rest[1..].split(c).next().unwrap_or_default();
                    tokens.push((Token::Text(inside), at));
                    (inside.len() + 2).min(rest.len())
                }
                _ if c.is_alphabetic() || c == '_' => {
                    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                    tokens.push((Token::Name(&rest[..length]), at));
                    length
                }
                _ if c.is_ascii_digit() => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
                _ => {
                    if !c.is_whitespace() {
                        tokens.push((Token::Sign(c), at));
                    }
                    c.len_utf8()
                }
            };
            at += length;
        }
        if tokens.first().is_some_and(|(token, _)| *token == Token::Sign('-')) {
            tokens.remove(0);
        }
        Self { tokens, is_tag }
    }

    fn token(&self, at: usize) -> Option<Token<'t>> {
        self.tokens.get(at).map(|(token, _)| *token)
    }

    fn name(&self, at: usize) -> Option<&'t str> {
        match self.token(at) {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The first word of a tag.
    fn word(&self) -> Option<&'t str> {
        self.name(0).filter(|_| self.is_tag)
    }

    /// Whether nothing in here is an expression.
    fn is_mute(&self) -> bool {
        let word = self.word().unwrap_or_default();
        ["block", "component", "endblock", "endcomponent", "extends", "filter", "include"].contains(&word)
            || self.token(0) == Some(Token::Sign('<')) && self.token(1) == Some(Token::Sign('/'))
    }

    /// Where expressions begin: behind the names that a tag makes.
    fn begin(&self) -> usize {
        match self.word() {
            Some("for") => self.tokens.iter().position(|(token, _)| *token == Token::Name("in")).unwrap_or(0),
            Some("set" | "set_global") => 2,
            Some("if" | "elif") => 1,
            _ if self.token(0) == Some(Token::Sign('<')) => 2,
            _ => 0,
        }
    }

    /// Whether a name at this place is a filter, a test, a function, an argument or a keyword.
    fn is_no_variable(&self, at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).and_then(|at| self.token(at));
        let is_argument = self.token(at + 1) == Some(Token::Sign('='))
            && self.token(at + 2) != Some(Token::Sign('='))
            && before(1).is_some_and(|token| token != Token::Sign('='));
        let is_test = before(1) == Some(Token::Name("is"))
            || (before(1) == Some(Token::Name("not")) && before(2) == Some(Token::Name("is")));
        self.name(at).is_some_and(|name| KEYWORDS.contains(&name))
            || matches!(before(1), Some(Token::Sign('|' | '.')))
            || self.token(at + 1) == Some(Token::Sign('('))
            || is_argument
            || is_test
    }

    /// See [`shows_wholes`].
    fn shows_whole(&self, made: &Made<'t>) -> bool {
        let is_sign =
            |at: usize, signs: &[char]| matches!(self.token(at), Some(Token::Sign(it)) if signs.contains(&it));
        let is_pair = self.word() == Some("for") && (0..self.begin()).any(|at| is_sign(at, &[',']));
        is_pair
            || (1..self.tokens.len()).any(|at| match self.token(at) {
                Some(Token::Name(name)) => is_sign(at - 1, &['|']) && SHOWING.contains(&name),
                // Numbers are no tokens.
                Some(Token::Sign('[')) if self.name(at - 1).is_some() || is_sign(at - 1, &[']', ')']) => {
                    let is_text = matches!(self.token(at + 1), Some(Token::Text(_))) && is_sign(at + 2, &[']']);
                    !is_text && !is_sign(at + 1, &[']'])
                }
                Some(Token::Sign('.')) => is_sign(at - 1, &['.']),
                _ => false,
            })
            || (!self.is_tag || self.word().is_some_and(|word| word.starts_with("set")))
                && (self.begin()..self.tokens.len()).any(|at| self.is_shown(at, made))
    }

    /// Whether the path that ends here stands for a thing, and not for a part of it that is named.
    fn is_shown(&self, at: usize, made: &Made<'t>) -> bool {
        let Some(name) = self.name(at) else { return false };
        let after = self.token(at + 1);
        let is_path = at > 0 && self.token(at - 1) == Some(Token::Sign('.'));
        let is_given = at > 0 && self.token(at - 1) == Some(Token::Sign('{')) && after == Some(Token::Sign('}'));
        let is_counted = after == Some(Token::Sign('|')) && self.name(at + 2) == Some("length");
        let is_thing = WHOLES.contains(&name) || made.variables.contains(name) && name != "body";
        (is_path && WHOLES.contains(&name) || !self.is_no_variable(at) && is_thing)
            && !is_given
            && !is_counted
            && !matches!(after, Some(Token::Sign('.' | '?' | '[')))
    }

    /// The names that nobody is told of, each with those that there are.
    fn unknown<'w>(&'w self, words: &'w Vocabulary, made: &'w Made<'t>) -> Vec<(&'t str, Span, Vec<&'w str>)> {
        let mut found = Vec::new();
        if self.is_mute() {
            return found;
        }
        let mut at = self.begin();
        while at < self.tokens.len() {
            let Some(root) = self.name(at).filter(|_| !self.is_no_variable(at)) else {
                at += 1;
                continue;
            };
            let mut path = vec![at];
            at += 1;
            loop {
                let dot = if self.token(at) == Some(Token::Sign('?')) { at + 1 } else { at };
                if self.token(dot) != Some(Token::Sign('.')) || self.name(dot + 1).is_none() {
                    break;
                }
                path.push(dot + 1);
                at = dot + 2;
            }
            found.extend(self.wrong(root, &path, words, made));
        }
        found
    }

    /// The first name of a path that is not known.
    fn wrong<'w>(
        &'w self,
        root: &'t str,
        path: &[usize],
        words: &'w Vocabulary,
        made: &'w Made<'t>,
    ) -> Option<(&'t str, Span, Vec<&'w str>)> {
        let span = |at: usize, name: &str| Span::new(self.tokens[at].1, self.tokens[at].1 + name.len());
        let is_made = made.variables.contains(root) || root == "loop";
        let told = words.variables.get(root);
        if told.is_none() && !is_made {
            let known = words.variables.keys().map(String::as_str).chain(made.variables.iter().copied());
            return Some((root, span(path[0], root), known.collect()));
        }
        for (step, at) in path.iter().enumerate().skip(1) {
            let name = self.name(*at)?;
            let own = told.filter(|fields| step == 1 && !is_made && !fields.is_empty());
            let is_known = match own {
                Some(fields) => fields.contains(name),
                None => words.fields.contains(name) || made.fields.contains(name) || LOOP.contains(&name),
            };
            if !is_known {
                let fields = own.unwrap_or(&words.fields);
                return Some((name, span(*at, name), fields.iter().map(String::as_str).collect()));
            }
            if words.open.contains(name) {
                return None;
            }
        }
        None
    }
}

impl<'t> Made<'t> {
    /// Takes the names that a piece makes: of loops, of `set`, of a component's arguments, and the keys of maps.
    fn take(&mut self, piece: &Piece<'t>) {
        for pair in piece.tokens.windows(2) {
            if let [(Token::Text(key), _), (Token::Sign(':'), _)] = pair {
                self.fields.insert(key);
            }
        }
        let names = |from: usize, to: usize| (from..to).filter_map(|at| piece.name(at));
        match piece.word() {
            Some("for") => self.variables.extend(names(1, piece.begin())),
            Some("set" | "set_global") => self.variables.extend(names(1, 2)),
            Some("component") => self.variables.extend(names(2, piece.tokens.len()).chain(["body"])),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::SourcePath;

    #[test]
    fn a_slip_is_found_where_no_page_comes() {
        let text = r#"{% for s, t in storys %}{{ s.titel }}{{ loop.index }}{{ story?.title }}{{ story.titel | upper }}{% endfor %}
{% if story is defined and story is not containing(pat="x") %}{% set y = {"deep": 1} %}{{ y.deep }}{{ site.extra.anything.goes }}{% endif %}
{% component thing(to, size="big") %}{{ to.url }} {{ body }}{% endcomponent thing %}{{<thing to={stroy} size="s"/>}}{{ "storys" ~ story["titel"] }}"#;
        let files = [("theme.toml", "goodturn = \"*\""), ("templates/404.html", text)]
            .map(|(path, text)| ThemeFile { path: SourcePath::new(format!("themes/mine/{path}")), bytes: text.into() });
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let words = Vocabulary {
            variables: [("story", set(&["title", "url"])), ("stories", set(&[])), ("site", set(&["extra"]))]
                .map(|(name, fields)| (name.to_owned(), fields))
                .into(),
            fields: set(&["title", "url", "extra"]),
            open: set(&["extra"]),
        };
        let found: Vec<_> = unknown("mine", &files, &words)
            .into_iter()
            .map(|one| {
                (text[one.span.unwrap().start as usize..one.span.unwrap().end as usize].to_owned(), one.help.unwrap())
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(name, help)| (name.as_str(), help.as_str())).collect();
        assert_eq!(
            found,
            [
                ("storys", "did you mean `story`?"),
                ("titel", "did you mean `title`?"),
                ("titel", "did you mean `title`?"),
                ("stroy", "did you mean `story`?")
            ]
        );
    }
    #[test]
    fn what_is_shown_whole_is_seen() {
        let shows = |text: &str| {
            let file = |path: &str, text: &str| ThemeFile {
                path: SourcePath::new(format!("themes/mine/{path}")),
                bytes: text.as_bytes().to_vec(),
            };
            let files = [file("theme.toml", "goodturn = \"*\"\nextends = \"none\""), file("templates/404.html", text)];
            let (layers, _) = chain::layers("mine", &files);
            shows_wholes(&Sources::collect(&layers).0)
        };
        for text in [
            "{{ story }}",
            "{{ story | json }}",
            "{{ opening.story }}",
            "{% for s in stories %}{{ s }}{% endfor %}",
            "{% for key, value in story %}{{ value }}{% endfor %}",
            "{{ story[name] }}",
            "{{ story[\"ti\" ~ \"tle\"] }}",
            "{{ story | get(key=\"title\") }}",
            "{% set it = story %}",
            "{% set it = {...story} %}",
        ] {
            assert!(shows(text), "{text}");
        }
        for text in [
            "{% for s in stories %}{{ s.title }}{{ s[\"date\"] | date }}{{ s.tags[0].name }}{% if s %}x{% endif %}{% endfor %}",
            "{{ content }}{{ pager.newer }}{{ stories | length }}{{ story.title }}{{ story?.title }}",
            "{{<card it={story}/>}}",
            "{% if story and not older %}{% include \"story\" %}{% endif %}",
        ] {
            assert!(!shows(text), "{text}");
        }
    }
}
