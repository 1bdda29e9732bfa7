//! How the pages of law name parties, and the points that a section is made of.

use super::Book;
use crate::{
    render::dashboard::law::Point,
    statute::{Claimant, DebtorKind, LegalForm},
};

impl Book<'_> {
    /// Who claims; with whom, where the law asks: "claimed by an individual, from a company".
    pub fn parties(
        &self,
        claimant: Option<Claimant>,
        client: Option<DebtorKind>,
        form: Option<LegalForm>,
    ) -> String {
        let keys = [
            claimant.map(|claimant| match claimant {
                Claimant::Individual => "party.by-individual",
                Claimant::Organisation => "party.by-organisation",
            }),
            client.map(|client| match client {
                DebtorKind::Business => "party.from-business",
                DebtorKind::Consumer => "party.from-consumer",
                DebtorKind::PublicBody => "party.from-public-body",
            }),
            form.map(|form| match form {
                LegalForm::Company => "party.from-company",
                LegalForm::SoleTrader => "party.from-sole-trader",
                LegalForm::Person => "party.from-person",
            }),
        ];
        let said: Vec<_> = keys
            .into_iter()
            .flatten()
            .map(|key| self.voice.word(key))
            .collect();
        self.voice.language.begun_large(match said.is_empty() {
            true => self.voice.word("party.anybody"),
            false => said.join(", "),
        })
    }

    /// In our words.
    pub fn point(&self, key: &str, value: impl Into<String>) -> Point {
        Point {
            label: self.voice.word(key),
            value: value.into(),
            english: false,
            note: None,
        }
    }

    /// In those of the data, where it has any.
    pub fn quoted(&self, key: &str, text: Option<&String>) -> Option<Point> {
        text.map(|text| Point {
            english: true,
            ..self.point(key, text)
        })
    }
}
