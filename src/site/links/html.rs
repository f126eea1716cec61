//! Addresses in raw HTML: they lead where the same address in Markdown leads, and what is wrong with them is said in the
//! same words.

use std::sync::Arc;

use super::{Fault, Resolver};
use crate::ground::Diagnostic;
use crate::ground::markup::{self, Use};
use crate::story::HtmlAddress;

impl Resolver<'_> {
    /// An address in raw HTML. What would run something was refused when it was read.
    pub(super) fn html(&self, address: &HtmlAddress, said: &mut Vec<Diagnostic>) -> Arc<str> {
        let mut one = |to: &str| match self.used(address.used, to) {
            Ok(href) => href,
            Err(Fault::Scheme(_)) => Arc::from(to),
            Err(fault) => {
                said.push(self.complain(to, address.span, fault));
                Arc::from("")
            }
        };
        match address.used {
            Use::LoadsOne => Arc::from(markup::each_of_set(&address.to, |to| one(to).to_string())),
            // What goes somewhere by itself and what scripts do is the theme's business, and not a text's.
            Use::Refresh | Use::Folder => address.to.clone(),
            Use::Leads | Use::Loads => one(&address.to),
        }
    }

    fn used(&self, used: Use, to: &str) -> Result<Arc<str>, Fault> {
        if used == Use::Leads { self.link(to) } else { self.picture(to).map(|picture| picture.src) }
    }
}
