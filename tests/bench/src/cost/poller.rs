//! Reads the table's stream, as Lambda's poller does (which AWS does not charge).

use anyhow::{Context, Result};
use carebell_testkit::EmulatedTable;
use dynoxide::Database;
use dynoxide::actions::describe_stream::DescribeStreamRequest;
use dynoxide::actions::get_records::GetRecordsRequest;
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::actions::list_streams::ListStreamsRequest;
use serde_json::Value;

/// A place in the stream.
pub(super) struct Poller {
    database: Database,
    iterator: String,
    /// All records since the last [`all`](Self::all).
    kept: Vec<Value>,
}

impl Poller {
    /// At the begin of a table's stream.
    pub(super) fn of(table: &EmulatedTable) -> Result<Self> {
        let database = table.database.clone();
        let streams = database.list_streams(ListStreamsRequest::default())?.streams;
        let stream_arn = streams.into_iter().next().context("the table has a stream")?.stream_arn;
        let describe = DescribeStreamRequest { stream_arn: stream_arn.clone(), ..DescribeStreamRequest::default() };
        let shards = database.describe_stream(describe)?.stream_description.shards;
        let shard_id = shards.into_iter().next().context("the stream has a shard")?.shard_id;
        let begin = GetShardIteratorRequest {
            stream_arn,
            shard_id,
            shard_iterator_type: "TRIM_HORIZON".into(),
            sequence_number: None,
        };
        let iterator = database.get_shard_iterator(begin)?.shard_iterator.context("an iterator")?;
        Ok(Self { database, iterator, kept: Vec::new() })
    }

    /// The records since the last time.
    pub(super) fn fresh(&mut self) -> Result<&[Value]> {
        let known = self.kept.len();
        loop {
            let shard_iterator = self.iterator.clone();
            let answer = self.database.get_records(GetRecordsRequest { shard_iterator, limit: None })?;
            self.iterator = answer.next_shard_iterator.context("the shard goes on")?;
            if answer.records.is_empty() {
                break;
            }
            for record in answer.records {
                self.kept.push(serde_json::to_value(record)?);
            }
        }
        Ok(&self.kept[known..])
    }

    /// All records since this was last asked, those that were new before included.
    pub(super) fn all(&mut self) -> Result<Vec<Value>> {
        self.fresh()?;
        Ok(std::mem::take(&mut self.kept))
    }
}
