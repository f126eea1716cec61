//! What a reader gets of a text, as one line that can be compared: words, marks, links, pictures, cells, and where
//! blocks begin. One from what was meant, one from what our own renderer made of the Markdown.

use std::fmt::Write as _;

use super::parts::{Block, Inline, Mark};

/// Gathers what a reader gets.
#[derive(Default)]
pub(super) struct Trace {
    pub out: String,
    space: bool,
    block: bool,
    /// We are inside of `<pre>`.
    pre: bool,
    /// So many `<a>` are open that lead nowhere.
    anchors: u32,
}

impl Trace {
    /// Words; quotes, dashes and dots count as what they are, however they are written.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            // Most of a text is words of plain letters.
            let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if plain > 0 {
                self.settle();
                self.out.push_str(&rest[..plain]);
                rest = &rest[plain..];
                continue;
            }
            self.character(first);
            rest = &rest[first.len_utf8()..];
        }
    }

    fn character(&mut self, c: char) {
        if c.is_whitespace() {
            // What a line or a cell begins with is not seen.
            self.space = !self.out.ends_with("\u{1}/") && !self.out.ends_with("\u{1}|");
            return;
        }
        let c = match c {
            '“' | '”' | '„' => '"',
            '‘' | '’' | '‚' => '\'',
            '–' | '—' => '-',
            '…' => '.',
            c => c,
        };
        self.settle();
        if !(matches!(c, '-' | '.') && self.out.ends_with(c)) {
            self.out.push(c);
        }
    }

    fn settle(&mut self) {
        if std::mem::take(&mut self.block) {
            self.out.push('\n');
        } else if self.space {
            self.out.push(' ');
        }
        self.space = false;
    }

    /// A block begins or ends.
    fn block(&mut self) {
        self.block = true;
    }

    /// Something that is not a word.
    fn sign(&mut self, sign: &str) {
        if std::mem::take(&mut self.block) {
            self.out.push('\n');
            self.space = false;
        }
        self.out.push('\u{1}');
        self.out.push_str(sign);
    }

    fn address(&mut self, address: &str) {
        for byte in address.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$()*+,;=%&'".contains(&byte) {
                self.out.push(char::from(byte));
            } else {
                let _ = write!(self.out, "%{byte:02X}");
            }
        }
    }
}

/// The trace of what is meant.
pub(super) fn meant(blocks: &[&Block]) -> String {
    let mut trace = Trace::default();
    for block in blocks {
        trace.of_block(block);
    }
    trace.out
}

impl Trace {
    fn of_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.of_block(block);
        }
    }

    fn of_block(&mut self, block: &Block) {
        self.block();
        match block {
            Block::Paragraph(line) => self.of_paragraph(line),
            Block::Heading { words, .. } => {
                self.block_sign("h1");
                self.of_line(words);
            }
            Block::Quote { blocks, signature } => {
                self.block_sign("blockquote");
                self.of_blocks(blocks);
                self.block_sign("/blockquote");
                if let Some(line) = signature {
                    self.text("— ");
                    self.of_line(line);
                }
            }
            Block::List { items, .. } => {
                for item in items {
                    self.block_sign("li");
                    self.of_blocks(item);
                }
            }
            Block::Definitions(all) => {
                for definition in all {
                    for term in &definition.terms {
                        self.block();
                        self.of_line(term);
                    }
                    for meaning in &definition.meanings {
                        self.block_sign("dd");
                        self.of_blocks(meaning);
                    }
                }
            }
            Block::Code { text, .. } => self.of_code(text),
            Block::Verse(lines) => self.of_verse(lines),
            Block::Table { head, rows, .. } => {
                for row in std::iter::once(head).chain(rows) {
                    self.block();
                    for cell in row {
                        self.sign("|");
                        self.space = false;
                        self.of_line(cell);
                        self.space = false;
                    }
                }
            }
            Block::Rule => self.block_sign("hr"),
            Block::Gallery { pictures, caption } => {
                self.of_blocks(pictures);
                self.text(caption);
            }
            Block::Html(html) => self.of_html(html),
            Block::Fold => {}
        }
        self.block();
    }

    fn of_code(&mut self, text: &str) {
        self.block_sign("pre");
        self.text(text);
    }

    fn of_verse(&mut self, lines: &[String]) {
        for stanza in lines.split(String::is_empty) {
            self.block();
            for (at, line) in stanza.iter().enumerate() {
                if at > 0 {
                    self.sign("/");
                    self.space = false;
                }
                self.text(line.trim());
            }
        }
    }

    /// A picture alone in a paragraph shows its title below it.
    fn of_paragraph(&mut self, line: &[Inline]) {
        let picture = match line {
            [Inline::Picture(picture)] => Some(picture),
            [Inline::Link { words, .. }] => match &words[..] {
                [Inline::Picture(picture)] => Some(picture),
                _ => None,
            },
            _ => None,
        };
        self.of_line(line);
        if let Some(picture) = picture {
            self.block();
            self.text(&picture.title);
        }
    }

    fn of_line(&mut self, line: &[Inline]) {
        for part in line {
            match part {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => {
                    self.sign("`");
                    self.text(code);
                    self.sign("'");
                }
                Inline::Break => {
                    self.sign("/");
                    self.space = false;
                }
                Inline::Marked(mark, inner) => {
                    let sign = match mark {
                        Mark::Strong => "B",
                        Mark::Emphasis => "I",
                        Mark::Struck => "S",
                        Mark::Tag("code", _) => "`",
                        Mark::Tag(..) => "",
                    };
                    self.mark(sign, inner);
                }
                Inline::Link { to, words, .. } => {
                    self.sign("[");
                    self.address(to);
                    self.sign("|");
                    self.of_line(words);
                    self.sign("]");
                }
                Inline::Picture(picture) => self.of_picture(&picture.src, &picture.alt),
                Inline::Anchor(_) => {}
            }
        }
    }

    fn mark(&mut self, sign: &str, inner: &[Inline]) {
        if sign.is_empty() {
            return self.of_line(inner);
        }
        self.sign(sign);
        self.of_line(inner);
        self.sign("'");
    }

    fn of_picture(&mut self, src: &str, alt: &str) {
        self.sign("!");
        self.address(src);
        self.sign("|");
        self.text(alt);
        self.sign("!");
    }

    /// What a browser shows of some HTML. Understands what our renderer and the sanitiser write, not all HTML.
    pub fn of_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.encoded(&rest[..at]);
            let inside = &rest[at + 1..];
            let end = inside.find('>').unwrap_or(inside.len());
            self.tag(&inside[..end]);
            rest = inside.get(end + 1..).unwrap_or("");
        }
        self.encoded(rest);
    }

    fn encoded(&mut self, text: &str) {
        if text.contains('&') { self.text(&decoded(text)) } else { self.text(text) }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split([' ', '\n']).next().unwrap_or("");
        match name {
            "p" | "/p" | "div" | "/div" | "ul" | "/ul" | "ol" | "/ol" | "/li" | "tr" | "/tr" | "table" | "/table"
            | "figure" | "/figure" | "figcaption" | "/figcaption" | "dl" | "/dl" | "dt" | "/dt" | "/dd" | "/pre"
            | "thead" | "/thead" | "tbody" | "/tbody" | "details" | "/details" | "summary" | "/summary" | "caption"
            | "/caption" => self.block(),
            "td" | "th" => {
                self.sign("|");
                self.space = false;
            }
            "/td" | "/th" => self.space = false,
            "br" => {
                self.sign("/");
                self.space = false;
            }
            "a" => match attribute(tag, "href") {
                Some(to) => {
                    self.sign("[");
                    self.address(&to);
                    self.sign("|");
                }
                None => self.anchors += 1,
            },
            "/a" if self.anchors > 0 => self.anchors -= 1,
            "/a" => self.sign("]"),
            "img" => {
                let said = |name| attribute(tag, name).unwrap_or_default();
                self.of_picture(&said("src"), &said("alt"));
            }
            "strong" | "b" => self.sign("B"),
            "em" | "i" => self.sign("I"),
            "del" => self.sign("S"),
            "code" if !self.pre => self.sign("`"),
            "/code" if self.pre => {}
            "/strong" | "/b" | "/em" | "/i" | "/del" | "/code" => self.sign("'"),
            _ => self.block_sign(name),
        }
        if matches!(name, "pre" | "/pre") {
            self.pre = name == "pre";
        }
    }

    fn block_sign(&mut self, name: &str) {
        let sign = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "#",
            "blockquote" => ">",
            "/blockquote" => "<",
            "li" => "*",
            "dd" => ":",
            "hr" => "-",
            "pre" => "P",
            "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => return self.block(),
            _ => return,
        };
        self.block();
        self.sign(sign);
        self.block();
    }
}

/// What our own renderer gives: the trace of some HTML.
pub(super) fn seen(html: &str) -> String {
    let mut trace = Trace::default();
    trace.of_html(html);
    trace.out
}

/// The value of an attribute, as our renderer and the sanitiser write it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[at..].split('"').next()?;
    Some(decoded(value))
}

/// Text with the names of characters resolved.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';').unwrap_or(0);
        let c = match &rest[..end] {
            "&amp" => Some('&'),
            "&lt" => Some('<'),
            "&gt" => Some('>'),
            "&quot" => Some('"'),
            "&nbsp" => Some('\u{a0}'),
            name => name.strip_prefix("&#").and_then(|it| it.parse().ok()).and_then(char::from_u32),
        };
        out.push(c.unwrap_or('&'));
        rest = &rest[if c.is_some() { end + 1 } else { 1 }..];
    }
    out.push_str(rest);
    out
}
