//! The footnotes of a text of blocks. WordPress keeps them beside the text, as JSON: `[{"content": "…", "id": "…"}]`.

use std::fmt::Write as _;

use serde_json::Value;

/// How the block begins in whose place WordPress shows them.
const BLOCK: &str = "<!-- wp:footnotes";

/// The text with its notes where they were shown; below it, if that is nowhere but the text has numbers that lead to them.
pub(super) fn below(content: String, notes: &str) -> String {
    let notes: Vec<Value> = serde_json::from_str(notes).unwrap_or_default();
    let mut list = String::new();
    for note in &notes {
        let (Some(words), Some(id)) = (note["content"].as_str(), note["id"].as_str()) else { continue };
        let id: String = id.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        let _ = write!(list, "<li id=\"{id}\">{words} <a href=\"#{id}-link\">↩</a></li>");
    }
    if list.is_empty() {
        return content;
    }
    let list = format!("<ol class=\"wp-block-footnotes\">{list}</ol>");
    let place = content.find(BLOCK).and_then(|at| content[at..].find("-->").map(|end| at..at + end + "-->".len()));
    match place {
        Some(place) => format!("{}{list}{}", &content[..place.start], &content[place.end..]),
        None if content.contains("data-fn=") => content + &list,
        None => content,
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn notes_stand_where_they_were_shown() {
        let text = "<p>Tea<sup data-fn=\"a-1\"><a href=\"#a-1\" id=\"a-1-link\">1</a></sup></p>";
        let notes = r#"[{"content":"Or <em>coffee</em>","id":"a-1"},{"id":"x"}]"#;
        let list =
            "<ol class=\"wp-block-footnotes\"><li id=\"a-1\">Or <em>coffee</em> <a href=\"#a-1-link\">↩</a></li></ol>";
        assert_eq!(below(format!("{text}<!-- wp:footnotes /--><p>End</p>"), notes), format!("{text}{list}<p>End</p>"));
        assert_eq!(below(text.to_owned(), notes), format!("{text}{list}"));
        for (text, notes) in [("<p>No number</p>", notes), ("<!-- wp:footnotes /-->", "{"), ("<!-- wp:footnotes", "[]")]
        {
            assert_eq!(below(text.to_owned(), notes), text);
        }
    }
}
