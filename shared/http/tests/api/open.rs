//! What anyone may read.

use axum::body::Body;
use axum::http::Request;

use crate::world::World;

#[tokio::test]
async fn open_without_a_token_and_with_safe_headers() {
    let world = World::empty().await;
    for (path, content_type) in
        [("/status", "application/json"), ("/openapi.json", "application/json"), ("/docs", "text/html; charset=utf-8")]
    {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = world.send(None, request).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["content-type"], content_type, "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        let policy = answer.headers["content-security-policy"].to_str().expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
    }
}
