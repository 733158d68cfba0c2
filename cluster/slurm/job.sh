#!/bin/bash
#SBATCH --job-name=@name@
#SBATCH --nodes=@nodes@
#SBATCH --ntasks-per-node=@tasks_per_node@
#SBATCH --time=@time@
#SBATCH --signal=B:USR1@@lead@
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=@log@
#SBATCH --array=@array@
#SBATCH --partition=@partition@
#SBATCH --account=@account@
#SBATCH --qos=@qos@
# Written by `dosde slurm`; what each line is for: cluster/slurm/README.md.

program=@program@
scenario=@scenario@
result=@result@
options=(@options@)
shards=@shards@
restarts=@restarts@

# 1. A task of an array computes its shard, into a file of its own.
if [ "$shards" -gt 1 ]; then
  options+=(--shard "$SLURM_ARRAY_TASK_ID/$shards")
fi

# 2. Before the time is up Slurm signals this shell, which tells the ranks: they finish their units and exit with 75.
told=no
step=
trap 'told=yes; kill -USR1 "$step" 2>/dev/null' USR1

# 3. All ranks work on one file; what is in it already stays.
srun --mpi=@mpi@ "$program" run "$scenario" -o "$result" --resume-if-exists "${options[@]}" &
step=$!
code=
until [ -n "$code" ]; do
  told=no
  wait "$step"
  code=$?
  [ "$told" = no ] || code= # it was the signal that ended the wait
done

# 4. Stopped in time but not finished: the same job again, from where the file stands.
if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$restarts" ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
