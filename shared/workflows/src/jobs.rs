//! The jobs that functions hand to each other. Each carries a `schema` number; code reads the previous one too.

use std::collections::BTreeMap;

use carebell_domain::{ClientId, ItemId, MatterId, TenantId};
use serde::{Deserialize, Serialize};

use crate::ports::{Ids, Target};

/// The present form of [`SendJob`] and [`CentreJob`].
pub const SEND_SCHEMA: u8 = 1;

/// "Look at these appointments of a client: something is due." The job carries no decision: the sender takes that
/// on fresh facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendJob {
    /// Form of the job.
    pub schema: u8,
    /// Name of the job, new for each that is enqueued. Claims carry it: a job that finds its own claim was here before.
    pub id: String,
    /// Whose.
    pub tenant: TenantId,
    /// Which client's.
    pub client: ClientId,
    /// Which appointments, in order of their starts.
    pub items: Vec<ItemId>,
}

/// "Look at this matter: the centre is to be told something."
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreJob {
    /// Form of the job.
    pub schema: u8,
    /// Name of the job, as of a [`SendJob`].
    pub id: String,
    /// Whose.
    pub tenant: TenantId,
    /// Which matter.
    pub matter: MatterId,
}

/// A job of the sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Job {
    /// About a client's appointments.
    Send(SendJob),
    /// About a matter of which the centre is told.
    Centre(CentreJob),
}

impl Job {
    /// Reads a job from a queue.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(body: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Kind {
            matter: Option<serde::de::IgnoredAny>,
        }
        let kind: Kind = serde_json::from_str(body)?;
        if kind.matter.is_some() {
            return serde_json::from_str(body).map(Self::Centre);
        }
        serde_json::from_str(body).map(Self::Send)
    }

    /// Whose it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        match self {
            Self::Send(SendJob { tenant, .. }) | Self::Centre(CentreJob { tenant, .. }) => tenant,
        }
    }
}

/// What is to be looked at, as it makes jobs: one for each client and each matter.
#[derive(Debug, Default)]
pub(crate) struct Gathered<P> {
    clients: BTreeMap<(TenantId, ClientId), (Vec<ItemId>, Vec<P>)>,
    matters: BTreeMap<(TenantId, MatterId), Vec<P>>,
}

impl<P> Gathered<P> {
    /// Adds something to be looked at, with what the caller wants to know of it again.
    pub(crate) fn add(&mut self, tenant: TenantId, target: Target, place: P) {
        match target {
            Target::Appointment(id) => {
                let (items, places) = self.clients.entry((tenant, id.client)).or_insert_with(|| (vec![], vec![]));
                if !items.contains(&id.item) {
                    items.push(id.item);
                }
                places.push(place);
            }
            Target::Matter(matter) => self.matters.entry((tenant, matter)).or_default().push(place),
        }
    }

    /// How many jobs it makes.
    pub(crate) fn len(&self) -> usize {
        self.clients.len() + self.matters.len()
    }

    /// The jobs, each with what was added to it.
    pub(crate) fn jobs(self, ids: &dyn Ids) -> Vec<(Job, Vec<P>)> {
        let schema = SEND_SCHEMA;
        let clients = self.clients.into_iter().map(|((tenant, client), (items, places))| {
            (Job::Send(SendJob { schema, id: ids.ulid(), tenant, client, items }), places)
        });
        let matters = self.matters.into_iter().map(|((tenant, matter), places)| {
            (Job::Centre(CentreJob { schema, id: ids.ulid(), tenant, matter }), places)
        });
        clients.chain(matters).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_read_back() {
        let tenant: TenantId = "tt_one".parse().expect("well formed");
        let name = || "01J".to_owned();
        let client = "c1".parse().expect("well formed");
        let send = SendJob { schema: 1, id: name(), tenant: tenant.clone(), client, items: Vec::new() };
        let matter = "m1".parse().expect("well formed");
        let centre = CentreJob { schema: 1, id: name(), tenant, matter };
        for job in [Job::Send(send), Job::Centre(centre)] {
            let body = serde_json::to_string(&job).expect("it is written");
            assert_eq!(Job::read(&body).expect("it is read"), job);
        }
        for bad in ["", "[]", "{}", r#"{"matter": 7}"#] {
            assert!(Job::read(bad).is_err(), "{bad}");
        }
    }
}
