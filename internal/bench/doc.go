// Package bench makes the data of the benchmarks: bids of the Nexmark auction benchmark as JSON lines. The same seed gives
// the same bytes on every machine.
package bench
