// Package bench runs benchmarks that are data: a load, an application and what must come out (docs/benchmarks.md). It also
// makes the loads: bids of the Nexmark auction benchmark as JSON lines. The same seed gives the same bytes on every machine.
package bench
