//! The texts of messages: the tenant's own, and the product's where the tenant has none.

pub(super) mod delete;
pub(super) mod get;
pub(crate) mod html;
pub(super) mod legend;
pub(super) mod list;
pub(super) mod put;
pub(super) mod shape;

use carebell_domain::{Channel, Event, Language, TenantId};
use carebell_workflows::api::documents::text_name;
use carebell_workflows::ports::{Kind, TenantText};

use self::shape::TextShape;
use crate::api::{Ports, stored};
use crate::problem::Problem;

/// Which text.
type Which = (Event, Channel, Language);

/// The text that holds, and the version of its document where it is the tenant's own. `plain`: whether SMS are written
/// in plain letters.
async fn holding(
    api: &Ports,
    tenant: &TenantId,
    which: Which,
    plain: bool,
) -> Result<(TextShape, Option<u64>), Problem> {
    let (event, channel, language) = which;
    let Some(document) = api.config.get(tenant, Kind::Text, &text_name(event, channel, language)).await? else {
        return Ok((TextShape::product(which, plain), None));
    };
    let version = document.version;
    let own: TenantText = stored(document)?;
    Ok((TextShape::own(which, own, plain), Some(version)))
}
