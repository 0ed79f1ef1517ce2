//! Runs a carrier until it is interrupted, and prints its address.

use anyhow::Context;
use carebell_carrier::{Carrier, Config};
use clap::Parser;

/// Stands in for SES v2 and SNS publish beside an AWS emulator.
#[derive(Parser)]
#[command(name = "carrier")]
struct Options {
    /// Where the emulator listens; receipts go nowhere without it
    #[arg(long, value_name = "URL")]
    emulator: Option<String>,
    /// The region of the log groups
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// The account of the log groups
    #[arg(long, default_value = "000000000000")]
    account: String,
    /// The configuration set whose messages can be opened and clicked
    #[arg(long, value_name = "NAME")]
    tracked: Option<String>,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let carrier = Carrier::start(Config {
        emulator_endpoint: options.emulator,
        region: options.region,
        account: options.account,
        tracked_configuration_set: options.tracked,
        port: options.port,
        ..Config::default()
    })
    .await
    .context("the carrier could not listen")?;
    println!("{}", carrier.url());
    tokio::signal::ctrl_c().await.context("no interrupt can be awaited")?;
    carrier.stop().await;
    Ok(())
}
