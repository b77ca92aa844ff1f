// Package frame cuts a stream of bytes into records, for sources whose transport knows none: files and pipes.
//
//	bytes ─Space/Filled─▶ Framer ─Next─▶ Messages of ≤ 4096 records and about 1 MiB, with the offset behind them
//
// A record is a line, or a JSON document that may span lines. Framing knows nothing of what a record means: a bad one never
// takes the next with it, because a line ends where it ends, and after a document that is no JSON reading resumes at the
// next line that begins with { or [. Records are not copied: a unit's messages lie in the memory that was read.
//
// Start at framer.go, then lines.go and documents.go; pipe.go reads what blocks.
package frame
