//! A rule in short: what it finds, how loud it is, and the first lines of its page.

use crate::{check::Rule, render::editor::Card};

pub fn card(rule: &Rule) -> Card {
    let mut card = Card::new(format!("`{}`, {}", rule.id, rule.level));
    let opening = rule
        .page
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty());
    card.line(opening.collect::<Vec<_>>().join(" "));
    card.line(format!("`dunlin explain {}` prints the whole page.", rule.id));
    card
}
