//! Countries by their ISO 3166-1 code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// The officially assigned codes, in order, and `XK`, which CLDR, the European Union and the numbering plan data
/// use for Kosovo.
const CODES: &[u8] = b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCG\
    CHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHM\
    HNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ\
    MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSM\
    SNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// A country or territory by its ISO 3166-1 alpha-2 code, for example `IT`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^[A-Z]{2}$", example = "IT")
)]
pub struct Country([u8; 2]);

impl Country {
    /// Spain.
    pub const ES: Self = Self(*b"ES");
    /// France.
    pub const FR: Self = Self(*b"FR");
    /// The United Kingdom.
    pub const GB: Self = Self(*b"GB");
    /// Italy.
    pub const IT: Self = Self(*b"IT");
    /// Norway.
    pub const NO: Self = Self(*b"NO");
    /// The United States.
    pub const US: Self = Self(*b"US");

    /// The country of a code in capitals.
    ///
    /// # Errors
    /// [`UnknownCountry`] for all else.
    pub fn parse(code: &str) -> Result<Self, UnknownCountry> {
        let unknown = UnknownCountry { size: code.len() };
        let code: [u8; 2] = code.as_bytes().try_into().map_err(|_| unknown)?;
        let (codes, _) = CODES.as_chunks::<2>();
        codes.binary_search(&code).map(|_| Self(code)).map_err(|_| unknown)
    }

    /// A code from a table of our own; a test holds the tables to the list.
    pub(super) const fn listed(code: [u8; 2]) -> Self {
        Self(code)
    }

    /// The code, for example `IT`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always ASCII: every constructor takes it from the list.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A code that is none of a country in ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a country code: two capital letters of ISO 3166-1 are wanted, {size} bytes were given")]
pub struct UnknownCountry {
    /// How many bytes were given.
    pub size: usize,
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(code: &str) -> Result<Self, UnknownCountry> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(code: String) -> Result<Self, UnknownCountry> {
        Self::parse(&code)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_complete_and_in_order() {
        let (codes, rest) = CODES.as_chunks::<2>();
        assert_eq!((codes.len(), rest.len()), (250, 0));
        assert!(codes.is_sorted());
    }

    #[test]
    fn only_listed_capitals_pass() {
        for code in ["AD", "IT", "NO", "XK", "ZW"] {
            assert_eq!(Country::parse(code).unwrap().as_str(), code);
        }
        for code in ["", "I", "it", "It", "ITA", "UK", "EU", "XX", "è", "  "] {
            assert_eq!(Country::parse(code), Err(UnknownCountry { size: code.len() }), "{code}");
        }
    }

    #[test]
    fn json_is_the_code() {
        assert_eq!(serde_json::to_string(&Country::IT).unwrap(), r#""IT""#);
        assert_eq!(serde_json::from_str::<Country>(r#""NO""#).unwrap(), Country::NO);
        assert!(serde_json::from_str::<Country>(r#""no""#).is_err());
    }
}
