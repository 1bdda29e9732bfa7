//! Where in a row each thing stands: a rules file's names of columns, found in the statement's header.

use super::BankError;
use crate::{
    load::{nearest, shown},
    model::bank::{BankRules, Sums},
};
use csv::StringRecord;

/// Places in a row, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    pub date: usize,
    pub sums: Places,
    pub currency: Option<usize>,
    pub payer: Vec<usize>,
    pub text: Vec<usize>,
    pub reference: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    One(usize),
    /// What came in, what went out.
    Two(usize, usize),
}

impl Columns {
    /// `header` is `None` where the rules say that there is none.
    pub fn of(rules: &BankRules, header: Option<&StringRecord>) -> Result<Self, BankError> {
        let place = |name: &String| place(name, header);
        let all = |names: &[String]| names.iter().map(place).collect::<Result<Vec<_>, _>>();
        Ok(Self {
            date: place(&rules.date)?,
            sums: match &rules.sums {
                Sums::One { amount, .. } => Places::One(place(amount)?),
                Sums::Two { credit, debit } => Places::Two(place(credit)?, place(debit)?),
            },
            currency: rules.currency.as_ref().map(place).transpose()?,
            payer: all(&rules.payer)?,
            text: all(&rules.text)?,
            reference: all(&rules.reference)?,
        })
    }
}

fn place(name: &str, header: Option<&StringRecord>) -> Result<usize, BankError> {
    let numbered = name.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let Some(header) = header else {
        return numbered.ok_or_else(|| {
            BankError::Columns(format!(
                "`{}` is no number of a column: without a header they are counted from 1",
                shown(name)
            ))
        });
    };
    let wanted = name.trim().to_lowercase();
    let same = |cell: &str| cell.trim().to_lowercase() == wanted;
    let found: Vec<usize> = (0..header.len())
        .filter(|at| header.get(*at).is_some_and(same))
        .collect();
    match (found.as_slice(), numbered) {
        ([only], _) => Ok(*only),
        ([], Some(place)) if place < header.len() => Ok(place),
        ([], _) => {
            let names = header.iter().map(str::trim).filter(|name| !name.is_empty());
            let hint = match nearest(name, names.clone()) {
                Some(near) => format!("did you mean `{}`?", shown(near)),
                None => format!(
                    "there are {}",
                    names
                        .map(|name| format!("`{}`", shown(name)))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            };
            Err(BankError::Columns(format!(
                "the header has no column `{}`: {hint} If that line is no header, say how many lines to `skip`",
                shown(name)
            )))
        }
        _ => Err(BankError::Columns(format!(
            "the header has several columns `{}`: say which by its number, from 1",
            shown(name)
        ))),
    }
}
