"""A real Slurm on this machine: munged, slurmctld and a slurmd for every emulated node, all in one folder.

    with LocalSlurm(folder, nodes=2, cores=2) as slurm:
        slurm.call("sbatch", "job.sh")

Needs root (slurmd starts jobs) and the packages slurm-wlm and munge; nothing of the machine's own Slurm is touched.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import time

CONFIGURATION = """
ClusterName=local
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={first_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A job that queues itself again waits until its credential has expired.
AuthInfo=socket={folder}/munge.socket,cred_expire=15
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n/spool
SlurmdPidFile={folder}/%n/pid
SlurmdLogFile={folder}/%n/log
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldLogFile={folder}/slurmctld.log
# No cgroups: all "nodes" share this machine's.
ProctrackType=proctrack/linuxproc
JobAcctGatherType=jobacct_gather/none
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=1,sched_interval=5
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=10
KillWait=10
"""

# Processes of different nodes believe that they share no memory, but they see each other's: Open MPI's shared-memory
# transport would crash, so they talk over TCP as on a real cluster.
ENVIRONMENT = {"OMPI_MCA_pml": "ob1", "OMPI_MCA_btl": "self,tcp", "OMPI_MCA_btl_tcp_if_include": "lo"}


# A node is a set of processes that see each other only and die with the first of them. It has a place of its own for
# temporary files, because PMIx names its folder after job and step, not after the node; and cgroups as Slurm expects
# them, also in a container that shows none.
NODE = """mount -t tmpfs tmpfs {folder}/tmp
mount -t tmpfs tmpfs /sys/fs/cgroup
exec slurmd -D -N {node}"""


def reason_to_skip():
    """Why no Slurm can be started here, or nothing."""
    if os.geteuid() != 0:
        return "needs root: slurmd starts the jobs"
    missing = [name for name in ("munged", "slurmctld", "slurmd", "sbatch") if shutil.which(name, path=path_of_tools()) is None]
    return f"{', '.join(missing)} not found: install slurm-wlm and munge" if missing else None


def path_of_tools():
    return os.environ["PATH"] + ":/usr/sbin:/sbin"


class LocalSlurm:
    def __init__(self, folder, nodes, cores, first_port=37000):
        self.folder = pathlib.Path(folder)
        self.nodes = [f"n{i + 1}" for i in range(nodes)]
        self.cores = cores
        self.first_port = first_port
        self.daemons = []
        self.slurmds = {}

    def __enter__(self):
        try:
            self.configure()
            self.start("munged", "--foreground", "--force", f"--key-file={self.folder}/munge.key",
                       f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munged.pid",
                       f"--log-file={self.folder}/munged.log", f"--seed-file={self.folder}/munged.seed")
            self.wait_until(lambda: (self.folder / "munge.socket").exists(), "munged")
            self.start("slurmctld", "-D", "-c")
            for node in self.nodes:
                self.slurmds[node] = self.start("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c",
                                                NODE.format(folder=self.folder, node=node))
            self.wait_until(lambda: self.call("sinfo", "-h", "-t", "idle", "-o", "%D").strip() == str(len(self.nodes)), "the nodes")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for node in list(self.slurmds):
            if self.slurmds[node] in self.daemons:
                self.kill_node(node)
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def configure(self):
        for part in ("state", "tmp", *self.nodes):
            (self.folder / part).mkdir(parents=True)
        for node in self.nodes:
            (self.folder / node / "spool").mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.folder.chmod(0o755)  # munged refuses a folder that others may write to
        text = CONFIGURATION.format(folder=self.folder, host=socket.gethostname(), first_port=self.first_port)
        text += f"TmpFS={self.folder}/tmp\n"
        for i, node in enumerate(self.nodes):
            text += f"NodeName={node} NodeHostname=localhost NodeAddr=127.0.0.1 Port={self.first_port + 1 + i} CPUs={self.cores}\n"
        text += f"PartitionName=all Nodes={','.join(self.nodes)} Default=YES MaxTime=INFINITE State=UP\n"
        (self.folder / "slurm.conf").write_text(text)
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n")

    def environment(self):
        return {**os.environ, **ENVIRONMENT, "PATH": path_of_tools(), "SLURM_CONF": str(self.folder / "slurm.conf"),
                "TMPDIR": str(self.folder / "tmp")}

    def start(self, *command):
        with open(self.folder / "daemons.log", "a") as log:
            self.daemons.append(subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        return self.daemons[-1]

    def kill_node(self, node):
        """All processes of the node die at once."""
        self.slurmds[node].kill()
        self.slurmds[node].wait()
        self.daemons.remove(self.slurmds[node])

    def call(self, *command, folder=None):
        """Standard output of a Slurm command; an error of it is an error here."""
        result = subprocess.run(command, env=self.environment(), cwd=folder, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {result.stderr}")
        return result.stdout

    def job(self, number):
        """What `scontrol show job` says, by key."""
        words = self.call("scontrol", "show", "job", "-o", str(number)).split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    def wait_until(self, is_there, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if is_there():
                    return
            except RuntimeError:
                pass
            dead = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]
            if dead:
                break
            time.sleep(0.5)
        logs = "\n".join(f"--- {log}\n{log.read_text(errors='replace')[-2000:]}" for log in sorted(self.folder.rglob("*log")) if log.is_file())
        raise RuntimeError(f"{what}: not there after {seconds} s\n{logs}")
