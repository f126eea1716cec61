//! The tags of a finished page, one after the other: as much of HTML and XML as our own well-formed output needs (the
//! Nu checker judges the form). Knows nothing of what tags mean.

/// A start tag with its attributes, unescaped.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value; empty where it has none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags of a text.
pub fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (tag, after) = one(rest);
            let raw = matches!(tag.name.as_str(), "script" | "style").then(|| format!("</{}", tag.name));
            rest = raw.and_then(|end| after.find(&end).map(|at| &after[at..])).unwrap_or(after);
            tags.push(tag);
        }
    }
    tags
}

fn one(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_owned(), attributes: Vec::new() };
    let mut rest = text[end..].trim_start();
    while !rest.is_empty() && !rest.starts_with(['>', '/']) {
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(bare.len());
            (value, rest) = bare.split_at(end);
        }
        tag.attributes.push((name, unescape(value)));
        rest = rest.trim_start();
    }
    (tag, rest)
}

/// The text between the first start tag of that name and its end, unescaped.
pub fn inner(text: &str, name: &str) -> Option<String> {
    let after = text.split_once(&format!("<{name}>"))?.1;
    Some(unescape(after.split_once(&format!("</{name}>"))?.0))
}

/// Text as it was before it was escaped.
pub fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&#39;", "'").replace("&#x27;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}
