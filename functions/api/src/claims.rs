//! The claims of the token that the gateway has verified: into the request's extensions, where the API expects them.

use carebell_http::Claims;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

/// The request with the claims of its token; without a token it has none, and only the open routes answer.
pub(crate) fn verified(mut request: Request) -> Request {
    let claims = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            let jwt = context.authorizer.as_ref().and_then(|authorizer| authorizer.jwt.as_ref());
            jwt.map(|jwt| Claims(jwt.claims.clone().into_iter().collect()))
        }
        _ => None,
    };
    if let Some(claims) = claims {
        request.extensions_mut().insert(claims);
    }
    request
}
