// Package connectors is the contract with the world outside: sources cut into splits, sinks that prepare and commit, and
// formats that turn payloads into columns and back. Transport and format are separate, so N transports and M formats cost
// N + M.
//
//	Source ─Splits/Open─▶ Reader ─Read─▶ Messages ─Format.Decode─▶ Unit{batches, rejects, offset}
//	Batch ─Format.Encode─▶ Messages ─▶ the sink's transport
//
// Start at source.go, then sink.go and format.go. A connector registers itself with Register; connectors/all lists them.
package connectors
