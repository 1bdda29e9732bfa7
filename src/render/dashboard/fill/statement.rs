//! A client's statement of account as a page: the document that `dunlin statement` writes, piece by piece.

use super::{Book, sheet};
use crate::{
    assess::ClientOn,
    render::{
        dashboard::statement::{AccountCell, AccountColumn, AccountRow, AccountTable, Piece, Statement},
        paper::{Block, Paper, Set, Table, Weight},
        statement::{self, Facts},
    },
    report,
};

/// Movements, and open invoices, that a page shows of each account.
const MOST: usize = 200;

impl Book<'_> {
    pub fn statement(&self, on: &ClientOn) -> Statement {
        let assessed = self.facts.assessed;
        let whole = report::statements(assessed, &on.client.id, None);
        let is_long = whole.iter().any(|own| own.is_longer_than(MOST));
        let statements: Vec<_> = whole.into_iter().map(|own| own.shortened(MOST)).collect();
        let facts = Facts {
            assessed,
            client: on.client,
            from: None,
            statements: &statements,
        };
        let language = statement::language(facts, self.facts.languages).unwrap_or(self.voice.language);
        let paper = statement::letter(facts, language);
        let unread = &self.facts.loaded.unread;
        Statement {
            client: self.client_link(&on.client.id),
            lang: paper.language.clone(),
            title: paper.title.clone(),
            sheet: sheet::to_client(assessed, on.client, (language, assessed.day)),
            pieces: pieces(paper),
            command: is_long.then(|| format!("dunlin statement {} --out statement.html", on.client.id)),
            incomplete: unread.concerns(&on.client.id),
        }
    }

    /// Whether the client ever had an account: a page of nothing is no page.
    pub fn has_account(&self, client: &str) -> bool {
        let mut invoices = self.facts.assessed.invoices_of(client);
        let issued = |on: &crate::assess::InvoiceOn| on.state != crate::assess::State::Draft;
        invoices.any(issued) || !self.index.payments.client.of(client).is_empty()
    }
}

fn pieces(paper: Paper) -> Vec<Piece> {
    let mut heading = paper.title;
    let mut pieces = Vec::new();
    for block in paper.blocks {
        match block {
            Block::Section(text) => {
                heading.clone_from(&text);
                pieces.push(Piece::Section { text });
            }
            Block::Subsection(text) => {
                heading.clone_from(&text);
                pieces.push(Piece::Subsection { text });
            }
            Block::Text(text) => pieces.push(Piece::Text { text }),
            Block::Table(rows) => pieces.push(Piece::Table(table(rows, &heading))),
            // A statement holds none of these, and its addresses stand on the sheet.
            Block::Facts(_) | Block::List(_) | Block::Words(_) => {}
        }
    }
    pieces
}

fn table(table: Table, caption: &str) -> AccountTable {
    let columns: Vec<_> = table
        .columns
        .into_iter()
        .map(|column| AccountColumn {
            title: column.title,
            figures: column.set == Set::Figures,
            short: column.set == Set::Short,
        })
        .collect();
    let rows = table.rows.into_iter().map(|row| {
        let cells = row
            .cells
            .into_iter()
            .zip(&columns)
            .map(|(text, column)| AccountCell {
                text,
                title: column.title.clone(),
                figures: column.figures,
                short: column.short,
            });
        AccountRow {
            sum: row.weight == Weight::Sum,
            cells: cells.collect(),
        }
    });
    let rows = rows.collect();
    AccountTable {
        caption: caption.to_owned(),
        columns,
        rows,
    }
}
