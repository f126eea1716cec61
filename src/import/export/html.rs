//! The HTML of our own pages in the forms that other programs use for the same things. Knows what our renderer writes.

/// Verse and letters as WordPress writes them, and headings of the levels that were written: our renderer closes gaps
/// between levels, which is for a page and not for a text.
pub fn tidied(html: &str, levels: &[u8]) -> String {
    headings(&letters(&verse(html)), levels)
}

/// Gives headings their levels, in order; as they are, if there are more or fewer than levels.
fn headings(html: &str, levels: &[u8]) -> String {
    let is_tag = |at: usize| {
        let tag = html[at..].trim_start_matches(['<', '/']).as_bytes();
        tag.len() > 2 && tag[0] == b'h' && (b'1'..=b'6').contains(&tag[1]) && matches!(tag[2], b'>' | b' ')
    };
    let tags: Vec<usize> = html.match_indices('<').map(|(at, _)| at).filter(|at| is_tag(*at)).collect();
    if tags.len() != levels.len() * 2 {
        return html.to_owned();
    }
    let (mut out, mut end) = (String::with_capacity(html.len()), 0);
    for (at, level) in tags.iter().zip(levels.iter().flat_map(|level| [level, level])) {
        let digit = at + if html[*at..].starts_with("</") { 3 } else { 2 };
        out.push_str(&html[end..digit]);
        out.push_str(&level.to_string());
        end = digit + 1;
    }
    out.push_str(&html[end..]);
    out
}

/// `<div class="verse">` becomes a `<pre>` whose lines are lines.
fn verse(html: &str) -> String {
    replaced(html, "<div class=\"verse\">", "</div>", |inside| {
        let text = inside.replace("</p>\n<p>", "\n\n").replace("<p>", "").replace("</p>", "").replace("<br>\n", "\n");
        let lines: Vec<String> = text.trim_matches('\n').lines().map(|line| line.replace('\u{a0}', " ")).collect();
        format!("<pre class=\"wp-block-verse\">{}</pre>", lines.join("\n"))
    })
}

/// A letter's signature goes back into its quotation.
fn letters(html: &str) -> String {
    replaced(html, "<figure class=\"letter\">", "</figure>", |inside| {
        let (quote, rest) = inside.split_once("</blockquote>").unwrap_or((inside, ""));
        let signed = rest.trim().strip_prefix("<figcaption>").and_then(|rest| rest.strip_suffix("</figcaption>"));
        let signed = signed.unwrap_or("").trim_start_matches(['—', '–', '-', ' ']);
        format!("{}<cite>{signed}</cite></blockquote>", quote.trim_start())
    })
}

/// Replaces what stands between two tags, with the tags.
fn replaced(html: &str, begin: &str, end: &str, with: impl Fn(&str) -> String) -> String {
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find(begin) {
        let inside = &rest[at + begin.len()..];
        let Some(length) = inside.find(end) else { break };
        out.push_str(&rest[..at]);
        out.push_str(&with(&inside[..length]));
        rest = &inside[length + end.len()..];
    }
    out.push_str(rest);
    out
}
