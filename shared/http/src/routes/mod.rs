//! The routes: one table, from which come the router, the access check and the OpenAPI document.

mod appointments;
mod audit;
pub(crate) mod catalogue;
mod clients;
mod dead_letters;
mod messages;
mod open;
mod patients;
mod platform;
mod senders;
mod settings;
mod surveys;
pub(crate) mod texts;
mod users;

use axum::Router;
use axum::routing::{MethodFilter, on};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::access::{Allow, Allows, Grant, Row};
use crate::api::Api;

macro_rules! allows {
    (open) => {
        None
    };
    ($platform:expr, $machine:expr, $admin:expr, $operator:expr, $resource:expr) => {
        Some(Allows { platform: $platform, machine: $machine, admin: $admin, operator: $operator, resource: $resource })
    };
}

macro_rules! endpoints {
    ($($method:ident $path:literal => $($handler:ident)::+, [$($who:tt)+];)*) => {
        /// Every route, and who may call it.
        pub(crate) const TABLE: &[Row] =
            &[$(Row { method: stringify!($method), path: $path, allows: allows!($($who)+) }),*];

        /// The router.
        pub(crate) fn serve() -> Router<Api> {
            Router::new()$(.route($path, on(MethodFilter::$method, $($handler)::+)))*
        }

        /// The document of every route, as its handler describes it.
        pub(crate) fn documented() -> OpenApi {
            let router: OpenApiRouter<Api> = OpenApiRouter::new()$(.routes(utoipa_axum::routes!($($handler)::+)))*;
            router.into_openapi()
        }
    };
}

const NO: Allow = Allow::No;
const YES: Allow = Allow::Yes;
const OWN: Allow = Allow::Own;
const SET: Allow = Allow::Granted(Grant::Settings);
const TXT: Allow = Allow::Granted(Grant::Texts);
const CAT: Allow = Allow::Granted(Grant::Catalogue);
const A_R: Allow = Allow::Scope("appointments:read");
const A_W: Allow = Allow::Scope("appointments:write");
const C_R: Allow = Allow::Scope("clients:read");
const C_W: Allow = Allow::Scope("clients:write");
const M_R: Allow = Allow::Scope("messages:read");
const T_R: Allow = Allow::Scope("catalogue:read");

/// Every scope that a machine can have.
pub(crate) const SCOPES: [&str; 6] =
    ["appointments:read", "appointments:write", "catalogue:read", "clients:read", "clients:write", "messages:read"];

#[rustfmt::skip]
endpoints! {
    //                                                                                          platform machine admin operator resource
    GET    "/status"                                        => open::status::status,                        [open];
    GET    "/openapi.json"                                  => open::document::document,                    [open];
    GET    "/docs"                                          => open::page::page,                            [open];
    GET    "/v1/platform/tenants"                           => platform::list::list_tenants,                [YES, NO,  NO,  NO,  NO];
    POST   "/v1/platform/tenants"                           => platform::create::create_tenant,             [YES, NO,  NO,  NO,  NO];
    GET    "/v1/platform/tenants/{tenant}"                  => platform::get::get_tenant,                   [YES, NO,  NO,  NO,  NO];
    GET    "/v1/platform/tenants/{tenant}/senders"          => senders::of_tenant::get_senders_of,          [YES, NO,  NO,  NO,  NO];
    PUT    "/v1/platform/tenants/{tenant}/senders"          => senders::put::put_senders_of,                [YES, NO,  NO,  NO,  NO];
    GET    "/v1/platform/dead-letters"                      => platform::dead_letters::list_unclaimed,      [YES, NO,  NO,  NO,  NO];
    GET    "/v1/settings"                                   => settings::get::get_settings,                 [NO,  NO,  YES, YES, NO];
    PUT    "/v1/settings"                                   => settings::put::put_settings,                 [NO,  NO,  YES, SET, NO];
    POST   "/v1/settings/recalls/preview"                   => settings::preview_recalls::preview_recalls,  [NO,  NO,  YES, SET, NO];
    GET    "/v1/senders"                                    => senders::get::get_senders,                   [NO,  NO,  YES, YES, NO];
    GET    "/v1/texts"                                      => texts::list::list_texts,                     [NO,  NO,  YES, YES, NO];
    GET    "/v1/texts/legend"                               => texts::legend::get_legend,                   [NO,  NO,  YES, YES, NO];
    GET    "/v1/texts/{event}/{channel}/{language}"         => texts::get::get_text,                        [NO,  NO,  YES, YES, NO];
    PUT    "/v1/texts/{event}/{channel}/{language}"         => texts::put::put_text,                        [NO,  NO,  YES, TXT, NO];
    DELETE "/v1/texts/{event}/{channel}/{language}"         => texts::delete::delete_text,                  [NO,  NO,  YES, TXT, NO];
    GET    "/v1/locations"                                  => catalogue::location::list_locations,         [NO,  T_R, YES, YES, YES];
    POST   "/v1/locations"                                  => catalogue::location::create_location,        [NO,  NO,  YES, CAT, NO];
    GET    "/v1/locations/{id}"                             => catalogue::location::get_location,           [NO,  T_R, YES, YES, YES];
    PUT    "/v1/locations/{id}"                             => catalogue::location::put_location,           [NO,  NO,  YES, CAT, NO];
    DELETE "/v1/locations/{id}"                             => catalogue::location::delete_location,        [NO,  NO,  YES, CAT, NO];
    GET    "/v1/resources"                                  => catalogue::resource::list_resources,         [NO,  T_R, YES, YES, NO];
    POST   "/v1/resources"                                  => catalogue::resource::create_resource,        [NO,  NO,  YES, CAT, NO];
    GET    "/v1/resources/{id}"                             => catalogue::resource::get_resource,           [NO,  T_R, YES, YES, OWN];
    PUT    "/v1/resources/{id}"                             => catalogue::resource::put_resource,           [NO,  NO,  YES, CAT, NO];
    DELETE "/v1/resources/{id}"                             => catalogue::resource::delete_resource,        [NO,  NO,  YES, CAT, NO];
    GET    "/v1/services"                                   => catalogue::service::list_services,           [NO,  T_R, YES, YES, YES];
    POST   "/v1/services"                                   => catalogue::service::create_service,          [NO,  NO,  YES, CAT, NO];
    GET    "/v1/services/{id}"                              => catalogue::service::get_service,             [NO,  T_R, YES, YES, YES];
    PUT    "/v1/services/{id}"                              => catalogue::service::put_service,             [NO,  NO,  YES, CAT, NO];
    DELETE "/v1/services/{id}"                              => catalogue::service::delete_service,          [NO,  NO,  YES, CAT, NO];
    GET    "/v1/groups"                                     => catalogue::group::list_groups,               [NO,  T_R, YES, YES, YES];
    POST   "/v1/groups"                                     => catalogue::group::create_group,              [NO,  NO,  YES, CAT, NO];
    GET    "/v1/groups/{id}"                                => catalogue::group::get_group,                 [NO,  T_R, YES, YES, YES];
    PUT    "/v1/groups/{id}"                                => catalogue::group::put_group,                 [NO,  NO,  YES, CAT, NO];
    DELETE "/v1/groups/{id}"                                => catalogue::group::delete_group,              [NO,  NO,  YES, CAT, NO];
    GET    "/v1/insurances"                                 => catalogue::insurance::list_insurances,       [NO,  T_R, YES, YES, YES];
    POST   "/v1/insurances"                                 => catalogue::insurance::create_insurance,      [NO,  NO,  YES, CAT, NO];
    GET    "/v1/insurances/{id}"                            => catalogue::insurance::get_insurance,         [NO,  T_R, YES, YES, YES];
    PUT    "/v1/insurances/{id}"                            => catalogue::insurance::put_insurance,         [NO,  NO,  YES, CAT, NO];
    DELETE "/v1/insurances/{id}"                            => catalogue::insurance::delete_insurance,      [NO,  NO,  YES, CAT, NO];
    GET    "/v1/users"                                      => users::list::list_users,                     [NO,  NO,  YES, NO,  NO];
    POST   "/v1/users"                                      => users::create::create_user,                  [NO,  NO,  YES, NO,  NO];
    GET    "/v1/users/{id}"                                 => users::get::get_user,                        [NO,  NO,  YES, NO,  NO];
    PUT    "/v1/users/{id}"                                 => users::put::put_user,                        [NO,  NO,  YES, NO,  NO];
    DELETE "/v1/users/{id}"                                 => users::delete::delete_user,                  [NO,  NO,  YES, NO,  NO];
    GET    "/v1/clients"                                    => clients::list::list_clients,                 [NO,  C_R, YES, YES, NO];
    POST   "/v1/clients"                                    => clients::create::create_client,              [NO,  C_W, YES, YES, NO];
    GET    "/v1/clients/{client}"                           => clients::get::get_client,                    [NO,  C_R, YES, YES, NO];
    PUT    "/v1/clients/{client}"                           => clients::put::put_client,                    [NO,  C_W, YES, YES, NO];
    GET    "/v1/clients/{client}/patients"                  => patients::list::list_patients,               [NO,  C_R, YES, YES, NO];
    POST   "/v1/clients/{client}/patients"                  => patients::create::create_patient,            [NO,  C_W, YES, YES, NO];
    GET    "/v1/clients/{client}/patients/{patient}"        => patients::get::get_patient,                  [NO,  C_R, YES, YES, NO];
    PUT    "/v1/clients/{client}/patients/{patient}"        => patients::put::put_patient,                  [NO,  C_W, YES, YES, NO];
    GET    "/v1/clients/{client}/appointments"              => appointments::of_client::list_of_client,     [NO,  A_R, YES, YES, NO];
    GET    "/v1/appointments"                               => appointments::list::list_appointments,       [NO,  A_R, YES, YES, OWN];
    POST   "/v1/appointments"                               => appointments::create::create_appointment,    [NO,  A_W, YES, YES, NO];
    GET    "/v1/appointments/{id}"                          => appointments::get::get_appointment,          [NO,  A_R, YES, YES, OWN];
    PUT    "/v1/appointments/{id}"                          => appointments::put::put_appointment,          [NO,  A_W, YES, YES, NO];
    POST   "/v1/appointments/{id}/approve"                  => appointments::approve::approve_appointment,  [NO,  A_W, YES, YES, NO];
    POST   "/v1/appointments/{id}/cancel"                   => appointments::cancel::cancel_appointment,    [NO,  A_W, YES, YES, NO];
    POST   "/v1/appointments/{id}/attended"                 => appointments::attended::mark_attended,       [NO,  A_W, YES, YES, NO];
    POST   "/v1/appointments/{id}/no-show"                  => appointments::no_show::mark_no_show,         [NO,  A_W, YES, YES, NO];
    GET    "/v1/appointments/{id}/timeline"                 => appointments::timeline::get_timeline,        [NO,  A_R, YES, YES, OWN];
    GET    "/v1/messages"                                   => messages::list::list_messages,               [NO,  M_R, YES, YES, OWN];
    GET    "/v1/messages/counts"                            => messages::counts::count_messages,            [NO,  M_R, YES, YES, NO];
    GET    "/v1/messages/{id}"                              => messages::get::get_message,                  [NO,  M_R, YES, YES, OWN];
    GET    "/v1/dead-letters"                               => dead_letters::list_dead_letters,             [NO,  NO,  YES, NO,  NO];
    GET    "/v1/survey-answers"                             => surveys::list::list_survey_answers,          [NO,  NO,  YES, YES, NO];
    GET    "/v1/survey-results"                             => surveys::results::get_survey_results,        [NO,  NO,  YES, YES, NO];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::caller::Role;

    #[test]
    fn table_and_document_name_the_same_routes() {
        let table: BTreeSet<(String, String)> =
            TABLE.iter().map(|row| (row.method.to_ascii_lowercase(), row.path.to_owned())).collect();
        assert_eq!(table.len(), TABLE.len(), "a route stands twice in the table");
        let document = serde_json::to_value(documented()).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        let documented: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().into_iter().flatten().map(|(method, _)| (method.clone(), path.clone()))
            })
            .collect();
        assert_eq!(table, documented);
    }

    #[test]
    fn the_platform_reaches_its_own_routes_only() {
        for row in TABLE {
            let Some(allows) = row.allows else {
                assert!(!row.path.starts_with("/v1/"), "{} is open", row.path);
                continue;
            };
            let is_platforms = row.path.starts_with("/v1/platform/");
            for role in Role::ALL {
                let allow = allows.of(role);
                if (role == Role::Platform) != is_platforms {
                    assert_eq!(allow, Allow::No, "{} {} {role:?}", row.method, row.path);
                }
                if let Allow::Scope(scope) = allow {
                    assert!(SCOPES.contains(&scope) && role == Role::Machine, "{scope}");
                }
                if allow == Allow::Own {
                    assert!(role == Role::Resource && row.method == "GET", "{} {}", row.method, row.path);
                }
            }
            let admin = allows.of(Role::Admin);
            assert_eq!(admin == Allow::Yes, !is_platforms, "an administrator has all of the tenant: {}", row.path);
        }
    }

    #[test]
    fn a_doctor_reads() {
        let writes = TABLE.iter().filter(|row| row.method != "GET").filter_map(|row| row.allows);
        assert!(writes.into_iter().all(|allows| allows.resource == Allow::No));
    }
}
