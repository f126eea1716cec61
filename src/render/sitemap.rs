//! The sitemap (<https://www.sitemaps.org/protocol.html>, version 0.9).

use super::xml;
use crate::plan::views::SitemapEntry;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes a sitemap.
pub fn sitemap(entries: &[SitemapEntry], out: &mut String) {
    list("urlset", "url", entries, out);
}

/// Writes an index of sitemaps, for sites with more addresses than one sitemap may hold.
pub fn index(entries: &[SitemapEntry], out: &mut String) {
    list("sitemapindex", "sitemap", entries, out);
}

fn list(root: &str, item: &str, entries: &[SitemapEntry], out: &mut String) {
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<");
    out.push_str(root);
    xml::attribute("xmlns", NAMESPACE, out);
    out.push_str(">\n");
    for entry in entries {
        out.push('<');
        out.push_str(item);
        out.push_str("><loc>");
        xml::escape_into(&entry.loc, out);
        out.push_str("</loc>");
        if let Some(day) = &entry.lastmod {
            out.push_str("<lastmod>");
            xml::escape_into(day, out);
            out.push_str("</lastmod>");
        }
        out.push_str("</");
        out.push_str(item);
        out.push_str(">\n");
    }
    out.push_str("</");
    out.push_str(root);
    out.push_str(">\n");
}
