// Package connectortest helps to test connectors and what uses them: a source and a sink in memory, and named tests that every
// connector must pass.
//
// [MemorySource] is fed by the test, unit by unit. [Ledger] is the system behind an exactly-once sink: it outlives the crash of
// those that write to it. [Source] and [Sink] are the tests.
package connectortest
