//! Plain words out of what exports have as titles and names: entities resolved, tags gone, white space single.

/// The words of a title or a name that may hold HTML. What comes out is text, and may hold a `<`.
pub fn plain(text: &str) -> String {
    let text = if text.contains(['<', '&']) { &*without_html(text) } else { text };
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The words of a whole text in HTML, for a guess at a title.
pub fn of_html(html: &str) -> String {
    let mut spaced = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                spaced.push(' ');
            }
            c if !in_tag => spaced.push(c),
            _ => {}
        }
    }
    plain(&spaced)
}

/// The same text on one line, without anything that a terminal or a reader could stumble over.
pub fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text, or its beginning if it is longer than any of its kind.
pub fn cut(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// Whether it holds an e-mail address.
pub fn has_address(text: &str) -> bool {
    addresses(text).next().is_some()
}

/// The text with each e-mail address replaced, and how many there were.
pub fn without_addresses(text: &str, instead: &str) -> (String, usize) {
    let (mut out, mut end, mut count) = (String::with_capacity(text.len()), 0, 0);
    for found in addresses(text) {
        out.push_str(&text[end..found.start]);
        out.push_str(instead);
        end = found.end;
        count += 1;
    }
    out.push_str(&text[end..]);
    (out, count)
}

/// Where e-mail addresses stand: letters, an @, and a host with a dot.
pub fn addresses(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let user = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut after = 0;
    text.match_indices('@').filter_map(move |(at, _)| {
        if at < after {
            return None;
        }
        let before = &text[after..at];
        let start = at - before.chars().rev().take_while(|c| user(*c)).map(char::len_utf8).sum::<usize>();
        let name = text[at + 1..].trim_start_matches(host);
        let whole = &text[at + 1..text.len() - name.len()];
        let whole = whole.trim_end_matches(['.', '-']);
        let is_host = whole.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty());
        if start == at || !is_host {
            return None;
        }
        after = at + 1 + whole.len();
        Some(start..after)
    })
}

/// Tags that titles have for their looks. Any other `<` was meant as one.
const LOOKS: [&str; 22] = [
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// Tags for looks gone, entities resolved by the browsers' rules.
fn without_html(text: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('<') {
        bare.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let name = tag.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_ascii_lowercase();
        let end = tag.find('>').filter(|_| LOOKS.contains(&name.as_str()));
        bare.push_str(if end.is_some() { "" } else { "&lt;" });
        rest = end.map_or(tag, |end| &tag[end + 1..]);
    }
    bare.push_str(rest);
    if !bare.contains('&') {
        return bare;
    }
    let clean = ammonia::Builder::empty().clean(&bare).to_string();
    let resolved = clean.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&quot;", "\"");
    resolved.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{plain, without_addresses};

    #[test]
    fn titles_become_plain() {
        assert_eq!(plain("Tom &amp; <em>Jerry</em> &#8217;s\n fold"), "Tom & Jerry ’s fold");
        assert_eq!(
            plain("2 < 3 <html> <script>x</script>"),
            "2 < 3 <html> <script>x</script>",
            "escaped where it becomes HTML"
        );
        assert_eq!(plain("A & B &nbsp; C"), "A & B C");
    }

    #[test]
    fn addresses_are_found() {
        let said = |text| without_addresses(text, "[…]").0;
        assert_eq!(said("write to a.b@x.example, or mailto:c@d.example.org."), "write to […], or mailto:[…].");
        assert_eq!(said("a@b @you x@ @ é@é.fr@g.h"), "a@b @you x@ @ […]@g.h");
    }
}
