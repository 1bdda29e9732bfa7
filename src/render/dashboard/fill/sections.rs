//! The lists of a client's and a contract's page: as much of each as the page has room for, and the rest on others.

use super::{
    Book,
    parts::{Parts, ROWS, SectionOf, slice},
};
use crate::{
    assess::{ClientOn, ContractOn, InvoiceOn},
    render::dashboard::{
        element::Link,
        section::{Rows, Section},
    },
};
use std::cmp::Reverse;

/// The lists of a client's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientList {
    Open,
    Other,
    Contracts,
    Timeline,
}

impl ClientList {
    pub const ALL: [Self; 4] = [Self::Open, Self::Other, Self::Contracts, Self::Timeline];

    /// Where all four are too much for one page, it holds so many of each.
    fn section(self) -> SectionOf {
        let (fragment, heading, first) = match self {
            Self::Open => ("open", "client.open-invoices", 80),
            Self::Other => ("settled", "client.other-invoices", 40),
            Self::Contracts => ("contracts", "client.contracts", 40),
            Self::Timeline => ("timeline", "timeline.title", 40),
        };
        SectionOf {
            fragment,
            heading,
            first,
        }
    }
}

/// Of a contract's page.
const SCHEDULE: SectionOf = SectionOf {
    fragment: "schedule",
    heading: "contract.schedule",
    first: ROWS,
};

impl<'s> Book<'s> {
    pub fn client_list_parts(&self, on: &ClientOn<'s>, list: ClientList) -> Parts {
        let rows = |list| match list {
            ClientList::Open => self.open_invoices(on).len(),
            ClientList::Other => self.other_invoices(on).len(),
            ClientList::Contracts => on.contracts.len(),
            ClientList::Timeline => self.client_timeline(on).len(),
        };
        let mut section = list.section();
        if ClientList::ALL.into_iter().map(rows).sum::<usize>() <= ROWS {
            section.first = ROWS;
        }
        Parts::of_section(Link::client_page(&on.client.id), section, rows(list))
    }

    /// A part of one of a client's lists: the first is for the client's page.
    pub fn client_list(&self, on: &ClientOn<'s>, list: ClientList, part: usize) -> Section {
        let parts = self.client_list_parts(on, list);
        let invoices = |all: Vec<&InvoiceOn>| {
            let shown = slice(&all, &parts, part).iter();
            shown.map(|on| self.invoice_row(on)).collect()
        };
        let mut rows = Rows::default();
        let mut caption = "";
        match list {
            ClientList::Open => {
                caption = "client.open-caption";
                rows.invoices = invoices(self.open_invoices(on));
            }
            ClientList::Other => {
                caption = "client.other-caption";
                rows.invoices = invoices(self.other_invoices(on));
            }
            ClientList::Contracts => {
                rows.contracts = self.contract_rows(slice(&on.contracts, &parts, part));
            }
            ClientList::Timeline => {
                let shown = parts.rows(part);
                let all = self.client_timeline(on).into_iter();
                let shown = all.skip(shown.start).take(shown.len());
                rows.timeline = shown.map(|entry| entry.filled()).collect();
            }
        }
        Section {
            of: self.client_link(&on.client.id),
            heading: self.voice.word(list.section().heading),
            caption: self.voice.word(caption),
            rows,
            pager: self.pager(&parts, part),
        }
    }

    pub fn schedule_parts(&self, on: &ContractOn<'s>) -> Parts {
        let home = Link::contract_page(&on.contract.id);
        Parts::of_section(home, SCHEDULE, on.instalments.len())
    }

    /// A part of a contract's schedule: the first is for the contract's page.
    pub fn schedule_section(&self, on: &ContractOn<'s>, part: usize) -> Section {
        let parts = self.schedule_parts(on);
        Section {
            of: self.contract_link(&on.contract.id),
            heading: self.voice.word(SCHEDULE.heading),
            caption: String::new(),
            rows: Rows {
                schedule: self.schedule(on, parts.rows(part)),
                ..Rows::default()
            },
            pager: self.pager(&parts, part),
        }
    }

    /// The oldest first.
    fn open_invoices(&self, on: &ClientOn<'s>) -> Vec<&'s InvoiceOn<'s>> {
        let invoices = self.facts.assessed.invoices_of(&on.client.id);
        let mut open: Vec<_> = invoices.filter(|on| on.is_open()).collect();
        open.sort_by_key(|on| (on.due, &on.invoice.id));
        open
    }

    /// The latest first.
    fn other_invoices(&self, on: &ClientOn<'s>) -> Vec<&'s InvoiceOn<'s>> {
        let invoices = self.facts.assessed.invoices_of(&on.client.id);
        let mut other: Vec<_> = invoices.filter(|on| !on.is_open()).collect();
        other.sort_by_key(|on| Reverse(on.invoice.issued.map(|day| day.value)));
        other
    }
}
