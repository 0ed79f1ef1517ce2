//! The providers and queues behind the ports: SES v2 for e-mail, SNS for SMS, SQS for jobs, Cognito for users.
//!
//! The clients that send have retries switched off (see `carebell_runtime::aws::sending`): a call that was
//! repeated inside the SDK could send twice without a trace.

mod classify;
mod jobs;
mod outbox;
mod ses;
mod sns;
#[cfg(feature = "cognito")]
mod user_pool;

pub use jobs::SqsJobs;
pub use outbox::SqsOutbox;
pub use ses::SesEmail;
pub use sns::SnsSms;
#[cfg(feature = "cognito")]
pub use user_pool::UserPool;
