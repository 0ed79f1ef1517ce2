//! The claims of a verified token.

use std::collections::BTreeMap;

/// The claims of a token whose issuer, audience, signature and expiry the gateway has verified. The function puts
/// them into the request's extensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims(pub BTreeMap<String, String>);

/// How the claims are called: Cognito's names, unless another issuer is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// The tenant's instance name. A platform token has none.
    pub tenant: String,
    /// The role, among the user's groups.
    pub role: String,
    /// The resource of a `resource` user.
    pub resource: String,
    /// The scopes of a `machine` user, separated by spaces or commas.
    pub scopes: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            tenant: "custom:tenant".into(),
            role: "cognito:groups".into(),
            resource: "custom:resource".into(),
            scopes: "custom:scopes".into(),
        }
    }
}

impl Claims {
    /// A claim's value, where there is one that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The values of a claim that lists several. API Gateway writes an array as `[a b]`.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        let text = self.0.get(name).map_or("", String::as_str);
        text.split([' ', ',', '[', ']', '"']).filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_in_several_forms() {
        for text in ["[admin staff]", "admin staff", "admin,staff", "[\"admin\",\"staff\"]", " [ admin , staff ] "] {
            let claims = Claims(BTreeMap::from([("groups".into(), text.into())]));
            assert_eq!(claims.list("groups").collect::<Vec<_>>(), ["admin", "staff"], "{text}");
        }
        assert_eq!(Claims::default().list("groups").count(), 0);
        assert_eq!(Claims(BTreeMap::from([("tenant".into(), " ".into())])).text("tenant"), None);
    }
}
