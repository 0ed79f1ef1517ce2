//! The deployment of `template.yaml`.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use roxmltree::{Document, Node};

use crate::aws::Aws;
use crate::project::root;
use crate::wait::wait_for;

/// How the template names a function's code; packaging puts an address in S3 in its place.
const CODE: &str = "CodeUri: target/lambda/";

const BUCKET: &str = "code";

/// The template's name in it.
const TEMPLATE: &str = "template.yaml";

/// The outputs of the stack, by the names that `template.yaml` gives them.
#[derive(Clone, Debug)]
pub struct Outputs(BTreeMap<String, String>);

impl Outputs {
    /// One output.
    ///
    /// # Errors
    /// If the template has no output of this name.
    pub fn get(&self, name: &str) -> Result<&str> {
        self.0.get(name).map(String::as_str).with_context(|| format!("the stack has no output {name}"))
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The functions that the template deploys, by their packages' names.
///
/// # Errors
/// If the template cannot be read.
pub fn function_names() -> Result<Vec<String>> {
    Ok(template()?
        .lines()
        .filter_map(|line| line.trim().strip_prefix(CODE))
        .map(|name| name.trim_end_matches('/').to_owned())
        .collect())
}

/// Uploads the archives and creates the stack.
pub(crate) fn deploy(
    aws: &Aws,
    stack: &str,
    archives: Vec<(String, Vec<u8>)>,
    parameters: &BTreeMap<String, String>,
) -> Result<Outputs> {
    let mut body = template()?;
    aws.create_bucket(BUCKET)?;
    for (name, archive) in archives {
        aws.put_object(BUCKET, &name, archive)?;
        body = body.replace(&format!("{CODE}{name}/\n"), &format!("CodeUri: s3://{BUCKET}/{name}\n"));
    }
    // In a request a template may have 51,200 bytes, in a bucket 1 MB.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    aws.put_object(BUCKET, TEMPLATE, body.into_bytes())?;

    let mut form = vec![
        ("Action".to_owned(), "CreateStack".to_owned()),
        ("Version".to_owned(), "2010-05-15".to_owned()),
        ("StackName".to_owned(), stack.to_owned()),
        ("TemplateURL".to_owned(), format!("https://s3.amazonaws.com/{BUCKET}/{TEMPLATE}")),
    ];
    for (index, capability) in ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"].iter().enumerate() {
        form.push((format!("Capabilities.member.{}", index + 1), (*capability).to_owned()));
    }
    for (index, (name, value)) in parameters.iter().enumerate() {
        let member = format!("Parameters.member.{}", index + 1);
        form.push((format!("{member}.ParameterKey"), name.clone()));
        form.push((format!("{member}.ParameterValue"), value.clone()));
    }
    aws.cloudformation(&form)?;
    wait_for("the deployment", Duration::from_secs(120), || outputs_if_deployed(aws, stack))
}

fn template() -> Result<String> {
    fs::read_to_string(root().join("template.yaml")).context("cannot read template.yaml")
}

fn outputs_if_deployed(aws: &Aws, stack: &str) -> Result<Option<Outputs>> {
    let answer = aws.cloudformation(&action("DescribeStacks", stack))?;
    let document = Document::parse(&answer)?;
    let status = text(document.root(), "StackStatus");
    if status.ends_with("_IN_PROGRESS") {
        return Ok(None);
    }
    ensure!(status == "CREATE_COMPLETE", "the deployment ended with {status}:\n{}", failures(aws, stack)?);
    let outputs = document
        .descendants()
        .filter(|node| node.has_tag_name((NAMESPACE, "member")))
        .map(|node| (text(node, "OutputKey"), text(node, "OutputValue")))
        // Stacks, parameters and capabilities are members too.
        .filter(|(name, _)| !name.is_empty())
        .collect();
    Ok(Some(Outputs(outputs)))
}

/// The resources that could not be made, with the reasons.
fn failures(aws: &Aws, stack: &str) -> Result<String> {
    let answer = aws.cloudformation(&action("DescribeStackEvents", stack))?;
    let document = Document::parse(&answer)?;
    Ok(document
        .descendants()
        .filter(|node| node.has_tag_name((NAMESPACE, "member")))
        .filter(|node| text(*node, "ResourceStatus").ends_with("_FAILED"))
        .map(|node| format!("{}: {}\n", text(node, "LogicalResourceId"), text(node, "ResourceStatusReason")))
        .collect())
}

const NAMESPACE: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

fn action(name: &str, stack: &str) -> Vec<(String, String)> {
    [("Action", name), ("Version", "2010-05-15"), ("StackName", stack)]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .to_vec()
}

/// The text of the first element of this name within a node; empty if there is none.
fn text(node: Node<'_, '_>, name: &str) -> String {
    node.descendants()
        .find(|child| child.has_tag_name((NAMESPACE, name)))
        .and_then(|child| child.text())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::function_names;
    use crate::project::root;

    #[test]
    fn every_function_is_deployed() {
        let deployed: BTreeSet<String> = function_names().expect("a template").into_iter().collect();
        let written: BTreeSet<String> = fs::read_dir(root().join("functions"))
            .expect("functions")
            .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
            .collect();
        assert_eq!(deployed, written);
    }
}
