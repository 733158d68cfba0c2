#!/bin/sh
# Stands for mpirun in local_ranks_test.cpp: runs its last argument as a script.
for last; do :; done
eval "$last"
