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
notes=$(mktemp -d)
trap 'kill -USR1 "$(cat "$notes/step")" 2>/dev/null' USR1

# 3. All ranks work on one file; what is in it already stays. The exit code goes through a file: bash forgets that of a
# process which ends while a signal is handled.
{
  bash -c 'echo $$ >"$0/step"; exec srun "$@"' "$notes" \
    --mpi=@mpi@ "$program" run "$scenario" -o "$result" --resume-if-exists "${options[@]}"
  echo $? >"$notes/code"
} &
while kill -0 $! 2>/dev/null; do
  wait $! # returns early when the trap has run
done
code=$(cat "$notes/code" || echo 1)
rm -r "$notes"

# 4. Stopped in time but not finished: the same job again, from where the file stands.
if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$restarts" ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
