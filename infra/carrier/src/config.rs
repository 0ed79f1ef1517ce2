//! What a carrier is told at its start.

/// The settings of one carrier.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the emulator listens, such as `http://127.0.0.1:4566`. Without one, receipts are
    /// noted with their message, at their time, and go nowhere.
    pub emulator_endpoint: Option<String>,
    /// The region that the log groups, addresses and calls name.
    pub region: String,
    /// The account of twelve digits that the log groups and calls name.
    pub account: String,
    /// The configuration set whose messages are tracked: only these are ever opened or clicked.
    pub tracked_configuration_set: Option<String>,
    /// The `source` of the events on the bus. Only AWS may publish as `aws.ses`.
    pub event_source: String,
    /// The port on 127.0.0.1 to listen on; 0 takes a free one.
    pub port: u16,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            emulator_endpoint: None,
            region: "us-east-1".to_owned(),
            account: "000000000000".to_owned(),
            tracked_configuration_set: None,
            event_source: "local.ses".to_owned(),
            port: 0,
        }
    }
}
