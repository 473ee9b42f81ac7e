//! Slurm, really run: a controller, a node, and munge, by which they know each other.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::common::{TestProject, tool};
use super::{CLIENTS, Daemon, assert_same, can_run, deployed, free_port, killed_once, whole};

/// A cluster of one node on loopback. The order is that in which it ends.
struct Cluster {
    _node: Daemon,
    _controller: Daemon,
    _munge: Daemon,
    folder: TempDir,
}

impl Cluster {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for name in ["state", "spool"] {
            fs::create_dir(root.join(name)).expect("a folder");
        }
        fs::write(root.join("slurm.conf"), configuration(root)).expect("a writable file");
        let key = root.join("munge.key");
        fs::write(&key, "only a key for a test on one machine".repeat(8)).expect("a file");
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).expect("rights");
        let mut munge = Command::new("munged");
        munge.args(["--foreground", "--force", "--num-threads=2"]);
        for name in ["key-file", "socket", "pid-file", "seed-file"] {
            munge.arg(format!("--{name}={}/munge.{}", root.display(), &name[..3]));
        }
        let munge = Daemon::start(&mut munge, &["Created socket"]);
        let daemon = |args: &[&str], said| {
            let mut command = Command::new(args[0]);
            command.args(&args[1..]).env("SLURM_CONF", root.join("slurm.conf")).current_dir(root);
            Daemon::start(&mut command, &[said])
        };
        let controller = daemon(&["slurmctld", "-D", "-c"], "Running as primary controller");
        let node = daemon(&["slurmd", "-D", "-N", "node"], "slurmd started");
        Self { _node: node, _controller: controller, _munge: munge, folder }
    }

    /// A command of Slurm's, ready to be run.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env("SLURM_CONF", self.folder.path().join("slurm.conf"));
        command.current_dir(self.folder.path());
        command
    }

    /// The only file with such a name that a job has written.
    fn log(&self, beginning: &str, end: &str) -> String {
        let names = fs::read_dir(self.folder.path()).expect("a folder");
        let names = names.map(|it| it.expect("an entry").file_name().into_string().expect("text"));
        let mut names: Vec<String> =
            names.filter(|it| it.starts_with(beginning) && it.ends_with(end)).collect();
        let name = names.pop().expect("a log");
        assert!(names.is_empty(), "{names:?} beside {name}");
        fs::read_to_string(self.folder.path().join(name)).expect("text")
    }
}

/// Daemons that need nothing of the machine: no accounts, no cgroups, no files but these.
fn configuration(root: &Path) -> String {
    let host = String::from_utf8(tool("uname", &["-n"])).expect("a name");
    let host = host.trim().split('.').next().expect("a name");
    let root = root.display();
    let (controller, node) = (free_port(), free_port());
    // A credential that is valid for two minutes, as usual, keeps a task for as long from the
    // queue. The node says that it has more cores than it has.
    format!(
        "ClusterName=test\n\
         SlurmctldHost={host}(127.0.0.1)\n\
         SlurmctldPort={controller}\n\
         SlurmdPort={node}\n\
         SlurmUser=root\n\
         SlurmdUser=root\n\
         AuthType=auth/munge\n\
         CredType=cred/munge\n\
         AuthInfo=cred_expire=10,socket={root}/munge.soc\n\
         StateSaveLocation={root}/state\n\
         SlurmdSpoolDir={root}/spool\n\
         SlurmctldPidFile={root}/slurmctld.pid\n\
         SlurmdPidFile={root}/slurmd.pid\n\
         ProctrackType=proctrack/linuxproc\n\
         TaskPlugin=task/none\n\
         JobAcctGatherType=jobacct_gather/none\n\
         SelectType=select/cons_tres\n\
         SelectTypeParameters=CR_Core\n\
         SchedulerType=sched/builtin\n\
         SchedulerParameters=sched_interval=1\n\
         MpiDefault=none\n\
         SwitchType=switch/none\n\
         MessageTimeout=60\n\
         SlurmdParameters=config_overrides\n\
         NodeName=node NodeHostname={host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=8192\n\
         PartitionName=all Nodes=node Default=YES State=UP\n"
    )
}

/// Eight tasks, of which one is killed: it goes to the queue again by itself and goes on where it
/// was, and what the last job brings together is what one whole run makes.
#[test]
fn a_job_array_makes_the_letters_of_one_whole_run() {
    if !can_run(&["slurmctld", "slurmd", "sbatch", "munged"]) {
        return;
    }
    let whole = whole();
    let project = TestProject::of_clients(CLIENTS);
    let cluster = Cluster::start();
    let mut start = cluster.command(&deployed("slurm/start"));
    start.arg(project.path("")).env("OSHIRASE", killed_once(cluster.folder.path()));
    let output = start.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let jobs = String::from_utf8(output.stdout).expect("the jobs' numbers");
    let merge = jobs.lines().find_map(|line| line.strip_prefix("merge ")).expect("a number");

    // This one gets its turn when the last job is through.
    let mut last = cluster.command("salloc".as_ref());
    last.arg("--quiet").arg(format!("--dependency=afterany:{merge}")).arg("true");
    assert!(last.status().expect("salloc").success());

    let merged = cluster.log("letters-merge-", ".log");
    let log = cluster.log("letters-", "-3.log");
    let (first, second) = log.split_once("goes to the queue again (exit code 137)").expect(&log);
    assert!(!first.contains("made "), "it was killed: {log}");
    assert!(second.contains("made 0, unchanged "), "it goes on where it was: {log}");
    assert!(!second.contains("unchanged 0"), "{log}");
    assert!(project.path("out/ledger.sqlite3").exists(), "{merged}{log}");
    assert_same(&project, &whole);
}
