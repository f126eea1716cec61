//! Whether templates can only go through what they are given, once: then nothing in them has to be counted. Says no where
//! it is not sure. Knows loops, includes and names, as `measured` reads them; knows no values.

use super::measured::{SWELLING, inside, words};
use super::tags::{Code, code, named_tag};
use super::templates::{Source, Sources};

/// Templates that are looked at on the way through all includes of one. With more, their number itself is to be counted.
const INCLUDES: usize = 500;

/// Words with which a template makes something that it was not given, or goes through something twice.
const MAKERS: [&str; 6] = ["range", "set", "set_global", "filter", "super", "component"];

/// Whether no page can take more than its own variables ask for.
pub(super) fn are_tame(sources: &Sources<'_>) -> bool {
    sources.by_name.values().all(|source| {
        let mut look = Look { sources, left: INCLUDES };
        if source.is_ours() { look.lends_nothing(source) } else { look.is_tame(source, &[]) }
    })
}

struct Look<'a> {
    sources: &'a Sources<'a>,
    left: usize,
}

impl<'a> Look<'a> {
    /// `around`: the variables of the loop in which the template is included; none if it is in none.
    fn is_tame(&mut self, source: &'a Source<'a>, around: &[&'a str]) -> bool {
        if source.is_ours() && around.is_empty() {
            return true;
        }
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        let text = source.text;
        let mut loops = vec![around.to_vec()];
        for piece in code(text) {
            let (from, to) = inside(text, piece.start, piece.end);
            let words = words(text, from, to);
            let said: Vec<&str> = words.iter().map(|word| &text[word.start..word.end]).collect();
            let first = said.first().copied().filter(|_| piece.is_tag).unwrap_or_default();
            let makes = |word: &&str| MAKERS.contains(word) || SWELLING.contains(word);
            let calls = text[from..to].starts_with('<');
            if calls || said.iter().any(makes) || (said.contains(&"for") && first != "for") {
                return false;
            }
            let innermost = loops.last().map_or(&[][..], Vec::as_slice);
            let is_tame = match first {
                "for" => going_through(&text[from..to], innermost).map(|variables| loops.push(variables)).is_some(),
                "endfor" => loops.pop().is_some(),
                "block" => innermost.is_empty(),
                "include" => self.included(text, &piece).is_some_and(|to| self.is_tame(to, innermost)),
                _ => true,
            };
            if !is_tame {
                return false;
            }
        }
        true
    }

    /// Whether a template of ours leaves nothing in a loop to others: no include that is not ours, no block.
    fn lends_nothing(&self, source: &'a Source<'a>) -> bool {
        let mut depth = 0_usize;
        code(source.text).iter().filter(|piece| piece.is_tag).all(|piece| {
            let (from, to) = inside(source.text, piece.start, piece.end);
            match &source.text[from..to] {
                tag if tag.starts_with("for ") => depth += 1,
                "endfor" => depth = depth.saturating_sub(1),
                tag if depth > 0 => {
                    return !tag.starts_with("block") && self.included(source.text, piece).is_none_or(Source::is_ours);
                }
                _ => {}
            }
            true
        })
    }

    fn included(&self, text: &str, piece: &Code) -> Option<&'a Source<'a>> {
        self.sources.resolve(named_tag(text, piece.start, piece.end)?.name)
    }
}

/// The variables of `for … in …`, if it goes through a part of what the loop around it is at, or stands in none.
fn going_through<'a>(tag: &'a str, around: &[&str]) -> Option<Vec<&'a str>> {
    let (variables, over) = tag.strip_prefix("for")?.split_once(" in ")?;
    let over = over.trim();
    let path = over.split('|').next().unwrap_or(over).trim();
    let is_path = !path.is_empty() && path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let (root, below) = path.split_once('.').unwrap_or((path, ""));
    let is_part = around.is_empty() || (around.contains(&root) && !below.is_empty());
    (is_path && is_part && !over.contains('[')).then(|| variables.split(',').map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::super::templates::{Source, Sources};
    use super::are_tame;
    use crate::ground::SourcePath;

    fn tame(files: &[(&str, &str)]) -> bool {
        are_tame(&sources(files))
    }

    fn sources<'a>(files: &[(&str, &'a str)]) -> Sources<'a> {
        let source = |(name, text): &(&str, &'a str)| {
            let path = SourcePath::new(format!("themes/own/templates/{name}"));
            let name = format!("own/{name}");
            (name.clone(), Source { name, path, text, lead: 0, layer: 0 })
        };
        Sources { by_name: files.iter().map(source).collect(), prefixes: vec!["own/".to_owned()] }
    }

    #[test]
    fn only_what_goes_through_its_own_variables_once_is_tame() {
        assert!(tame(&[
            (
                "list.html",
                "{% extends \"base.html\" %}{% block main %}{% for story in stories | slice(end=3) %}{% include \"line.html\" %}{% endfor %}{% endblock %}"
            ),
            (
                "line.html",
                "{{- story.title | upper -}}{% for tag in story.tags %}{{ tag.name ~ \"for\" }}{% endfor %}{% for a in story.authors %}{% endfor %}"
            ),
            (
                "base.html",
                "{% for k, v in site.extra %}{% for x in v.parts %}{% endfor %}{% endfor %}{% block main %}{% endblock %}"
            ),
        ]));
        for wild in [
            "{% for a in range(end=9) %}{% endfor %}",
            "{% for a in stories %}{% for b in stories %}{% endfor %}{% endfor %}",
            "{% for a in stories %}{% for b in site.menu %}{% endfor %}{% endfor %}",
            "{% for a in stories %}{% for b in a %}{% endfor %}{% endfor %}",
            "{% for a in x.y %}{% for b in a.c %}{% for d in a.c %}{% endfor %}{% endfor %}{% endfor %}",
            "{% for a in stories %}{% include \"line.html\" %}{% endfor %}",
            "{% for a in [1, 2] %}{% endfor %}",
            "{% for a in x | sort(attribute=[1]) %}{% endfor %}",
            "{{ [a for a in stories] }}",
            "{% set a = b ~ b %}",
            "{% set_global a = b %}",
            "{% set a %}x{% endset %}",
            "{% filter upper %}x{% endfilter %}",
            "{{ x | replace(from=\"a\", to=\"aa\") }}",
            "{{<thing a={1}/>}}",
            "{% component thing() %}{% endcomponent %}",
            "{% for a in stories %}{% block x %}{% endblock %}{% endfor %}",
            "{% block x %}{{ super() }}{% endblock %}",
            "{% include \"none.html\" %}",
        ] {
            assert!(!tame(&[("a.html", wild), ("line.html", "{% for tag in story.tags %}{% endfor %}")]), "{wild}");
        }
    }

    #[test]
    fn many_includes_of_includes_are_not_tame() {
        let many = |name: &str| format!("{{% include \"{name}\" %}}").repeat(10);
        let (a, b, c) = (many("b.html"), many("c.html"), many("d.html"));
        assert!(tame(&[("a.html", &a), ("b.html", &b), ("c.html", "x")]));
        assert!(!tame(&[("a.html", &a), ("b.html", &b), ("c.html", &c), ("d.html", "x")]));
    }

    #[test]
    fn what_an_embedded_theme_includes_in_a_loop_is_counted() {
        let theirs = ("contents.html", "{{ page.title }}");
        let embedded = |text| {
            let path = SourcePath::new("<hearth>/templates/list.html");
            let mut all = sources(&[theirs]);
            all.by_name.insert(
                "x/list.html".to_owned(),
                Source { name: "x/list.html".to_owned(), path, text, lead: 0, layer: 1 },
            );
            are_tame(&all)
        };
        assert!(embedded("{% set a = b ~ b %}{% for a in b %}{% endfor %}{% include \"contents.html\" %}"));
        assert!(!embedded("{% for a in b %}{% include \"contents.html\" %}{% endfor %}"));
    }
}
