//! Addresses that stand among other words in one attribute: `srcset`, and the `content` of a refresh.

/// A `srcset` with each address changed.
pub fn each_of_set(set: &str, mut change: impl FnMut(&str) -> String) -> String {
    let one = |(address, words): (&str, &str)| {
        let space = if words.is_empty() { "" } else { " " };
        format!("{}{space}{words}", change(address))
    };
    parts(set).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The addresses of a `srcset`.
pub fn of_set(set: &str) -> Vec<&str> {
    parts(set).into_iter().map(|(address, _)| address).collect()
}

/// Each address with the words behind it (HTML, "Parsing a srcset attribute").
fn parts(set: &str) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return all;
        }
        let (address, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let bare = address.trim_end_matches(',');
        // A comma right behind an address ends it; else words may follow up to the next comma.
        let (words, after) =
            if bare.len() < address.len() { ("", after) } else { after.split_once(',').unwrap_or((after, "")) };
        all.push((bare, words.trim()));
        rest = after;
    }
}

/// The `content` of a refresh with its address changed; none if it names no address.
pub fn refreshed(content: &str, change: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    let at = content.to_ascii_lowercase().find("url=")? + 4;
    let (before, address) = content.split_at(at);
    Some(format!("{before}{}", change(address.trim().trim_matches(['"', '\'']))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_of_a_set_is_changed() {
        let of = |set| each_of_set(set, |address| format!("<{address}>"));
        assert_eq!(of(" /a,b.png 480w,\n/c 1x , /d, /e"), "</a,b.png> 480w, </c> 1x, </d>, </e>");
        assert_eq!(of(" , "), "");
    }

    #[test]
    fn a_refresh_keeps_its_time() {
        let of = |content| refreshed(content, |address| Some(format!("<{address}>")));
        assert_eq!(of("0; URL='/x/'").as_deref(), Some("0; URL=</x/>"));
        assert_eq!(of("30"), None);
    }
}
