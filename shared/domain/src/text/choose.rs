//! Which text holds, and so in which language a message is.
//!
//! The tenant's in the client's language, else the product's in that language, else the tenant's in the centre's
//! language, else the product's in that language, else English. The product has texts in every language that a client
//! or a centre can have, so the search ends at the second step, or at the fourth for a client of unknown language.

use crate::Language;

/// The text that holds, with its language. All of the message is in this language, its dates and sums included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen<T> {
    /// The language of the message.
    pub language: Language,
    /// The tenant's own text; with none the product's holds.
    pub own: Option<T>,
}

/// Chooses for a client who reads `client` (none where it is not known, or not one of ours) at a centre that writes
/// `centre`. `tenant` gives the tenant's own text in a language.
pub fn choose<T>(client: Option<Language>, centre: Language, tenant: impl FnOnce(Language) -> Option<T>) -> Chosen<T> {
    let language = client.unwrap_or(centre);
    Chosen { language, own: tenant(language) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::Language::{En, Fr, It, Nb};

    #[rstest]
    #[case::own_in_the_clients_language(Some(Fr), It, &[Fr, It], Fr, true)]
    #[case::product_in_the_clients_before_own_in_the_centres(Some(Fr), It, &[It], Fr, false)]
    #[case::unknown_language_own(None, It, &[It, En], It, true)]
    #[case::unknown_language_product(None, Nb, &[It, En], Nb, false)]
    fn the_first_that_exists(
        #[case] client: Option<Language>,
        #[case] centre: Language,
        #[case] own: &[Language],
        #[case] language: Language,
        #[case] is_own: bool,
    ) {
        let chosen = choose(client, centre, |language| own.contains(&language).then_some(language));
        assert_eq!(chosen, Chosen { language, own: is_own.then_some(language) });
    }
}
