// Package file reads and writes files: records framed as lines or documents, rows written as they are encoded, each ended by
// a line feed.
//
// A source is a file, all files of a folder, or those that a pattern matches; several are read one after the other, in the
// order of their names. An offset is a position in a file's (unpacked) bytes. Delivery is at least once.
// Start at source.go, then sink.go.
package file

import "weir/connectors"

var _ = connectors.Register(connectors.Spec{
	Scheme: "file",
	Doc: "Reads a file, all files of a folder, or those that a pattern such as logs/*.jsonl.gz matches, one after the other in " +
		"the order of their names; .gz is unpacked. Writes one object a line.",
	Target: "PATH",
	Source: connectors.SourceOf(openSource),
	Sink:   connectors.SinkOf(connectors.AtLeastOnceGuarantee, openSink),
})
