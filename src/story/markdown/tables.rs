//! Tables, in a frame that a small screen can scroll, by keyboard too.

use pulldown_cmark::Alignment;

use super::html::Renderer;

/// A table that is being written.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
    /// Where the tag of the cell begins in the output, and where its words do.
    cell: usize,
    words: usize,
}

impl Renderer<'_, '_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.fresh_line();
        if !self.options.plain {
            self.out.push_str("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">\n");
        }
        self.out.push_str("<table>\n");
        self.table = OpenTable { alignments, ..OpenTable::default() };
    }

    pub(super) fn end_table(&mut self) {
        self.out.push_str(if self.table.has_rows { "</tbody>\n</table>\n" } else { "</table>\n" });
        if !self.options.plain {
            self.out.push_str("</div>\n");
        }
    }

    pub(super) fn start_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.out.push_str("<thead>\n<tr>");
    }

    pub(super) fn end_head(&mut self) {
        self.table.in_head = false;
        self.out.push_str("</tr>\n</thead>\n");
    }

    pub(super) fn start_row(&mut self) {
        self.table.column = 0;
        if !self.table.has_rows {
            self.out.push_str("<tbody>\n");
        }
        self.table.has_rows = true;
        self.out.push_str("<tr>");
    }

    pub(super) fn start_cell(&mut self) {
        self.table.cell = self.out.len();
        self.out.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            _ => ">",
        });
        self.table.words = self.out.len();
    }

    pub(super) fn end_cell(&mut self) {
        self.gap();
        self.table.column += 1;
        if !self.table.in_head {
            return self.out.push_str("</td>");
        }
        if self.out.len() == self.table.words {
            // A heading without words heads nothing.
            self.out.truncate(self.table.cell);
            return self.out.push_str("<td></td>");
        }
        self.out.push_str("</th>");
    }
}
