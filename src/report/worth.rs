//! Whether a debt is worth pursuing: for each way what it costs, what is then at stake, and the chance at which it
//! pays. Figures to decide by, no advice.

use crate::{
    assess::{Assessed, Figure, InvoiceOn, limit_query},
    calendar::Date,
    model::{Client, Contract, Recovery, Way, format::Word},
    money::{Amount, Currency},
    statute::{ChanceRow, Jurisdiction, Limit, LimitAnswer, RecoveryFigures},
};
use rust_decimal::Decimal;

/// What one client owes in one currency, as far as it is to be pursued together. Balances only: interest and
/// compensation would raise what is at stake.
#[derive(Debug, Clone, Copy)]
pub struct Debt<'a> {
    pub client: &'a Client,
    pub contract: Option<&'a Contract>,
    pub amount: Amount,
    pub currency: Currency,
    /// The oldest due date: its age, and the limit's day.
    pub due: Date,
}

/// A debt weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// In the order of [`Way::ALL`].
    pub ways: Vec<WayOn>,
    /// The way with the largest expected net above 0, the friendlier of two; `None`: let it go.
    pub best: Option<Way>,
    /// The row of the survey for the debt's age: the chance of every way that the ledger gives none.
    pub survey: Option<ChanceRow>,
    /// `None`: hours are counted, but cost nothing.
    pub hour_value: Option<Amount>,
}

/// One way. Amounts are in the debt's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOn {
    pub way: Way,
    /// Why it can't be gone; the figures are then `None`.
    pub unavailable: Option<Unavailable>,
    /// What is to be set under `recovery:` before it can be weighed.
    pub missing: Option<Missing>,
    /// Fees that are due however it ends, without the hours.
    pub cost: Option<Amount>,
    pub hours: Amount,
    /// The hours are the ledger's own; else the usual ones, an estimate.
    pub own_hours: bool,
    /// What comes in if it works: what is claimed, less what an agency keeps.
    pub stake: Option<Amount>,
    /// What is above the court's limit, given up by claiming there.
    pub waived: Amount,
    /// In percent, by which `expected` was worked out.
    pub chance: Option<Amount>,
    /// The chance is the ledger's own; else the survey's.
    pub own_chance: bool,
    /// The chance in percent at which costs and stake are even; above 100 it can never pay.
    pub break_even: Option<Figure>,
    /// Chance × stake − cost − hours × their value, rounded once. Letting it go is 0.
    pub expected: Option<Amount>,
}

/// Why a way can't be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// Neither contract, client nor ledger names a jurisdiction that the data knows.
    NoJurisdiction,
    /// The place has no such court or order, or no figure for these parties.
    NoneKnown,
    /// Its limit is in another currency than the debt.
    OtherCurrency,
    /// The debt is above the order's limit.
    AboveLimit,
}

/// A figure that nobody but the user knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    FilingFee,
    AgencyPercent,
    MediatorFee,
    LawyerFee,
    /// Costs are in the ledger's currency, and the debt isn't.
    ExchangeRate,
}

impl<'a> Debt<'a> {
    /// Open invoices of one client, taken together; `None` if there is none, or they differ in client or currency.
    pub fn of(invoices: &[&InvoiceOn<'a>]) -> Option<Self> {
        let oldest = invoices.iter().min_by_key(|on| (on.due, &on.invoice.id))?;
        let alike = |on: &&InvoiceOn| {
            on.is_open() && on.client.id == oldest.client.id && on.currency == oldest.currency
        };
        invoices.iter().all(alike).then_some(Self {
            client: oldest.client,
            contract: oldest.contract,
            amount: invoices.iter().map(|on| on.balance).sum(),
            currency: oldest.currency,
            due: oldest.due?,
        })
    }
}

/// Every way for one debt, at the ledger's figures and, where it has none, at the usual ones.
pub fn worth(assessed: &Assessed, debt: Debt, usual: &RecoveryFigures) -> Worth {
    let own = &assessed.ledger.settings.recovery;
    let terms = Terms {
        assessed,
        debt,
        own,
        usual,
        survey: usual.chances.at(debt.due, assessed.day),
    };
    let ways: Vec<_> = Way::ALL.into_iter().map(|way| terms.weigh(way)).collect();
    let paying = ways
        .iter()
        .filter(|on| on.expected.is_some_and(Amount::is_positive));
    // Of equal ones `max_by_key` takes the last: the friendlier stand first.
    let best = paying.rev().max_by_key(|on| on.expected).map(|on| on.way);
    Worth {
        best,
        ways,
        survey: terms.survey,
        hour_value: own.hour_value,
    }
}

struct Terms<'s, 'a> {
    assessed: &'s Assessed<'a>,
    debt: Debt<'a>,
    own: &'s Recovery,
    usual: &'s RecoveryFigures,
    survey: Option<ChanceRow>,
}

/// What can be claimed on a way, and what it gives up.
struct Claim {
    amount: Amount,
    waived: Amount,
}

impl Terms<'_, '_> {
    fn weigh(&self, way: Way) -> WayOn {
        let own_hours = self.own.hours.get(&way).copied();
        let own_chance = self.own.chances.get(&way).copied();
        let mut on = WayOn {
            way,
            unavailable: None,
            missing: None,
            cost: None,
            hours: own_hours.or(self.usual.hours(way.word())).unwrap_or_default(),
            own_hours: own_hours.is_some(),
            stake: None,
            waived: Amount::ZERO,
            chance: own_chance.or(self.survey.map(|row| row.percent)),
            own_chance: own_chance.is_some(),
            break_even: None,
            expected: None,
        };
        match (self.claim(way), self.cost(way)) {
            (Err(why), _) => on.unavailable = Some(why),
            (Ok(claim), cost) => {
                on.waived = claim.waived;
                match cost.and_then(|cost| Ok((cost, self.stake(way, claim.amount)?))) {
                    Ok((cost, stake)) => self.balance(&mut on, cost, stake),
                    Err(missing) => on.missing = Some(missing),
                }
            }
        }
        on
    }

    fn balance(&self, on: &mut WayOn, cost: Amount, stake: Amount) {
        let currency = self.debt.currency;
        let hour_value = self.own.hour_value.unwrap_or_default().decimal();
        let time = on.hours.decimal().saturating_mul(hour_value);
        let all_costs = Amount::from_decimal(time) + cost;
        on.cost = Some(cost);
        on.stake = Some(stake);
        on.break_even = Figure::ratio(all_costs.decimal(), stake.decimal(), 100);
        on.expected = on.chance.map(|chance| {
            let share = chance.decimal().saturating_mul(stake.decimal()) / Decimal::ONE_HUNDRED;
            (Amount::from_decimal(share) - all_costs).rounded(currency)
        });
    }

    /// Fees due however it ends. The hours of a debt in another currency than the ledger's can't be priced either.
    fn cost(&self, way: Way) -> Result<Amount, Missing> {
        let own = self.own;
        let fee = match way {
            Way::KeepChasing | Way::Agency => Amount::ZERO,
            Way::Mediation => own.mediator_fee.ok_or(Missing::MediatorFee)?,
            Way::PaymentOrder | Way::SmallClaims => own.filing_fee.ok_or(Missing::FilingFee)?,
            Way::Lawyer => own.lawyer_fee.ok_or(Missing::LawyerFee)?,
        };
        let foreign = self.debt.currency != self.assessed.ledger.settings.currency.value;
        let priced = !fee.is_zero() || own.hour_value.is_some();
        if foreign && priced {
            Err(Missing::ExchangeRate)
        } else {
            Ok(fee)
        }
    }

    fn stake(&self, way: Way, claimed: Amount) -> Result<Amount, Missing> {
        if way != Way::Agency {
            return Ok(claimed);
        }
        let percent = self.own.agency_percent.ok_or(Missing::AgencyPercent)?;
        Ok(claimed - claimed.percent(percent, self.debt.currency))
    }

    fn claim(&self, way: Way) -> Result<Claim, Unavailable> {
        let all = Claim {
            amount: self.debt.amount,
            waived: Amount::ZERO,
        };
        match way {
            Way::SmallClaims => self.small_claim(),
            Way::PaymentOrder => self.payment_order().map(|()| all),
            Way::KeepChasing | Way::Mediation | Way::Agency | Way::Lawyer => Ok(all),
        }
    }

    /// Up to the limit; where the limit itself is already too much, one minor unit less.
    fn small_claim(&self) -> Result<Claim, Unavailable> {
        let place = self.place()?;
        let client = self.debt.client;
        let query = limit_query(self.assessed.ledger, client, self.debt.due);
        let limit = match place.limit(&query) {
            LimitAnswer::Known(limit) if limit.currency == self.debt.currency => limit,
            LimitAnswer::Known(_) => return Err(Unavailable::OtherCurrency),
            LimitAnswer::NoneExists { .. } | LimitAnswer::Unknown => return Err(Unavailable::NoneKnown),
        };
        let amount = self.debt.amount.min(most(&limit));
        Ok(Claim {
            amount,
            waived: self.debt.amount - amount,
        })
    }

    fn payment_order(&self) -> Result<(), Unavailable> {
        let place = self.place()?;
        if place.payment_orders.is_empty() {
            return Err(Unavailable::NoneKnown);
        }
        if place.currency != self.debt.currency {
            return Err(Unavailable::OtherCurrency);
        }
        let admits = |limit: Option<Amount>| limit.is_none_or(|most| self.debt.amount <= most);
        let admitted = place.payment_orders.iter().any(|order| admits(order.limit));
        admitted.then_some(()).ok_or(Unavailable::AboveLimit)
    }

    fn place(&self) -> Result<&Jurisdiction, Unavailable> {
        let id = self
            .assessed
            .ledger
            .jurisdiction(self.debt.client, self.debt.contract);
        id.and_then(|id| self.assessed.statutes.jurisdiction(id))
            .ok_or(Unavailable::NoJurisdiction)
    }
}

fn most(limit: &Limit) -> Amount {
    if limit.inclusive {
        limit.amount
    } else {
        limit.amount - limit.currency.minor_unit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount};

    /// The debt `i` on 2026-06-30, weighed under these settings.
    fn weigh(settings: &str, invoice: &str) -> Worth {
        let text = format!(
            "settings: {{jurisdiction: us-ca, currency: USD{settings}}}\nclients: {{a: {{name: A}}}}\n\
             invoices: {{i: {{client: a, issued: 2025-12-01, {invoice}}}}}"
        );
        let sample = Sample::on("2026-06-30", &text);
        let assessed = sample.assess();
        let debt = Debt::of(&[&assessed.invoices["i"]]).unwrap();
        worth(&assessed, debt, &RecoveryFigures::read().unwrap())
    }

    /// Cost, stake, break-even, expected; what keeps it from being weighed.
    fn row(worth: &Worth, way: Way) -> String {
        let on = worth.ways.iter().find(|on| on.way == way).unwrap();
        if let Some(why) = on.unavailable {
            return format!("{why:?}");
        }
        if let Some(missing) = on.missing {
            return format!("needs {missing:?}");
        }
        let sum = |amount: Option<Amount>| amount.map_or("-".to_owned(), Amount::shortest);
        let even = on.break_even.map_or("-".to_owned(), |even| even.plain(1));
        format!("{} {} {even} {}", sum(on.cost), sum(on.stake), sum(on.expected))
    }

    const OWN: &str = ", recovery: {hour_value: 60, filing_fee: 75, agency_percent: 30, mediator_fee: 400, lawyer_fee: 1500, \
                       chances: {lawyer: 80, small-claims: 62.5}, hours: {small-claims: 10}}";

    #[test]
    fn every_way_of_a_debt() {
        // Due on 31 December, so six months old on 30 June: 51 %. California: 12 500 for an individual.
        let worth = weigh(OWN, "amount: 15000, due: 2025-12-31");
        assert_eq!(worth.survey.unwrap().percent, amount("51"));
        for (way, expected) in [
            // 2 h × 60; 120 / 15 000 = 0.8 %; 0.51 × 15 000 − 120.
            (Way::KeepChasing, "0 15000 0.8 7530"),
            // 5 h; 700 / 15 000 = 4.67 %; 7 650 − 700.
            (Way::Mediation, "400 15000 4.7 6950"),
            (Way::PaymentOrder, "NoneKnown"),
            // 10 h + 75; 675 / 12 500 = 5.4 %; 0.625 × 12 500 − 675.
            (Way::SmallClaims, "75 12500 5.4 7137.5"),
            // 30 % kept; 1 h; 60 / 10 500; 0.51 × 10 500 − 60.
            (Way::Agency, "0 10500 0.6 5295"),
            // 3 h; 1 680 / 15 000; 0.8 × 15 000 − 1 680.
            (Way::Lawyer, "1500 15000 11.2 10320"),
        ] {
            assert_eq!(row(&worth, way), expected, "{way}");
        }
        assert_eq!(worth.best, Some(Way::Lawyer));
        let small = worth.ways.iter().find(|on| on.way == Way::SmallClaims).unwrap();
        assert_eq!(
            (small.waived, small.own_chance, small.own_hours),
            (amount("2500"), true, true)
        );
        let mediation = worth.ways.iter().find(|on| on.way == Way::Mediation).unwrap();
        assert_eq!(
            (mediation.waived, mediation.own_chance, mediation.own_hours),
            (Amount::ZERO, false, false)
        );
    }

    #[test]
    fn a_small_old_debt_is_let_go() {
        // 21 % of 500 is 105; two hours alone cost 120.
        let worth = weigh(OWN, "amount: 500, due: 2025-06-30");
        assert_eq!(row(&worth, Way::KeepChasing), "0 500 24.0 -15");
        assert_eq!(row(&worth, Way::Mediation), "400 500 140.0 -595");
        let chances = OWN
            .replace("small-claims: 62.5", "small-claims: 0")
            .replace("lawyer: 80", "lawyer: 100");
        assert_eq!(weigh(&chances, "amount: 285.71, due: 2025-06-30").best, None);
    }

    #[test]
    fn nothing_is_guessed_about_fees() {
        let worth = weigh("", "amount: 1000, due: 2026-06-01");
        for (way, expected) in [
            (Way::KeepChasing, "0 1000 0.0 690"),
            (Way::Mediation, "needs MediatorFee"),
            (Way::SmallClaims, "needs FilingFee"),
            (Way::Agency, "needs AgencyPercent"),
            (Way::Lawyer, "needs LawyerFee"),
        ] {
            assert_eq!(row(&worth, way), expected, "{way}");
        }
        assert_eq!(worth.hour_value, None);
    }

    #[test]
    fn fees_in_dollars_and_a_debt_in_euros() {
        let worth = weigh(OWN, "currency: EUR, amount: 1000, due: 2026-06-01");
        assert_eq!(row(&worth, Way::KeepChasing), "needs ExchangeRate");
        assert_eq!(row(&worth, Way::SmallClaims), "OtherCurrency");
        assert_eq!(worth.best, None);
    }

    #[test]
    fn payment_orders_have_limits_of_their_own() {
        let order = |place: &str, sum: &str| {
            let settings = format!(", recovery: {{filing_fee: 50}}, jurisdiction: {place}, currency: EUR");
            let settings = settings.trim_start_matches(", ").to_owned();
            let text = format!(
                "settings: {{{settings}}}\nclients: {{a: {{name: A}}}}\n\
                 invoices: {{i: {{client: a, amount: {sum}, issued: 2026-01-01, due: 2026-02-01}}}}"
            );
            let sample = Sample::on("2026-03-01", &text);
            let assessed = sample.assess();
            let debt = Debt::of(&[&assessed.invoices["i"]]).unwrap();
            row(
                &worth(&assessed, debt, &RecoveryFigures::read().unwrap()),
                Way::PaymentOrder,
            )
        };
        assert_eq!(order("de", "900000"), "50 900000 0.0 620950");
        assert_eq!(order("xx", "900"), "NoJurisdiction");
    }

    #[test]
    fn a_debt_is_of_one_client_and_currency() {
        let text = "
            clients: {a: {name: A}, b: {name: B}}
            invoices:
              i: {client: a, amount: 10, issued: 2026-01-01, due: 2026-02-02}
              j: {client: a, amount: 20, issued: 2026-01-01, due: 2026-02-01}
              k: {client: b, amount: 20, issued: 2026-01-01, due: 2026-02-01}
              l: {client: a, currency: USD, amount: 20, issued: 2026-01-01, due: 2026-02-01}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let debt = |ids: &[&str]| {
            let invoices: Vec<_> = ids.iter().map(|id| &assessed.invoices[id]).collect();
            Debt::of(&invoices).map(|debt| (debt.amount, debt.due.to_string()))
        };
        assert_eq!(debt(&["i", "j"]), Some((amount("30"), "2026-02-01".to_owned())));
        assert_eq!(debt(&[]), None);
        assert_eq!(debt(&["i", "k"]), None);
        assert_eq!(debt(&["i", "l"]), None);
    }
}
