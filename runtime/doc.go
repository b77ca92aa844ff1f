// Package runtime runs a plan: graph, step, sequencer, timekeeper, pools, checkpoints.
package runtime
