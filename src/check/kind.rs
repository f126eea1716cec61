//! What a finished file is, as far as it decides how its text is read.

/// How the text of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Markup: HTML, SVG.
    Html,
    /// Markup that may hold other markup as escaped text: feeds, sitemaps.
    Xml,
    /// Strings with escapes, which may hold markup.
    Json,
    /// Style sheets.
    Style,
    /// Scripts.
    Script,
    /// Text as it is.
    Text,
    /// No text, but perhaps with words about it inside.
    Picture,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind of a file, by its name.
    pub fn of(file: &str) -> Self {
        let name = file.rsplit('/').next().unwrap_or(file);
        let Some((_, end)) = name.rsplit_once('.') else { return Self::Text };
        match end.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" | "svg" => Self::Html,
            "xml" | "atom" | "rss" | "xsl" | "opf" | "ncx" => Self::Xml,
            "json" | "webmanifest" | "jsonld" | "geojson" => Self::Json,
            "css" => Self::Style,
            "js" | "mjs" => Self::Script,
            "txt" | "md" | "markdown" | "csv" | "tsv" | "vcf" | "ics" | "yaml" | "yml" | "toml" | "ini" | "vtt"
            | "srt" | "htaccess" => Self::Text,
            "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif" | "heic" | "tif" | "tiff" => Self::Picture,
            _ => Self::Other,
        }
    }

    /// Whether such a file is read whole as text.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Picture | Self::Other)
    }
}
