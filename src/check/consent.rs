//! Whether the people in a story agreed to it. What is written about that is never published; here it is only read.

use crate::ground::Date;
use crate::story::{Permission, PermissionStatus};

/// What is missing before a story may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nobody knows whether they agreed.
    Unknown,
    /// They were asked, and have not answered.
    Asked,
    /// They agreed, and the day has come to ask again.
    Review(Date),
    /// There is a child in it, and no guardian has said yes.
    Guardian,
}

impl Need {
    /// What is missing on a day; none if all is well.
    pub fn of(permission: Option<&Permission>, today: Date) -> Option<Self> {
        let Some(permission) = permission else { return Some(Self::Unknown) };
        match permission.status {
            PermissionStatus::Unknown => Some(Self::Unknown),
            PermissionStatus::Asked => Some(Self::Asked),
            _ if permission.guardian == Some(false) => Some(Self::Guardian),
            _ => permission.review.filter(|review| *review <= today).map(Self::Review),
        }
    }

    /// The same in one word, for lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Asked => "asked",
            Self::Review(_) => "review",
            Self::Guardian => "guardian",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Need;
    use crate::ground::Date;
    use crate::story::{Permission, PermissionStatus as Status};

    #[test]
    fn what_is_missing_is_told_apart() {
        let day = |day| Date::new(2026, 11, day).unwrap();
        let of = |status, review, guardian| {
            let permission = Permission { status, on: None, review, guardian };
            Need::of(Some(&permission), day(22)).map(Need::word)
        };
        assert_eq!(Need::of(None, day(22)), Some(Need::Unknown));
        assert_eq!(of(Status::Unknown, None, Some(true)), Some("unknown"));
        assert_eq!(of(Status::Asked, None, None), Some("asked"));
        assert_eq!(of(Status::Given, None, None), None);
        assert_eq!(of(Status::Given, Some(day(22)), None), Some("review"));
        assert_eq!(of(Status::Given, Some(day(23)), None), None);
        assert_eq!(of(Status::OwnStory, None, Some(false)), Some("guardian"));
        assert_eq!(of(Status::Given, None, Some(true)), None);
    }
}
