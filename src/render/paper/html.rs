//! A document as one printable page: everything in it, nothing fetched, nothing that runs.

use super::{Block, Paper, Row, Set, Table, Weight};
use crate::render::{
    findings::visible,
    prose::{self, prose},
};

const STYLE: &str = include_str!("../../../templates/paper.css");

pub fn html(paper: &Paper) -> String {
    let title = escaped(&paper.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex, nofollow\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        escaped(&paper.language)
    );
    for block in &paper.blocks {
        self::block(&mut out, block);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Section(title) => element(out, "h2", title),
        Block::Subsection(title) => element(out, "h3", title),
        Block::Text(text) => element(out, "p", text),
        Block::Facts(facts) => {
            out.push_str("<dl>\n");
            for (name, value) in facts {
                element(out, "dt", name);
                element(out, "dd", value);
            }
            out.push_str("</dl>\n");
        }
        Block::List(items) => {
            out.push_str("<ul>\n");
            items.iter().for_each(|item| element(out, "li", item));
            out.push_str("</ul>\n");
        }
        Block::Table(rows) => table(out, rows),
        Block::Words(words) => {
            out.push_str("<blockquote>\n");
            out.push_str(prose(&visible::visible(words)).as_str());
            out.push_str("</blockquote>\n");
        }
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

fn table(out: &mut String, table: &Table) {
    out.push_str("<div class=\"wide\"><table>\n<thead>\n<tr>");
    for column in &table.columns {
        let class = class(column.set);
        out.push_str(&format!(
            "<th scope=\"col\"{class}>{}</th>",
            escaped(&column.title)
        ));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        self::row(out, table, row);
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn row(out: &mut String, table: &Table, row: &Row) {
    out.push_str(match row.weight {
        Weight::Plain => "<tr>",
        Weight::Sum => "<tr class=\"sum\">",
    });
    for (cell, column) in row.cells.iter().zip(&table.columns) {
        out.push_str(&format!("<td{}>{}</td>", class(column.set), escaped(cell)));
    }
    out.push_str("</tr>\n");
}

fn class(set: Set) -> &'static str {
    match set {
        Set::Words => "",
        Set::Short => " class=\"short\"",
        Set::Figures => " class=\"figure\"",
        Set::Code => " class=\"code\"",
    }
}

/// Text that no browser reads as markup; several lines stay several.
fn escaped(text: &str) -> String {
    let plain = prose::escaped(&visible::visible(text.trim()));
    plain.replace('\'', "&#39;").replace('\n', "<br>")
}
