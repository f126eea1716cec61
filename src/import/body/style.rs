//! What a `style="…"` says that has a meaning. Colours, sizes and places have none.

use super::parts::Mark;

/// The marks that a style stands for.
pub(super) fn marks(style: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (name, value) in style.split(';').filter_map(|rule| rule.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "font-weight" if value == "bold" || value.parse().is_ok_and(|it: u32| it >= 600) => {
                marks.push(Mark::Strong);
            }
            "font-style" if value == "italic" || value == "oblique" => marks.push(Mark::Emphasis),
            "text-decoration" | "text-decoration-line" if value.contains("line-through") => marks.push(Mark::Struck),
            _ => {}
        }
    }
    marks
}
