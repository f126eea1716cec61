//! Text that is safe inside XML 1.0 (<https://www.w3.org/TR/xml/#charsets>).

/// Appends text, with `& < > "` escaped and the characters that XML 1.0 cannot hold left out.
pub fn escape_into(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let replacement = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' => continue,
            '\r' => "&#13;",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(replacement);
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
}

/// Appends `<name>text</name>` and a line end.
pub fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape_into(text, out);
    out.push_str("</");
    // An element's attributes stand in `name` too, but not in its end tag.
    out.push_str(name.split(' ').next().unwrap_or(name));
    out.push_str(">\n");
}

/// Appends ` name="value"`.
pub fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(value, out);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let mut out = String::new();
        element("title type=\"text\"", "a<b>&\"\u{1}\u{ffff}é\r\n", &mut out);
        assert_eq!(out, "<title type=\"text\">a&lt;b&gt;&amp;&quot;é&#13;\n</title>\n");
    }
}
