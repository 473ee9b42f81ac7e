//! The manifests against Kubernetes' own schemas, and their commands, run as its jobs run them.
//! `tests/run` installs the schemas, which a package for Python brings.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::common::shards::Made;
use super::common::{TestProject, files_below, said};
use super::{CLIENTS, assert_same, deployed, whole};

/// The first version that has everything the manifests use, settled: `backoffLimitPerIndex`.
const OLDEST: (u32, u32) = (1, 33);

/// What a file of `deploy/kubernetes/` holds, document by document.
fn documents(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(deployed("kubernetes").join(file)).expect("a manifest");
    let documents = serde_yaml::Deserializer::from_str(&text).map(Value::deserialize);
    documents.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The only manifest in a file.
fn manifest(file: &str) -> Value {
    let [manifest] = documents(file).try_into().expect("one document");
    manifest
}

fn manifests() -> Vec<String> {
    let files = fs::read_dir(deployed("kubernetes")).expect("a folder");
    let names = files.map(|it| it.expect("an entry").file_name().into_string().expect("text"));
    let mut names: Vec<String> = names.filter(|it| it.ends_with(".yaml")).collect();
    names.sort();
    names
}

/// The folders of the schemas, one for each version of Kubernetes; keys that it does not know
/// are faults. Nothing where there are none, which is said.
fn schemas() -> Vec<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("kubernetes");
    let Ok(folders) = fs::read_dir(target.join("kubernetes_validate/kubernetes-json-schema"))
    else {
        assert!(std::env::var_os("CI").is_none(), "CI installs Kubernetes' schemas");
        eprintln!("SKIPPED: there are no schemas of Kubernetes, which `tests/run` installs");
        return Vec::new();
    };
    let folders = folders.map(|it| it.expect("an entry").path());
    let folders: Vec<PathBuf> = folders.filter(|it| is_strict_and_new(it)).collect();
    assert!(!folders.is_empty(), "no version from {OLDEST:?} on");
    folders
}

fn is_strict_and_new(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let version = name.strip_prefix('v').and_then(|it| it.strip_suffix("-local-strict"));
    let Some((major, rest)) = version.and_then(|it| it.split_once('.')) else { return false };
    let minor = rest.split('.').next().and_then(|it| it.parse().ok());
    let version = major.parse().ok().zip(minor);
    version.is_some_and(|it: (u32, u32)| it >= OLDEST)
}

/// Schemas refer to others of their folder by addresses.
struct Folder(PathBuf);

impl jsonschema::Retrieve for Folder {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let name = uri.path().as_str().rsplit('/').next().unwrap_or_default();
        Ok(serde_json::from_slice(&fs::read(self.0.join(name))?)?)
    }
}

/// What a version of Kubernetes finds wrong with a manifest.
fn faults(schemas: &Path, manifest: &Value) -> Vec<String> {
    let kind = manifest["kind"].as_str().expect("a kind").to_lowercase();
    let version = manifest["apiVersion"].as_str().expect("a version").replace('/', "-");
    let schema = fs::read(schemas.join(format!("{kind}-{version}.json"))).expect("a schema");
    let schema = serde_json::from_slice(&schema).expect("JSON");
    let options = jsonschema::options().with_retriever(Folder(schemas.to_owned()));
    let validator = options.build(&schema).expect("a schema");
    let faults = validator.iter_errors(manifest);
    faults.map(|it| format!("{}: {it}", it.instance_path())).collect()
}

#[test]
fn manifests_are_as_kubernetes_wants_them() {
    for schemas in schemas() {
        for file in manifests() {
            for document in documents(&file) {
                let faults = faults(&schemas, &document);
                assert!(faults.is_empty(), "{file}, {}: {faults:#?}", schemas.display());
            }
        }
        // It sees what is wrong.
        let mut wrong = manifest("letters.yaml");
        wrong["spec"]["backoffLimitPerIndices"] = Value::from(20);
        wrong["spec"]["completions"] = Value::from("eight");
        assert_eq!(faults(&schemas, &wrong).len(), 2);
    }
}

/// What the container of a job runs, with this in the place of `$(JOB_COMPLETION_INDEX)`, and
/// the bucket in this folder.
fn arguments(job: &Value, index: u64, bucket: &Path) -> Vec<String> {
    let containers = &job["spec"]["template"]["spec"]["containers"];
    let arguments = containers[0]["args"].as_array().expect("arguments");
    let (index, bucket) = (index.to_string(), format!("file://{}", bucket.display()));
    let argument = |it: &Value| {
        let it = it.as_str().expect("text").replace("$(JOB_COMPLETION_INDEX)", &index);
        it.replace("s3://bucket", &bucket)
    };
    arguments.iter().map(argument).collect()
}

/// Runs what a pod does, on a project that stands for its volumes.
fn run(project: &TestProject, job: &Value, index: u64, bucket: &Path) {
    let arguments = arguments(job, index, bucket);
    let (mounted, rest) = arguments.split_first().expect("arguments");
    assert_eq!(mounted, "--project=/project");
    let output = project.run(&rest.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{}", said(&output));
}

fn indices(job: &Value) -> std::ops::Range<u64> {
    0..job["spec"]["completions"].as_u64().expect("a number")
}

#[test]
fn the_jobs_make_the_letters_of_one_whole_run() {
    let whole = whole();
    let project = TestProject::of_clients(CLIENTS);
    let (letters, merge) = (manifest("letters.yaml"), manifest("merge.yaml"));
    for index in indices(&letters) {
        run(&project, &letters, index, Path::new("none"));
    }
    run(&project, &merge, 0, Path::new("none"));
    assert_same(&project, &whole);
}

/// The disk of a pod: the facts but for the clients, as a ConfigMap brings them, and nothing
/// that another pod has left. Kubernetes mounts files as links to a folder that it can change.
fn disk_of_a_pod() -> TestProject {
    let (project, facts) = (TestProject::empty(), TestProject::base());
    fs::remove_file(facts.path("data/clients.yaml")).expect("the clients");
    for file in files_below(&facts.path("data")) {
        let name = file.strip_prefix(facts.path("data")).expect("a path in it");
        let text = fs::read_to_string(&file).expect("text");
        project.write(&format!("data/..1/{}", name.display()), &text);
    }
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, project.path("data").join(name)).expect("a link");
    };
    link("..1", "..data");
    for entry in fs::read_dir(project.path("data/..1")).expect("a folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("text");
        link(&format!("..data/{name}"), &name);
    }
    project
}

/// The same with a bucket, which a folder stands for: pods share nothing else.
#[test]
fn with_an_object_store_they_make_them_too() {
    let whole = whole();
    let bucket = tempfile::tempdir().expect("a temporary folder");
    let bucket = bucket.path();
    // The manifest's list is a table; records as they are say the same.
    fs::copy(whole.path("data/clients.yaml"), bucket.join("clients.yaml")).expect("a copy");
    let of_records = |job: &Value| -> Value {
        let text = job.to_string().replace("clients.csv", "clients.yaml");
        serde_json::from_str(&text).expect("JSON")
    };
    let (letters, merge) =
        (of_records(&manifest("letters-store.yaml")), manifest("merge-store.yaml"));
    for index in indices(&letters) {
        run(&disk_of_a_pod(), &letters, index, bucket);
    }
    run(&disk_of_a_pod(), &merge, 0, bucket);
    assert_eq!(Made::of(&bucket.join("prefix")), Made::of(&whole.path("out")));
}
