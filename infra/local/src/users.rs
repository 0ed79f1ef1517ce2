//! Users of the clinics, in the deployment's Cognito user pool.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::cloud::Cloud;

/// Every local user's password.
const PASSWORD: &str = "Local-cloud-1";

/// A user's group in the pool, which the API takes for the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Operates the service; belongs to no tenant.
    Platform,
    /// Another system, limited by its scopes.
    Machine,
    /// May do all within a tenant.
    Admin,
    /// The desk of a clinic.
    Operator,
    /// A doctor or a room.
    Resource,
}

impl Role {
    fn group(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Machine => "machine",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Resource => "resource",
        }
    }
}

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct User {
    name: String,
    role: Role,
    claims: Vec<(&'static str, String)>,
}

impl User {
    /// A user of no tenant.
    pub fn new(name: &str, role: Role) -> Self {
        Self { name: name.to_owned(), role, claims: Vec::new() }
    }

    /// The name to sign in with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same user, of this tenant.
    #[must_use]
    pub fn of(mut self, tenant: &str) -> Self {
        self.claims.push(("custom:tenant", tenant.to_owned()));
        self
    }

    /// The same user, being this resource.
    #[must_use]
    pub fn being(mut self, resource: &str) -> Self {
        self.claims.push(("custom:resource", resource.to_owned()));
        self
    }

    /// The same user with these scopes, separated by spaces.
    #[must_use]
    pub fn with_scopes(mut self, scopes: &str) -> Self {
        self.claims.push(("custom:scopes", scopes.to_owned()));
        self
    }
}

impl Cloud {
    /// Creates the user, signs in, and gives the ID token, which is good for an hour.
    ///
    /// # Errors
    /// If the name is taken.
    pub fn sign_in(&self, user: &User) -> Result<String> {
        let pool = self.outputs().get("UserPoolId")?;
        let mut attributes = vec![json!({
            "Name": "email", "Value": format!("{}@example.com", user.name),
        })];
        for (name, value) in &user.claims {
            attributes.push(json!({"Name": name, "Value": value}));
        }
        self.cognito(
            "AdminCreateUser",
            &json!({
                "UserPoolId": pool,
                "Username": user.name,
                "MessageAction": "SUPPRESS",
                "UserAttributes": attributes,
            }),
        )?;
        self.cognito(
            "AdminAddUserToGroup",
            &json!({
                "UserPoolId": pool,
                "Username": user.name,
                "GroupName": user.role.group(),
            }),
        )?;
        self.sign_in_as(&user.name)
    }

    /// Signs in a user who exists already, such as one whom the API has created, and gives the ID
    /// token. The password is set first, without the change that a first login asks for.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn sign_in_as(&self, name: &str) -> Result<String> {
        self.cognito(
            "AdminSetUserPassword",
            &json!({
                "UserPoolId": self.outputs().get("UserPoolId")?,
                "Username": name,
                "Password": PASSWORD,
                "Permanent": true,
            }),
        )?;
        let answer = self.cognito(
            "InitiateAuth",
            &json!({
                "ClientId": self.outputs().get("UserPoolClientId")?,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": name, "PASSWORD": PASSWORD},
            }),
        )?;
        answer["AuthenticationResult"]["IdToken"].as_str().map(str::to_owned).context("no ID token in the answer")
    }

    fn cognito(&self, action: &str, body: &Value) -> Result<Value> {
        self.aws().call(&format!("AWSCognitoIdentityProviderService.{action}"), body)
    }
}
