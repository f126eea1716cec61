//! Tables: those that Markdown can say, those that only place things on a page, and those that must stay HTML.

use super::flow::{Flat, Flow};
use super::parts::{Block, Inline, Side, is_blank};
use super::tree::{Data, Id};

/// A table wider than this is no table that Markdown makes easier to read.
const WIDEST: usize = 30;

impl Flow<'_, '_, '_> {
    /// A table.
    pub fn table(&mut self, id: Id) {
        let tree = self.tree;
        if self.flat != Flat::No {
            return self.through(id);
        }
        if tree.has_class(id, "tr-caption-container")
            && self.captioned(id, |flow, it| flow.tree.has_class(it, "tr-caption"))
        {
            return;
        }
        let rows = self.rows(id);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let has_inner = tree.all(id).skip(1).any(|it| tree.name(it) == "table");
        if width <= 1 && !spans(self, id) || has_inner && is_layout(self, id) {
            return self.through(id);
        }
        if width > WIDEST || spans(self, id) || !rows.iter().flatten().all(|cell| fits_a_line(self, *cell)) {
            return self.keep(id, "a table whose cells Markdown cannot say");
        }
        self.end_paragraph();
        if let Some(caption) = tree.children(id).find(|it| tree.name(*it) == "caption") {
            let words = self.flattened(caption, Flat::Space);
            if !is_blank(&words) {
                self.push(Block::Paragraph(words));
            }
        }
        let has_head = rows.first().is_some_and(|row| row.iter().all(|cell| tree.name(*cell) == "th"))
            || tree.children(id).any(|it| tree.name(it) == "thead");
        let sides = self.sides(&rows, width);
        let mut cells: Vec<Vec<Vec<Inline>>> = Vec::with_capacity(rows.len());
        for row in rows {
            let mut line: Vec<_> = row.into_iter().map(|cell| self.cell(cell)).collect();
            line.resize(width, Vec::new());
            cells.push(line);
        }
        if cells.iter().flatten().all(|cell| is_blank(cell)) {
            return;
        }
        let head = if has_head { cells.remove(0) } else { vec![Vec::new(); width] };
        self.push(Block::Table { head, rows: cells, sides });
    }

    /// The cells of each row; empty rows are none.
    fn rows(&self, id: Id) -> Vec<Vec<Id>> {
        let tree = self.tree;
        let mut rows = Vec::new();
        for child in tree.children(id) {
            match tree.name(child) {
                "tr" => rows.push(child),
                "tbody" | "thead" | "tfoot" => rows.extend(tree.children(child).filter(|it| tree.name(*it) == "tr")),
                _ => {}
            }
        }
        let cells = |row: Id| tree.children(row).filter(|it| matches!(tree.name(*it), "td" | "th")).collect::<Vec<_>>();
        rows.into_iter().map(cells).filter(|row| !row.is_empty()).collect()
    }

    fn cell(&mut self, id: Id) -> Vec<Inline> {
        let outer = std::mem::replace(&mut self.newlines, false);
        let mut line = self.flattened(id, Flat::Break);
        self.newlines = outer;
        while matches!(line.last(), Some(Inline::Break)) {
            line.pop();
        }
        if is_blank(&line) { Vec::new() } else { line }
    }

    /// The sides of columns, if all cells of one agree.
    fn sides(&self, rows: &[Vec<Id>], width: usize) -> Vec<Side> {
        let tree = self.tree;
        let side = |cell: Id| {
            let style = tree.attribute(cell, "style").unwrap_or("").replace(' ', "");
            let named = |side| {
                tree.attribute(cell, "align") == Some(side)
                    || style.contains(&format!("text-align:{side}"))
                    || tree.has_class(cell, &format!("has-text-align-{side}"))
            };
            if named("right") {
                Side::Right
            } else if named("center") {
                Side::Middle
            } else if named("left") {
                Side::Left
            } else {
                Side::Any
            }
        };
        let column = |at: usize| {
            let mut sides = rows.iter().filter_map(|row| row.get(at)).map(|cell| side(*cell));
            let first = sides.next().unwrap_or(Side::Any);
            if sides.all(|it| it == first) { first } else { Side::Any }
        };
        (0..width).map(column).collect()
    }

    /// A table that only places things: what stands in it, one after the other.
    fn through(&mut self, id: Id) {
        self.end_paragraph();
        self.children(id);
        self.end_paragraph();
    }
}

/// Whether a table has cells that go over more than one row or column.
fn spans(flow: &Flow<'_, '_, '_>, id: Id) -> bool {
    let tree = flow.tree;
    tree.all(id).any(|it| {
        matches!(tree.name(it), "td" | "th")
            && ["colspan", "rowspan"].iter().any(|name| tree.attribute(it, name).is_some_and(|n| n.trim() != "1"))
    })
}

/// Whether a table that holds tables has no cells that are named: then it only places things.
fn is_layout(flow: &Flow<'_, '_, '_>, id: Id) -> bool {
    !flow.tree.all(id).any(|it| matches!(flow.tree.name(it), "th" | "caption"))
}

/// Whether a cell holds only what can stand in one line.
fn fits_a_line(flow: &Flow<'_, '_, '_>, id: Id) -> bool {
    let tree = flow.tree;
    tree.all(id).skip(1).all(|it| match tree.data(it) {
        Data::Element(..) => !matches!(
            tree.name(it),
            "table"
                | "ul"
                | "ol"
                | "dl"
                | "pre"
                | "blockquote"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
                | "figure"
                | "details"
        ),
        _ => true,
    })
}
