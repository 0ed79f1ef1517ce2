//! What a failed call means: was it refused for good, refused for now, or is its outcome unknown?

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use carebell_workflows::ports::Outcome;

/// Errors that say "not now". SES: <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html>;
/// SNS: <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>; both: the common errors.
const NOT_NOW: [&str; 9] = [
    "TooManyRequestsException",
    "LimitExceededException",
    "SendingPausedException",
    "AccountSuspendedException",
    "Throttling",
    "ThrottlingException",
    "Throttled",
    "ThrottledException",
    "RequestLimitExceeded",
];

/// The outcome of a call that failed. An error of the client's kind (4xx) is a definite refusal; after an error of the
/// server's kind, a time-out or a broken connection nobody knows.
pub(crate) fn outcome<E>(error: &SdkError<E, HttpResponse>) -> Outcome
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => Outcome::Refused { words: "the request could not be made".to_owned() },
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            let code = answer.err().code().unwrap_or("an error without a code");
            let words = format!("{status} {code}");
            if NOT_NOW.contains(&code) || status == 429 {
                Outcome::Throttled { words }
            } else if (400..500).contains(&status) {
                Outcome::Refused { words }
            } else {
                Outcome::Unknown { words }
            }
        }
        SdkError::DispatchFailure(_) if never_connected(error) => {
            Outcome::Throttled { words: "the provider could not be reached".to_owned() }
        }
        _ => Outcome::Unknown { words: "the provider's answer was lost".to_owned() },
    }
}

/// Whether no connection came about at all: then nothing can have been sent.
fn never_connected(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = error.source();
    while let Some(deeper) = cause {
        if let Some(io) = deeper.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return true;
        }
        cause = deeper.source();
    }
    false
}
